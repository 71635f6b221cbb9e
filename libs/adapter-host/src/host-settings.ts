import { defineSettings, text } from '@entsync/config';
import { serviceSettings } from '@entsync/service';

/** What every adapter host must be told. Its named adapters, with their settings and logins, come from the store. */
export const hostSettings = defineSettings({
  ...serviceSettings,
  IDENTITY_FILE: {
    meaning: 'The identity of this host, made by: entsync enroll',
    schema: text,
    example: '/var/lib/entsync/adapter-ldap.json',
  },
  KEYS_DIRECTORY: {
    meaning: 'Where the host keeps the keys of its named adapters; readable by its owner only.',
    schema: text,
    example: '/var/lib/entsync/keys',
  },
  SPOOL_DIRECTORY: {
    meaning:
      'Where capture shims put what they have captured, a folder for each named adapter; on a disk that survives a restart.',
    schema: text,
    example: '/var/lib/entsync/spool',
  },
});
