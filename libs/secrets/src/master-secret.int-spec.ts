import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Secret } from '@entsync/domain';
import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { makeBackup, openBackup } from './master-secret-backup.ts';
import { MasterSecret } from './master-secret.ts';
import { generateKey } from './random.ts';

const NOW = new Date('2027-01-15T08:00:00Z');
const newFile = (): string => path.join(temporaryFolder(), 'master', 'secret.json');
const textOf = (secret: Secret): string => secret.open((bytes) => Buffer.from(bytes).toString());

test('the first start makes a master secret that only its owner may read, and says that it is not backed up', () => {
  const file = newFile();
  const master = MasterSecret.loadOrCreate(file, NOW);
  expect(master.isBackedUp).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('every later start reads the same one', () => {
  const file = newFile();
  const first = MasterSecret.loadOrCreate(file, NOW);
  const wrapped = first.wrap('data-keys/1', Secret.ofText('data key'));
  const again = MasterSecret.loadOrCreate(file, new Date());
  expect(again.msid).toBe(first.msid);
  expect(textOf(again.unwrap('data-keys/1', wrapped))).toBe('data key');
});

test('a key that is wrapped for one row is not unwrapped for another, nor by another master secret', () => {
  const master = MasterSecret.loadOrCreate(newFile(), NOW);
  const wrapped = master.wrap('data-keys/1', generateKey());
  expect(() => master.unwrap('data-keys/2', wrapped)).toThrow(expect.objectContaining({ reason: 'not-authentic' }));
  const other = MasterSecret.loadOrCreate(newFile(), NOW);
  expect(() => other.unwrap('data-keys/1', wrapped)).toThrow(expect.objectContaining({ code: 'ENTSYNC_CANNOT_OPEN' }));
});

test('while something is wrapped by the previous secret, that one still unwraps, and the current one wraps', () => {
  const file = newFile();
  const former = MasterSecret.loadOrCreate(file, NOW);
  const wrapped = former.wrap('data-keys/1', Secret.ofText('data key'));
  const previous = former.content.current;
  const current = { ...previous, msid: 'another', number: 2, secret: Buffer.alloc(32, 7).toString('base64') };
  const rotated = MasterSecret.store(file, { format: 'entsync-master-secret-1', current, previous });
  expect(textOf(rotated.unwrap('data-keys/1', wrapped))).toBe('data key');
  expect(rotated.wrap('data-keys/1', generateKey()).readUInt32BE(1)).toBe(2);
});

test('a master secret that is open to others is refused, and is not replaced by a new one', () => {
  const file = newFile();
  const { msid } = MasterSecret.loadOrCreate(file, NOW);
  chmodSync(file, 0o640);
  expect(() => MasterSecret.loadOrCreate(file, NOW)).toThrow('chmod 600');
  expect(readFileSync(file, 'utf8')).toContain(msid);
});

test('a file that is no master secret is refused, is not replaced, and nothing of it is told', async () => {
  const file = newFile();
  MasterSecret.loadOrCreate(file, NOW);
  writeFileSync(file, JSON.stringify({ format: 'entsync-master-secret-9', current: { secret: 'canary-Tr0ub4dor' } }));
  const error = await rejectionOf(() => MasterSecret.loadOrCreate(file, NOW));
  expect(error).toMatchObject({ code: 'ENTSYNC_KEY_FILE', file });
  expect(everythingIn(error)).not.toContain('canary');
  expect(readFileSync(file, 'utf8')).toContain('entsync-master-secret-9');
});

test('a backup that is restored elsewhere unwraps what was wrapped here', () => {
  const master = MasterSecret.loadOrCreate(newFile(), NOW);
  const wrapped = master.wrap('data-keys/1', Secret.ofText('data key'));
  const backup = JSON.stringify(makeBackup(master.content, Secret.ofText('backup-password'), '', NOW));
  const restored = MasterSecret.store(newFile(), openBackup(backup, Secret.ofText('backup-password')));
  expect(restored.msid).toBe(master.msid);
  expect(textOf(restored.unwrap('data-keys/1', wrapped))).toBe('data key');
});

test('a master secret prints none of its secrets', () => {
  const master = MasterSecret.loadOrCreate(newFile(), NOW);
  const text = everythingIn(master);
  const secret = Buffer.from(master.content.current.secret, 'base64');
  for (const trace of [...tracesOf(secret), master.content.current.secret]) expect(text).not.toContain(trace);
});
