import { newId } from '@entsync/secrets';

import type { AdapterVariant, ContractTarget, Endpoint } from '../src/contract-suite/index.ts';
import type { TargetAdapter } from '../src/target-adapter.ts';
import { MemoryAdapter } from './memory-adapter.ts';
import { MemoryServer, REFUSED_PASSWORD, SERVICES } from './memory-server.ts';

export type MemoryAdapterClass = new (endpoint: Endpoint, user: string, password: string) => TargetAdapter;

/** The target that proves the suite: right with {@link MemoryAdapter}, wrong with any of the broken ones. */
export async function openMemoryTarget(Adapter: MemoryAdapterClass = MemoryAdapter): Promise<ContractTarget> {
  const server = new MemoryServer();
  await server.start();
  const addAccount = async (password: Uint8Array): Promise<string> => {
    const account = `account-${newId()}`;
    server.accounts.set(account, Buffer.from(password));
    return account;
  };
  return {
    endpoint: { host: '127.0.0.1', port: server.port },
    makeAdapter: ({ endpoint, serviceLogin }) => new Adapter(endpoint, ...loginOf(serviceLogin)),
    addAccount,
    logIn: async (account, password) => server.accounts.get(account)?.equals(password) ?? false,
    missingAccount: 'nobody',
    prepareRefusedChange: async () => {
      const currentPassword = Buffer.from('Aa1-current');
      return {
        account: await addAccount(currentPassword),
        currentPassword,
        newPassword: Buffer.from(REFUSED_PASSWORD),
      };
    },
    servicePasswords: [...SERVICES.values()].map(({ password }) => Buffer.from(password)),
    normalization: 'none',
    comparesOldPassword: true,
    stop: () => server.stop(),
    start: () => server.start(),
    close: () => server.stop(),
  };
}

function loginOf(serviceLogin: AdapterVariant['serviceLogin']): [user: string, password: string] {
  const user = serviceLogin === 'unprivileged' ? 'guest' : 'service';
  return [user, serviceLogin === 'wrong' ? 'Wr0ng-Passw0rd' : (SERVICES.get(user)?.password ?? '')];
}
