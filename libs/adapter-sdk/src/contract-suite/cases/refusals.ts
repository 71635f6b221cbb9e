import { expect } from 'vitest';

import type { ContractCase } from '../contract-case.ts';

export const REFUSALS: readonly ContractCase[] = [
  {
    title: 'an account that is not there: ACCOUNT_NOT_FOUND',
    async run(bench) {
      const change = { account: bench.target.missingAccount, newPassword: bench.newPassword() };
      expect(await bench.set(bench.newAdapter(), change)).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
      expect(await bench.target.logIn(change.account, change.newPassword), 'the account was not made').toBe(false);
    },
  },
  {
    title: 'a password that the policy refuses: PASSWORD_REFUSED, and the old one stays',
    async run(bench) {
      const { account, currentPassword, newPassword } = await bench.target.prepareRefusedChange();
      bench.remember(newPassword);
      expect(await bench.set(bench.newAdapter(), { account, newPassword })).toMatchObject({ code: 'PASSWORD_REFUSED' });
      await bench.expectLogIn(account, currentPassword);
    },
  },
  {
    title: 'an earlier attempt that may have been applied does not excuse what the policy refuses',
    async run(bench) {
      const { account, currentPassword, newPassword } = await bench.target.prepareRefusedChange();
      bench.remember(newPassword);
      const failure = await bench.set(bench.newAdapter(), { account, newPassword, mayBeApplied: true });
      expect(failure).toMatchObject({ code: 'PASSWORD_REFUSED' });
      await bench.expectLogIn(account, currentPassword);
    },
  },
  {
    title: 'a service login that does not work: SERVICE_LOGIN_REFUSED by verify and by setPassword',
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const adapter = bench.newAdapter({ serviceLogin: 'wrong' });
      expect(await bench.verify(adapter)).toMatchObject({ code: 'SERVICE_LOGIN_REFUSED' });
      const failure = await bench.set(adapter, { account, newPassword: bench.newPassword() });
      expect(failure).toMatchObject({ code: 'SERVICE_LOGIN_REFUSED' });
      await bench.expectLogIn(account, password);
    },
  },
  {
    title: 'a service login without the privilege: setPassword says what is missing',
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const adapter = bench.newAdapter({ serviceLogin: 'unprivileged' });
      const failure = await bench.set(adapter, { account, newPassword: bench.newPassword() });
      expect(failure).toMatchObject({
        code: 'TARGET_MISCONFIGURED',
        missingPrivilege: expect.stringMatching(/\S/) as string,
      });
      await bench.expectLogIn(account, password);
    },
  },
  {
    title: 'a service login without the privilege: verify says what is missing',
    async run(bench) {
      await bench.newAccount();
      const failure = await bench.verify(bench.newAdapter({ serviceLogin: 'unprivileged' }));
      expect(failure).toMatchObject({
        code: 'TARGET_MISCONFIGURED',
        missingPrivilege: expect.stringMatching(/\S/) as string,
      });
    },
  },
  {
    title: 'verify succeeds with the privilege, and changes nothing',
    async run(bench) {
      const { account } = await bench.newAccount();
      const newPassword = bench.newPassword();
      const adapter = bench.newAdapter();
      expect(await bench.set(adapter, { account, newPassword })).toBeUndefined();
      expect(await bench.verify(adapter)).toBeUndefined();
      expect(await bench.verify(adapter)).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
    },
  },
];
