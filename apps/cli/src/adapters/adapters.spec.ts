import { ServiceError, type HostClient } from '@entsync/api-client';
import { describe, expect, it } from 'vitest';

import { askHosts } from './adapters.ts';

const hostThat = (check: HostClient['check']): HostClient => ({ check }) as HostClient;
const knows = hostThat((adapter) => Promise.resolve({ adapter, ok: true }));
const knowsNot = hostThat(() => Promise.resolve(undefined));
const down = new ServiceError(0, 'ENTSYNC_SERVICE_DOWN', 'adapter-ldap does not answer');
const isDown = hostThat(() => Promise.reject(down));

describe('askHosts', () => {
  it('takes the answer of the host that runs the adapter', async () => {
    const hosts = new Map([
      ['adapter-ldap', isDown],
      ['adapter-postgresql', knows],
    ]);
    expect(await askHosts(hosts, 'hr-db')).toEqual({ adapter: 'hr-db', ok: true });
  });

  it('says that no host runs it only when all have answered', async () => {
    await expect(askHosts(new Map([['adapter-postgresql', knowsNot]]), 'hr-db')).rejects.toThrow(
      'No host runs an adapter hr-db',
    );
    const hosts = new Map([
      ['adapter-ldap', isDown],
      ['adapter-postgresql', knowsNot],
    ]);
    await expect(askHosts(hosts, 'hr-db')).rejects.toBe(down);
  });
});
