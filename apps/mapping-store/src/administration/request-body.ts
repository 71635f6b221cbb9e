import { PublicError } from '@entsync/service';
import type { z } from 'zod';

/** Reads the body of a request. Throws {@link PublicError} with all that is wrong, by field. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new PublicError(400, 'ENTSYNC_REQUEST', problems.join('; '));
}
