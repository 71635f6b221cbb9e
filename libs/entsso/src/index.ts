export { type EventKind, type EventSeverity } from './event.ts';
export { EVENT_CATALOGUE, eventKind, eventKindById, type EventSymbol } from './event-catalogue.ts';
export { DEFAULT_MAXIMUM_PENDING, MAX_PASSWORD_LENGTH, SYNC_AGE_HOURS_RANGE } from './limits.ts';
