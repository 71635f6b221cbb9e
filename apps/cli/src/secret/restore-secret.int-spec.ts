import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { MasterSecret } from '@entsync/secrets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { replaceSecret } from './restore-secret.ts';

const NOW = new Date('2026-01-02T03:04:05Z');

describe('replaceSecret', () => {
  let folder: string;
  let target: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'entsync-secret-'));
    target = path.join(folder, 'secrets', 'master-secret.json');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const contentOf = (name: string): MasterSecret['content'] =>
    MasterSecret.loadOrCreate(path.join(folder, name), NOW).content;

  it('writes the secret where there is none, for its owner only, and knows that it has a backup', () => {
    const content = contentOf('backup.json');
    expect(replaceSecret(target, content, { force: false, now: NOW })).toBeUndefined();
    const restored = MasterSecret.load(target);
    expect([restored.msid, restored.isBackedUp]).toEqual([content.current.msid, true]);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('refuses to overwrite another secret, and leaves it as it was', () => {
    const { msid } = MasterSecret.loadOrCreate(target, NOW);
    expect(() => replaceSecret(target, contentOf('backup.json'), { force: false, now: NOW })).toThrow('--force');
    expect(MasterSecret.load(target).msid).toBe(msid);
  });

  it('keeps the other secret beside it when it is forced', () => {
    const { msid } = MasterSecret.loadOrCreate(target, NOW);
    const kept = replaceSecret(target, contentOf('backup.json'), { force: true, now: NOW }) ?? '';
    expect(MasterSecret.load(kept).msid).toBe(msid);
    expect(MasterSecret.load(target).msid).not.toBe(msid);
  });

  it('may be repeated', () => {
    const content = contentOf('backup.json');
    replaceSecret(target, content, { force: false, now: NOW });
    replaceSecret(target, content, { force: false, now: NOW });
    expect(readdirSync(path.dirname(target))).toEqual(['master-secret.json']);
  });
});
