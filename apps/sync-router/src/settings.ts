import { defineSettings, text, wholeNumber } from '@entsync/config';
import { serviceSettings } from '@entsync/service';

export const routerSettings = defineSettings({
  ...serviceSettings,
  DATABASE_URL: {
    meaning: 'The database, without a password; its role needs the schema "router" and nothing else.',
    schema: text,
    example: 'postgresql://entsync_router@db:5432/entsync',
  },
  DATABASE_PASSWORD_FILE: { meaning: "A file with the role's password.", schema: text, fromFile: true },
  IDENTITY_FILE: {
    meaning: 'The identity of this router, made by: entsync enroll',
    schema: text,
    example: '/var/lib/entsync/sync-router.json',
  },
  DISPATCH_LIMIT_SECONDS: {
    meaning: 'The not-after: how long a delivery may take from leaving the router to its outcome; at most a minute.',
    schema: wholeNumber(1, 60),
    default: '60',
  },
  TIMER_INTERVAL_MILLISECONDS: {
    meaning: 'How often the router looks for retries that are due and dispatches that have lapsed.',
    schema: wholeNumber(20, 10_000),
    default: '200',
  },
});
