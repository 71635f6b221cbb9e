import { expect } from 'vitest';

import type { ContractCase } from '../contract-case.ts';

const reasonToSkip: ContractCase['reasonToSkip'] = ({ comparesOldPassword }) =>
  comparesOldPassword ? undefined : 'this target does not compare old passwords';

export const OLD_PASSWORD: readonly ContractCase[] = [
  {
    title: 'the right old password is accepted',
    reasonToSkip,
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const newPassword = bench.newPassword();
      expect(await bench.set(bench.newAdapter(), { account, newPassword, oldPassword: password })).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
    },
  },
  {
    title: 'another old password: OLD_PASSWORD_WRONG, and the real one stays',
    reasonToSkip,
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const change = { account, newPassword: bench.newPassword(), oldPassword: bench.newPassword() };
      expect(await bench.set(bench.newAdapter(), change)).toMatchObject({ code: 'OLD_PASSWORD_WRONG' });
      await bench.expectLogIn(account, password);
    },
  },
  {
    title: 'an earlier attempt that may have been applied does not excuse a wrong old password',
    reasonToSkip,
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const change = {
        account,
        newPassword: bench.newPassword(),
        oldPassword: bench.newPassword(),
        mayBeApplied: true,
      };
      expect(await bench.set(bench.newAdapter(), change)).toMatchObject({ code: 'OLD_PASSWORD_WRONG' });
      await bench.expectLogIn(account, password);
    },
  },
];
