import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { makeBackup, openBackup, type MasterSecretBackup } from './master-secret-backup.ts';
import type { MasterSecretFile } from './master-secret.ts';

const NOW = new Date('2027-01-15T08:00:00Z');
const SECRET = Buffer.alloc(32, 'canary-secret').toString('base64');
const PASSWORD = 'pässword';
const CONTENT: MasterSecretFile = {
  format: 'entsync-master-secret-1',
  current: { msid: '7d2f1c9a', number: 3, secret: SECRET, createdAt: NOW.toISOString() },
};

const backup = makeBackup(CONTENT, Secret.ofText(PASSWORD), 'the usual one', NOW);
const open = (also: Partial<MasterSecretBackup> = {}, password = PASSWORD): MasterSecretFile =>
  openBackup(JSON.stringify({ ...backup, ...also }), Secret.ofText(password));

test('a backup opens with its password to what was backed up', () => {
  expect(open()).toStrictEqual(CONTENT);
});

test('a backup shows whose it is and its reminder, and no secret', () => {
  expect(backup).toMatchObject({ reminder: 'the usual one', msid: '7d2f1c9a', createdAt: NOW.toISOString() });
  expect(JSON.stringify(backup)).not.toContain(SECRET.slice(0, 8));
});

test('a wrong password is refused with event 10779 and the reminder, and neither password nor secret is told', async () => {
  const error = await rejectionOf(() => open({}, 'wrong-canary-Tr0ub4dor'));
  expect(error).toMatchObject({
    code: 'ENTSYNC_SECRET_BACKUP',
    eventId: 10779,
    message: expect.stringContaining('the usual one'),
  });
  const traces = [...tracesOf('wrong-canary-Tr0ub4dor'), ...tracesOf(Buffer.alloc(32, 'canary-secret'))];
  for (const trace of traces) expect(everythingIn(error)).not.toContain(trace);
});

test.each<readonly [what: string, changed: Partial<MasterSecretBackup>]>([
  ['its owner', { msid: 'another' }],
  ['its salt', { salt: Buffer.alloc(16).toString('base64') }],
  ['its nonce', { nonce: '' }],
  ['what is sealed', { sealed: Buffer.alloc(64).toString('base64') }],
  ['what is sealed, cut off', { sealed: 'AAAA' }],
])('a backup of which %s was changed is refused with event 10779', (_what, changed) => {
  expect(() => open(changed)).toThrow(expect.objectContaining({ eventId: 10779 }));
});

test.each(['', '{}', 'no JSON', JSON.stringify({ ...backup, format: 'another' })])(
  '%j is no backup: event 10564',
  (text) => {
    expect(() => openBackup(text, Secret.ofText(PASSWORD))).toThrow(expect.objectContaining({ eventId: 10564 }));
  },
);

test('a password of less than seven characters is refused with event 10836; characters count, not bytes', () => {
  const make = (password: string): unknown => makeBackup(CONTENT, Secret.ofText(password), '', NOW);
  expect(() => make('ßßßßßß')).toThrow(expect.objectContaining({ eventId: 10836 }));
  expect(make('ßßßßßßß')).toBeDefined();
});

test('a reminder of more than 512 characters is refused with event 10840', () => {
  const make = (length: number): unknown => makeBackup(CONTENT, Secret.ofText(PASSWORD), 'r'.repeat(length), NOW);
  expect(() => make(513)).toThrow(expect.objectContaining({ eventId: 10840 }));
  expect(make(512)).toBeDefined();
});
