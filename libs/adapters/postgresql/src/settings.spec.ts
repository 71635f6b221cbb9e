import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { postgresqlSettingsSchema } from './settings.ts';

const LEAST = { host: 'db.example.com', user: 'entsync' };

describe('the settings', () => {
  test('are safe when nothing more is said', () => {
    expect(postgresqlSettingsSchema.parse(LEAST)).toEqual({
      ...LEAST,
      port: 5432,
      database: 'postgres',
      tls: 'verify-full',
      connectTimeout: 5000,
      statementTimeout: 10_000,
      maxConnections: 4,
    });
  });

  test('a CA file that would not be looked at is an error', () => {
    expect(postgresqlSettingsSchema.safeParse({ ...LEAST, tls: 'require', caFile: 'ca.pem' }).success).toBe(false);
  });

  test('hold no password', () => {
    expect(postgresqlSettingsSchema.safeParse({ ...LEAST, password: 'x' }).success).toBe(false);
  });

  test('are all described for administrators', () => {
    const { properties } = z.toJSONSchema(postgresqlSettingsSchema, { io: 'input' });
    expect(Object.values(properties ?? {}).map((each) => typeof each === 'object' && each.description)).not.toContain(
      undefined,
    );
  });
});
