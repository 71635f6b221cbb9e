import { encodeMessage, eventsRecordedV1, SYNC_EVENTS, type RecordedEvent } from '@entsync/contracts';
import type { Micros } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import { newId } from '@entsync/secrets';

/** Events of one message: far below what a broker takes, and few messages for a large batch. */
const EVENTS_IN_MESSAGE = 200;

/** What happened, as messages for the timeline. */
export function toEventMessages(service: string, events: readonly RecordedEvent[], now: Micros): OutgoingMessage[] {
  const messages: OutgoingMessage[] = [];
  for (let at = 0; at < events.length; at += EVENTS_IN_MESSAGE) {
    const message = encodeMessage(eventsRecordedV1, {
      id: newId(),
      source: `/entsync/${service}`,
      time: new Date(now / 1_000),
      data: { service, events: events.slice(at, at + EVENTS_IN_MESSAGE) },
    });
    messages.push({ topic: SYNC_EVENTS, ...message });
  }
  return messages;
}
