import type { RecordedEvent } from '@entsync/contracts';
import { eventKindById, type EventSeverity } from '@entsync/entsso';

type Facts = RecordedEvent['parameters'];

export interface EventDescription {
  readonly severity: EventSeverity;
  readonly text: string;
}

/** The catalogue's sentence with the facts of this event. An event of a newer version than this keeps its symbol. */
export function describeEvent(eventId: number, symbol: string, facts: Facts): EventDescription {
  const kind = eventKindById(eventId);
  if (kind === undefined) {
    return { severity: 'info', text: withFacts(`${symbol}, an event that this version does not know.`, [], facts) };
  }
  return { severity: kind.severity, text: withFacts(kind.meaning, kind.parameters, facts) };
}

/** Facts in the catalogue's order; the tracking id stands beside every event anyway. */
function withFacts(sentence: string, order: readonly string[], facts: Facts): string {
  const names = [...new Set([...order, ...Object.keys(facts)])];
  const told = names.flatMap((name) => {
    const value = facts[name];
    return name === 'trackingId' || value === undefined || value === '' ? [] : [`${inWords(name)}: ${value}`];
  });
  return told.length === 0 ? sentence : `${sentence.replace(/\.$/, '')} (${told.join(', ')}).`;
}

function inWords(name: string): string {
  return name.replaceAll(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
}
