import { PublicError } from '@entsync/service';
import { z } from 'zod';

/** A whole number in a query, written in digits. */
export function numberInQuery(least: number, most: number, otherwise: number): z.ZodType<number> {
  return z.coerce.number().int().min(least).max(most).default(otherwise);
}

/** Reads what follows the question mark. Throws {@link PublicError} with all that is wrong, by name. */
export function readQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`);
  throw new PublicError(400, 'ENTSYNC_REQUEST', problems.join('; '));
}
