import { connectDatabase } from '@entsync/database';
import type { DataSource } from 'typeorm';

import { migrations } from '../src/database/migrations.ts';
import type { AdminLab } from './admin-lab.ts';

/** The database as the service has it. */
export function connectAudit({ databaseUrl, databasePassword }: AdminLab): Promise<DataSource> {
  return connectDatabase({
    url: databaseUrl,
    password: databasePassword,
    schema: 'audit',
    service: 'test',
    migrations,
  });
}
