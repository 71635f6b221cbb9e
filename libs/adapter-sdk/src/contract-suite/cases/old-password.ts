import { expect } from 'vitest';

import type { CaseBench } from '../case-bench.ts';
import type { ContractCase } from '../contract-case.ts';

export const OLD_PASSWORD: readonly ContractCase[] = [
  {
    title: 'the right old password is accepted',
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const newPassword = bench.newPassword();
      expect(await bench.set(bench.newAdapter(), { account, newPassword, oldPassword: password })).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
    },
  },
  {
    title: 'another old password: OLD_PASSWORD_WRONG, and the real one stays; where none is compared, it is ignored',
    run: (bench) => setWithWrongOldPassword(bench, { mayBeApplied: false }),
  },
  {
    title: 'an earlier attempt that may have been applied does not excuse a wrong old password',
    run: (bench) => setWithWrongOldPassword(bench, { mayBeApplied: true }),
  },
];

async function setWithWrongOldPassword(bench: CaseBench, { mayBeApplied }: { mayBeApplied: boolean }): Promise<void> {
  const { account, password } = await bench.newAccount();
  const newPassword = bench.newPassword();
  const change = { account, newPassword, oldPassword: bench.newPassword(), mayBeApplied };
  const error = await bench.set(bench.newAdapter(), change);
  if (bench.target.comparesOldPassword) {
    expect(error).toMatchObject({ code: 'OLD_PASSWORD_WRONG' });
    await bench.expectLogIn(account, password);
  } else {
    expect(error).toBeUndefined();
    await bench.expectLogIn(account, newPassword);
  }
}
