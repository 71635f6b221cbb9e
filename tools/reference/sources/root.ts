import path from 'node:path';

/** Of the repository. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');
