import type { EventKind } from './event.ts';
import { accessEvents } from './events/access.ts';
import { adapterEvents } from './events/adapter.ts';
import { adminEvents } from './events/admin.ts';
import { directEvents } from './events/direct.ts';
import { entsyncEvents } from './events/entsync.ts';
import { externalEvents } from './events/external.ts';
import { filterEvents } from './events/filter.ts';
import { mappingEvents } from './events/mapping.ts';
import { miisEvents } from './events/miis.ts';
import { otherEvents } from './events/other.ts';
import { replayEvents } from './events/replay.ts';
import { startEvents } from './events/start.ts';
import { windowsEvents } from './events/windows.ts';

/** Every event that there is, by rising id. */
export const EVENT_CATALOGUE = [
  ...startEvents,
  ...accessEvents,
  ...adminEvents,
  ...otherEvents,
  ...mappingEvents,
  ...windowsEvents,
  ...externalEvents,
  ...adapterEvents,
  ...replayEvents,
  ...directEvents,
  ...filterEvents,
  ...miisEvents,
  ...entsyncEvents,
].sort((a, b) => a.id - b.id);

export type EventSymbol = (typeof EVENT_CATALOGUE)[number]['symbol'];

const bySymbol = new Map<string, EventKind>(EVENT_CATALOGUE.map((kind) => [kind.symbol, kind]));
const byId = new Map<number, EventKind>(EVENT_CATALOGUE.map((kind) => [kind.id, kind]));

export function eventKind(symbol: EventSymbol): EventKind {
  const kind = bySymbol.get(symbol);
  if (kind === undefined) throw new TypeError(`There is no event ${symbol} in the catalogue.`);
  return kind;
}

export function eventKindById(id: number): EventKind | undefined {
  return byId.get(id);
}
