import { Initial1700000000001 } from './0001-initial.migration.ts';

/** In order; a published one is never edited. */
export const migrations = [Initial1700000000001] as const;
