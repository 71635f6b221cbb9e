import { expect } from 'vitest';

import type { ContractCase } from '../contract-case.ts';

export const OUTAGES: readonly ContractCase[] = [
  {
    title: 'a target that is down: TARGET_UNREACHABLE; when it is back, the same adapter works again',
    async run(bench) {
      const { target } = bench;
      const { account } = await bench.newAccount();
      const adapter = bench.newAdapter();
      expect(await bench.set(adapter, { account, newPassword: bench.newPassword() })).toBeUndefined();
      await target.stop();
      try {
        const failure = await bench.set(adapter, { account, newPassword: bench.newPassword() });
        expect(failure).toMatchObject({ code: 'TARGET_UNREACHABLE' });
        expect(await bench.verify(adapter)).toMatchObject({ code: 'TARGET_UNREACHABLE' });
        expect(await bench.verify(bench.newAdapter())).toMatchObject({ code: 'TARGET_UNREACHABLE' });
      } finally {
        await target.start();
      }
      const newPassword = bench.newPassword();
      expect(await bench.set(adapter, { account, newPassword })).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
    },
  },
  {
    title: 'close ends all connections',
    async run(bench) {
      const { account } = await bench.newAccount();
      const proxy = await bench.newProxy();
      const adapter = bench.makeAdapter({ endpoint: proxy.endpoint });
      try {
        expect(await bench.set(adapter, { account, newPassword: bench.newPassword() })).toBeUndefined();
      } finally {
        await adapter.close();
      }
      await expect.poll(() => proxy.connectionsOpen, { timeout: 2000 }).toBe(0);
    },
  },
];
