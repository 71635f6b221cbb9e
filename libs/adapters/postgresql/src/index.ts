export { postgresqlAdapter } from './postgresql-adapter.ts';
export type { PostgresqlSettings } from './settings.ts';
