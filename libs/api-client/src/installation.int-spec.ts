import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findHome, findRunning, Installation, InstallationError } from './installation.ts';

const NO_PROCESS = 2 ** 22 + 1;

describe('an installation', () => {
  let top: string;
  let inner: string;

  beforeEach(() => {
    top = mkdtempSync(path.join(tmpdir(), 'entsync-home-'));
    inner = path.join(top, 'a', 'b');
    mkdirSync(inner, { recursive: true });
  });

  afterEach(() => rmSync(top, { recursive: true }));

  function install(folder: string, run?: object): string {
    const home = path.join(folder, '.entsync');
    mkdirSync(home, { recursive: true });
    if (run !== undefined) writeFileSync(path.join(home, 'run.json'), JSON.stringify(run));
    return home;
  }

  const runOf = (pid: number): object => ({
    supervisor: { pid },
    services: { 'adapter-ldap': { pid: NO_PROCESS, url: 'http://127.0.0.1:1' } },
    admin: { tokenFile: path.join(top, 'token') },
  });

  it('is looked for upwards, and where somebody says', () => {
    const home = install(top, runOf(process.pid));
    expect(findHome(undefined, inner)).toBe(home);
    expect(findHome('', inner)).toBe(home);
    expect(findHome('/elsewhere', inner)).toBe('/elsewhere');
  });

  it('is the one that runs before one that is stopped and nearer', () => {
    const home = install(top, runOf(process.pid));
    install(inner);
    expect(findHome(undefined, inner)).toBe(home);
  });

  it('is found when it is stopped, too', () => {
    const home = install(top);
    expect(findHome(undefined, inner)).toBe(home);
    expect(findRunning(home)).toBeUndefined();
  });

  it('does not run any more when only its run.json was left', () => {
    expect(findRunning(install(top, runOf(NO_PROCESS)))).toBeUndefined();
    expect(findRunning(install(top, runOf(process.pid)))).toBeDefined();
  });

  it('says how to start it, and what is wrong with its files', () => {
    expect(() => Installation.open(install(inner))).toThrow(/npm start/);
    const home = install(top, runOf(process.pid));
    const tokenFile = path.join(top, 'token');
    expect(() => Installation.open(home).hosts()).toThrow(InstallationError);
    writeFileSync(tokenFile, 'secret-token\n', { mode: 0o644 });
    expect(() => Installation.open(home).adminToken()).toThrow(`chmod 600 ${tokenFile}`);
    writeFileSync(path.join(home, 'run.json'), '{"half');
    expect(() => Installation.open(home)).toThrow(/run\.json cannot be read/);
  });
});
