import { defineSettings, text, wholeNumber } from '@entsync/config';
import { serviceSettings } from '@entsync/service';

export const storeSettings = defineSettings({
  ...serviceSettings,
  DATABASE_URL: {
    meaning: 'The database, without a password; its role needs the schema "store" and nothing else.',
    schema: text,
    example: 'postgresql://entsync_store@db:5432/entsync',
  },
  DATABASE_PASSWORD_FILE: { meaning: "A file with the role's password.", schema: text, fromFile: true },
  MASTER_SECRET_FILE: {
    meaning: 'The file that holds the master secret; made on a first start. Back it up: entsync secret backup',
    schema: text,
    example: '/var/lib/entsync/master-secret.json',
  },
  ATTEMPT_LIMIT_SECONDS: {
    meaning:
      'How long the store waits for a word about a delivery before it publishes the next revision; longer than the not-after of a call.',
    schema: wholeNumber(1, 86_400),
    default: '120',
  },
  PROBE_INTERVAL_SECONDS: {
    meaning: 'How often an account that was missing at its target is looked for again.',
    schema: wholeNumber(1, 86_400),
    default: '900',
  },
  SWEEP_INTERVAL_MILLISECONDS: {
    meaning: 'How often the store looks for what time alone asks for.',
    schema: wholeNumber(50, 60_000),
    default: '2000',
  },
});
