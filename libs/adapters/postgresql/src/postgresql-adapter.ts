import type { AdapterDefinition } from '@entsync/adapter-sdk';

import { PgRoleClient } from './pg-role-client.ts';
import { PostgresqlTarget } from './postgresql-target.ts';
import { postgresqlSettingsSchema, type PostgresqlSettings } from './settings.ts';

export const postgresqlAdapter: AdapterDefinition<PostgresqlSettings> = {
  kind: 'postgresql',
  accountForm: 'exact',
  settingsSchema: postgresqlSettingsSchema,
  create: (settings, login) => new PostgresqlTarget(new PgRoleClient(settings, login)),
};
