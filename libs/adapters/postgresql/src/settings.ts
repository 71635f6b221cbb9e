import { z } from 'zod';

const milliseconds = z.int().min(100).max(600_000);

export const postgresqlSettingsSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .describe('Host name or address of the PostgreSQL server that accepts writes, not of a standby.'),
    port: z.int().min(1).max(65_535).default(5432).describe('TCP port of the server.'),
    database: z
      .string()
      .min(1)
      .default('postgres')
      .describe('A database that the service login may connect to. Any will do: roles belong to the whole server.'),
    user: z.string().min(1).describe('Role that EntSync logs in as, exactly as pg_roles shows it.'),
    tls: z
      .enum(['disable', 'require', 'verify-full'])
      .default('verify-full')
      .describe(
        'verify-full encrypts and checks the certificate and the host name; require encrypts only; disable does neither, ' +
          'which is for a server on the same machine.',
      ),
    caFile: z
      .string()
      .min(1)
      .optional()
      .describe('File with the CA certificates (PEM) for verify-full. Without it, the well-known public ones count.'),
    connectTimeout: milliseconds.default(5000).describe('Milliseconds until an attempt to connect is given up.'),
    statementTimeout: milliseconds.default(10_000).describe('Milliseconds until a statement is given up.'),
    maxConnections: z.int().min(1).max(50).default(4).describe('Connections that EntSync keeps open at most.'),
  })
  .refine(({ tls, caFile }) => tls === 'verify-full' || caFile === undefined, {
    path: ['caFile'],
    error: 'caFile counts with tls: verify-full only. Remove it, or choose verify-full.',
  });

export type PostgresqlSettings = z.output<typeof postgresqlSettingsSchema>;
