export { connectDatabase, type DatabaseOptions } from './connect-database.ts';
export { isDatabaseOutage } from './is-outage.ts';
export { CREATE_POSITIONS, DatabasePositions, savePositions } from './positions.ts';
