import { z } from 'zod';

/** The shapes that several messages share. Limits are generous: they keep nonsense out, not people. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** Microseconds since 1970, in broker time. */
export const micros = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Microseconds, of either sign. */
export const microsDifference = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

export const sequence = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A name of an adapter, application or principal: no white space, no control characters. */
export const entityName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\s\p{C}]+$/u);

/** An account as its system writes it. */
export const accountName = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[^\p{Cc}]+$/u);

/** Bytes in base64. */
export const base64 = z
  .string()
  .max(16 * 1024)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/);

const version = z.object({ time: micros, origin: uuid, sequence });

export const edition = { version, revision: z.number().int().min(1) };

/** One account of an adapter. */
export const accountOfAdapter = { adapter: entityName, account: accountName };

/** What must stay in order for one external account lies under this key. */
export function accountOfAdapterKey({ adapter, account }: { adapter: string; account: string }): string {
  return `${adapter}/${account}`.toLowerCase();
}
