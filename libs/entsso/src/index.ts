export { event, type EventKind, type EventSeverity } from './event.ts';
export { EVENT_CATALOGUE, eventKind, eventKindById, type EventSymbol } from './event-catalogue.ts';
export {
  DEFAULT_MAXIMUM_PENDING,
  DEFAULT_SYNC_AGE_HOURS,
  MAX_PASSWORD_LENGTH,
  SYNC_AGE_HOURS_RANGE,
} from './limits.ts';
