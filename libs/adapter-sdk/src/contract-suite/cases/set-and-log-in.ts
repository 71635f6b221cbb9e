import { expect } from 'vitest';

import { secretOf } from '../case-bench.ts';
import type { ContractCase } from '../contract-case.ts';

const MANY = 50;

export const SET_AND_LOG_IN: readonly ContractCase[] = [
  {
    title: 'the new password lets the account in, and the old one does not any more',
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const newPassword = bench.newPassword();
      expect(await bench.set(bench.newAdapter(), { account, newPassword })).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
      await bench.expectNoLogIn(account, password);
    },
  },
  {
    title: 'the same request twice succeeds twice',
    async run(bench) {
      const { account } = await bench.newAccount();
      const newPassword = bench.newPassword();
      const adapter = bench.newAdapter();
      expect(await bench.set(adapter, { account, newPassword })).toBeUndefined();
      expect(await bench.set(adapter, { account, newPassword })).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
    },
  },
  {
    title: `${MANY} accounts at once each get their own password`,
    async run(bench) {
      const numbers = Array.from({ length: MANY }, (_, index) => index);
      const changes = await Promise.all(
        numbers.map(async () => ({ ...(await bench.newAccount()), newPassword: bench.newPassword() })),
      );
      const adapter = bench.newAdapter();
      const failures = await Promise.all(changes.map((change) => bench.set(adapter, change)));
      expect(failures.filter((failure) => failure !== undefined)).toEqual([]);
      await Promise.all(changes.map(({ account, newPassword }) => bench.expectLogIn(account, newPassword)));
    },
  },
  {
    title: 'the secrets stay as the host gave them',
    async run(bench) {
      const { account } = await bench.newAccount();
      const newPassword = bench.newPassword();
      const secret = secretOf(newPassword);
      const call = bench
        .newAdapter()
        .setPassword({ account, newPassword: secret, mayBeApplied: false }, new AbortController().signal);
      expect(await bench.failureOf(call)).toBeUndefined();
      expect(secret.open((bytes) => Buffer.from(bytes).equals(newPassword))).toBe(true);
    },
  },
  {
    title: 'the host may wipe the secrets as soon as the call has settled',
    async run(bench) {
      const { account } = await bench.newAccount();
      const adapter = bench.newAdapter();
      const [first, second] = [bench.newPassword(), bench.newPassword()];
      const secret = secretOf(first);
      await adapter.setPassword({ account, newPassword: secret, mayBeApplied: false }, new AbortController().signal);
      secret.wipe();
      expect(await bench.set(adapter, { account, newPassword: second })).toBeUndefined();
      await bench.expectLogIn(account, second);
    },
  },
];
