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
  TOPIC_REPLICATION_FACTOR: {
    meaning: 'On how many brokers each topic lies that the store makes; 3 in production.',
    schema: wholeNumber(1, 9),
    default: '1',
  },
  TOPIC_MIN_IN_SYNC_REPLICAS: {
    meaning: 'How many brokers must have a record before it counts as durable; 2 in production.',
    schema: wholeNumber(1, 9),
    default: '1',
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
