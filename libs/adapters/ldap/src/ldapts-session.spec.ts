import { Secret } from '@entsync/domain';
import {
  ConstraintViolationError,
  InvalidCredentialsError,
  type Change,
  type Client,
  type PasswordPolicyControl,
} from 'ldapts';
import { describe, expect, test } from 'vitest';

import type { BindAnswer } from './ldap-client.ts';
import { LdaptsSession } from './ldapts-session.ts';

const DN = 'uid=alice,dc=x';
const CHANGE = { dn: DN, newPassword: Secret.ofText('New-1'), oldPassword: Secret.ofText('Old-1') };

/** A driver that does as it is told, and remembers what it was given as it was at that time. */
function makeSession(driver: Partial<Client>): LdaptsSession {
  return new LdaptsSession({ isConnected: true, ...driver } as Client);
}

describe('passwords on their way', () => {
  test('are bytes when they are sent, are no text to a debug log, and are gone afterwards', async () => {
    const sent: Buffer[] = [];
    const seen: string[] = [];
    const keep = (value: Buffer): void => {
      sent.push(value);
      seen.push(value.toString(), JSON.stringify({ value }));
    };
    const session = makeSession({
      exop: async (_oid, value) => {
        keep(value as Buffer);
        return {};
      },
      modify: async (_dn, changes) => {
        for (const { modification } of changes as Change[]) keep(modification.values[0] as Buffer);
      },
    });
    await session.setByExtendedOperation(CHANGE);
    await session.replacePassword(CHANGE);
    expect(seen).toEqual([
      expect.stringMatching(/Old-1.*New-1/s),
      '{"value":"[secret]"}',
      'Old-1',
      '{"value":"[secret]"}',
      'New-1',
      '{"value":"[secret]"}',
    ]);
    expect(sent.every((value) => value.every((byte) => byte === 0))).toBe(true);
  });

  test('are gone after a failure, too', async () => {
    let sent = Buffer.alloc(0);
    const session = makeSession({
      exop: async (_oid, value) => {
        sent = value as typeof sent;
        throw new ConstraintViolationError('no');
      },
    });
    await expect(session.setByExtendedOperation(CHANGE)).rejects.toMatchObject({ resultCode: 19 });
    expect(sent.every((byte) => byte === 0)).toBe(true);
  });

  test('that are no UTF-8 are not sent as something else', async () => {
    const session = makeSession({ bind: async () => undefined });
    await expect(session.bind(DN, new Secret(Uint8Array.of(0xff)))).rejects.toMatchObject({ resultCode: undefined });
  });
});

describe('a login', () => {
  const bindAnswering = (error?: number): Promise<BindAnswer> =>
    makeSession({
      bind: async (_dn, _password, control) => {
        (control as PasswordPolicyControl).value = error === undefined ? {} : { error };
        throw new InvalidCredentialsError('');
      },
    }).bind(DN, Secret.ofText('x'));

  test('that is refused is an answer', async () => {
    expect(await bindAnswering()).toBe('refused');
    expect(await bindAnswering(0)).toBe('refused');
  });

  test('of a locked account says so, where the directory does', async () => {
    expect(await bindAnswering(1)).toBe('locked');
  });
});

describe('errors', () => {
  const failing = (error: Error, policyError?: number): Promise<void> =>
    makeSession({
      exop: async (_oid, _value, control) => {
        if (policyError !== undefined) (control as PasswordPolicyControl).value = { error: policyError };
        throw error;
      },
    }).setByExtendedOperation(CHANGE);

  test('of the directory lose their words, which could repeat what was sent', async () => {
    const words = new ConstraintViolationError('the password New-1 is too simple');
    const failure = await failing(words, 5).catch((error: unknown) => error);
    expect(failure).toMatchObject({ stage: 'change', resultCode: 19, policyFault: 'other' });
    expect(failure).not.toHaveProperty('cause');
    expect(String((failure as Error).stack)).not.toContain('New-1');
  });

  test.each<[number, string]>([
    [4, 'old-password-missing'],
    [7, 'too-young'],
    [8, 'in-history'],
    [42, 'other'],
  ])('a policy gives its reason %i: %s', async (policyError, policyFault) => {
    await expect(failing(new ConstraintViolationError(''), policyError)).rejects.toMatchObject({ policyFault });
  });

  test('of the connection keep their cause', async () => {
    const cause = new Error('Connection closed before message response was received.');
    await expect(failing(cause)).rejects.toMatchObject({ stage: 'change', resultCode: undefined, cause });
  });

  test('after the connection has ended: nothing is sent, for the driver would connect anew as nobody', async () => {
    const session = makeSession({ isConnected: false, exop: () => Promise.reject(new Error('must not be asked')) });
    await expect(session.setByExtendedOperation(CHANGE)).rejects.toMatchObject({ stage: 'ask', resultCode: undefined });
  });
});
