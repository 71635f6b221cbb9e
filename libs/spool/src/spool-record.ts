import { z } from 'zod';

const micros = z.number().int().min(0);
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

/**
 * One captured change as it lies in a spool: a file of JSON. Documented in docs/reference/spool-record.md, for capture code in other languages
 * writes it too. The password is in `sealed` only.
 */
export const spoolRecordSchema = z.object({
  format: z.literal('entsync-spool-1'),
  trackingId: uuid,
  origin: uuid,
  sequence: z.number().int().min(1),
  /** `windows`, or the adapter's name. */
  system: z.string().min(1).max(128),
  account: z.string().min(1).max(1024),
  accountId: z.string().max(128).optional(),
  /** The wall clock of the machine at the moment of the change. */
  capturedAt: micros,
  /** Time since boot at that moment, and which boot it was: immune to steps of the wall clock. */
  sinceBoot: micros,
  bootId: z.string().max(64),
  actor: z.string().max(1024).optional(),
  means: z.enum(['change', 'reset']).optional(),
  sealed: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
});

export type SpoolRecord = z.infer<typeof spoolRecordSchema>;

/** A number that rises with each record, over restarts: how often the spool was opened, then a count. */
export function sequenceOf(opening: number, count: number): number {
  return opening * 2 ** 32 + count;
}

/** The opening that a sequence belongs to. */
export function openingOf(sequence: number): number {
  return Math.floor(sequence / 2 ** 32);
}

const DIGITS = 16;
const RECORD = '.rec';
const HALF = '.half';

/** Names sort as their sequences do. */
export function recordFileName(sequence: number): string {
  return sequence.toString(16).padStart(DIGITS, '0') + RECORD;
}

export function halfFileName(sequence: number): string {
  return sequence.toString(16).padStart(DIGITS, '0') + HALF;
}

export function isRecordFile(name: string): boolean {
  return name.endsWith(RECORD) && name.length === DIGITS + RECORD.length;
}

export function isHalfFile(name: string): boolean {
  return name.endsWith(HALF) && name.length === DIGITS + HALF.length;
}

export function sequenceOfFile(name: string): number {
  return Number.parseInt(name.slice(0, DIGITS), 16);
}
