export { SpoolFullError } from './spool.errors.ts';
export { SpoolReader, type BadSpoolFile, type SpoolContent, type SpoolDepth } from './spool-reader.ts';
export { openingOf, type SpoolRecord } from './spool-record.ts';
export { SpoolWriter, type RecordPlace, type SpoolLimits } from './spool-writer.ts';
