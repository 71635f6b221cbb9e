import { z } from 'zod';

/** How settings are written. Messages never repeat what was written. */
export const text = z.string().min(1, 'must not be empty');

export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^-?\d+$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

export const yesOrNo = z
  .enum(['yes', 'no', 'true', 'false', 'on', 'off'], 'must be yes or no')
  .transform((value) => value === 'yes' || value === 'true' || value === 'on');

/** `host:port`, several with commas. */
export const brokerList = z
  .string()
  .transform((value) => value.split(',').map((broker) => broker.trim()))
  .refine(
    (brokers) => brokers.every((broker) => /^[^:\s]+:\d{1,5}$/.test(broker)),
    'must be host:port, several with commas',
  );

export const port = wholeNumber(0, 65_535);

export const logLevel = z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error');
