import { z } from 'zod';

const milliseconds = z.int().min(100).max(600_000);

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const ldapSettingsSchema = z
  .strictObject({
    url: z
      .string()
      .regex(/^ldaps?:\/\/[^/?#@]+\/?$/)
      .describe(
        'Address of a directory server that accepts writes: ldaps://host:636, or ldap://host:389 with startTls.',
      ),
    startTls: z
      .boolean()
      .default(false)
      .describe('Whether to encrypt a connection to an ldap:// address before anything is said.'),
    caFile: z
      .string()
      .min(1)
      .optional()
      .describe('File with the CA certificates (PEM) of the directory. Without it, the well-known public ones count.'),
    bindDn: z.string().min(1).describe('Distinguished name that EntSync logs in with.'),
    baseDn: z.string().min(1).describe('Distinguished name of the entry below which all mapped accounts lie.'),
    method: z
      .enum(['exop', 'replace'])
      .default('exop')
      .describe(
        'exop asks the server to set the password (RFC 3062), so that it hashes it by its own rules; ' +
          'replace writes the attribute userPassword, for servers that cannot do that.',
      ),
    verifyByBind: z
      .boolean()
      .default(true)
      .describe('Whether to log in once as the account, with its new password, after each change.'),
    lockoutThreshold: z
      .int()
      .min(1)
      .max(1000)
      .default(3)
      .describe(
        'After how many failed logins the directory locks an account, where its password policy cannot be read.',
      ),
    connectTimeout: milliseconds.default(5000).describe('Milliseconds until an attempt to connect is given up.'),
    operationTimeout: milliseconds.default(10_000).describe('Milliseconds until a single request is given up.'),
    maxConnections: z
      .int()
      .min(1)
      .max(100)
      .default(8)
      .describe('Connections that EntSync opens at the same time at most.'),
  })
  .refine(({ url, startTls }) => !(isLdaps(url) && startTls), {
    path: ['startTls'],
    error: 'An ldaps:// address is encrypted from the start. Set startTls to false.',
  })
  .refine(({ url, startTls }) => isLdaps(url) || startTls || LOOPBACK_HOST.test(new URL(url).hostname), {
    path: ['url'],
    error: 'Passwords would go over the network unprotected. Use ldaps://, or set startTls to true.',
  })
  .refine(({ url, startTls, caFile }) => isLdaps(url) || startTls || caFile === undefined, {
    path: ['caFile'],
    error: 'caFile counts with ldaps:// or startTls only. Remove it, or use one of them.',
  });

export type LdapSettings = z.output<typeof ldapSettingsSchema>;

export function isLdaps(url: string): boolean {
  return url.startsWith('ldaps:');
}
