import { describe, expect, it } from 'vitest';

import { decideWarnings } from './decide-warnings.ts';
import type { SystemStatus } from './load-status.ts';
import { renderStatus } from './render-status.ts';

const NOW = 1_800_000_000_000_000;
const screen = {
  width: 100,
  paint: (_tone: string, text: string): string => text,
  print: () => undefined,
  printJson: () => undefined,
  note: () => undefined,
};

const host = {
  principal: 'adapter-ldap',
  role: 'host',
  version: '0.1.0',
  startedAt: NOW,
  lastSeenAt: NOW,
  isSilent: false,
  adapters: [{ name: 'staff-ldap', state: 'serving', problem: null, spool: null, shimAnswers: true }],
  spool: null,
  kind: 'ldap',
};

const well: SystemStatus = {
  home: '/srv/.entsync',
  state: 'ready',
  services: [
    { name: 'mapping-store', state: 'ready', problems: {}, pid: 11, url: 'http://127.0.0.1:4001' },
    { name: 'adapter-ldap', state: 'ready', problems: {}, pid: 12, url: 'http://127.0.0.1:4002' },
  ],
  processes: [{ name: 'kafka', pid: 13, runs: true }],
  reported: [host],
  topics: [
    {
      name: 'deliveries',
      partitions: 12,
      records: 40,
      carries: null,
      consumers: [{ group: 'sync-router', lag: 3 }],
      deadLetters: 0,
    },
  ],
  lanes: [{ adapter: 'staff-ldap', waiting: 1, dispatched: 2, retrying: 0, breaker: 'closed' }],
  secret: { msid: 'm', isBackedUp: true },
};

describe('decideWarnings', () => {
  it('has none when all is well', () => {
    expect(decideWarnings(well, NOW)).toEqual([]);
  });

  it('names the service that does not answer, and where its log is', () => {
    const services = [{ name: 'sync-router', state: 'down', problems: {}, pid: null, url: null } as const];
    expect(decideWarnings({ ...well, services }, NOW)).toEqual([
      'sync-router does not answer; its log is /srv/.entsync/logs/sync-router.log',
    ]);
  });

  it('says why a service is not ready', () => {
    const problems = { kafka: 'is not connected', keys: 'the key is lost' };
    const services = [{ name: 'mapping-store', state: 'not-ready', problems, pid: 1, url: 'http://x' } as const];
    expect(decideWarnings({ ...well, services }, NOW)[0]).toBe(
      'mapping-store is not ready: is not connected; the key is lost',
    );
  });

  it('says what is not known while somebody does not answer', () => {
    const warnings = decideWarnings({ ...well, reported: null, topics: null, lanes: null, secret: null }, NOW);
    expect(warnings.join('\n')).toMatch(/Topics.*admin[^]*Lanes.*sync-router[^]*master secret.*mapping-store/);
  });

  it('warns of a master secret without a backup', () => {
    const secret = { msid: 'm', isBackedUp: false, warning: 'never backed up: entsync secret backup FILE' };
    expect(decideWarnings({ ...well, secret }, NOW)).toEqual(['never backed up: entsync secret backup FILE']);
  });

  it('warns of dead letters, an open breaker, a silent host and a process that ended', () => {
    const topics = [{ name: 'x', partitions: 1, records: 1, carries: null, consumers: [], deadLetters: 2 }];
    const lanes = [{ adapter: 'hr', waiting: 9, dispatched: 0, retrying: 0, breaker: 'open', openUntil: NOW } as const];
    const processes = [{ name: 'ldap-shim-staff', pid: 9, runs: false }];
    const reported = [{ ...host, isSilent: true }];
    const warnings = decideWarnings({ ...well, topics, lanes, processes, reported }, NOW).join('\n');
    expect(warnings).toContain('2 dead letters are open: entsync dlq list');
    expect(warnings).toContain('entsync adapter check hr');
    expect(warnings).toContain('ldap-shim-staff does not run');
    expect(warnings).toContain('adapter-ldap has not been heard of since');
  });

  it('warns of a shim that does not answer, and of a spool that nobody empties', () => {
    const spool = { records: 4, bytes: 900, undecided: 0, oldestAt: NOW - 600_000_000 };
    const adapters = [{ name: 'staff-ldap', state: 'serving', problem: null, spool, shimAnswers: false }];
    const warnings = decideWarnings({ ...well, reported: [{ ...host, adapters }] }, NOW);
    expect(warnings).toEqual([
      'The capture shim of staff-ldap does not answer; the directory refuses writes until it is back.',
      'Changes captured by staff-ldap have been waiting in its spool for 10 min.',
    ]);
    const fresh = [{ ...adapters[0]!, shimAnswers: true, spool: { ...spool, oldestAt: NOW - 1_000_000 } }];
    expect(decideWarnings({ ...well, reported: [{ ...host, adapters: fresh }] }, NOW)).toEqual([]);
  });
});

describe('renderStatus', () => {
  it('shows services with versions, adapters, lanes and topics within 100 columns', () => {
    const shown = renderStatus(well, [], screen);
    expect(shown).toMatch(/adapter-ldap +ready +0\.1\.0 +12 +http/);
    expect(shown).toMatch(/kafka +runs/);
    expect(shown).toMatch(/staff-ldap +1 +2 +0 +closed/);
    expect(shown).toMatch(/deliveries +40 +sync-router: 3 +0/);
    expect(shown).toContain('All is well.');
    expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('leaves out what nobody could say, and ends with what to look at', () => {
    const shown = renderStatus({ ...well, topics: null, lanes: null, reported: null }, ['Look\u001b[2J here.'], screen);
    expect(shown).not.toContain('TOPIC');
    expect(shown.split('\n').at(-1)).toBe('! Look\\x1b[2J here.');
  });
});
