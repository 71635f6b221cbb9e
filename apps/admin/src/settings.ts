import { defineSettings, text, wholeNumber } from '@entsync/config';
import { serviceSettings } from '@entsync/service';

export const adminSettings = defineSettings({
  ...serviceSettings,
  DATABASE_URL: {
    meaning: 'The database, without a password; its role needs the schema "audit" and nothing else.',
    schema: text,
    example: 'postgresql://entsync_audit@db:5432/entsync',
  },
  DATABASE_PASSWORD_FILE: { meaning: "A file with the role's password.", schema: text, fromFile: true },
  AUDIT_RETENTION_DAYS: {
    meaning: 'How long events, and dead letters that were replayed or discarded, are kept.',
    schema: wholeNumber(1, 36_500),
    default: '400',
  },
  TOPIC_LOOK_INTERVAL_MILLISECONDS: {
    meaning: 'How often new topics of dead letters are looked for: those of adapters that were added.',
    schema: wholeNumber(100, 60_000),
    default: '5000',
  },
});
