import { expect } from 'vitest';

import type { AdapterError } from '../../adapter-error.ts';
import type { CaseBench } from '../case-bench.ts';
import type { ContractCase } from '../contract-case.ts';

/** More answers than any adapter should need for one change. */
const MOST_ANSWERS = 40;

/** An adapter that hangs is given up on by the case. */
const LONGEST_WAIT = 8000;

interface LostAnswer {
  /** Which answer did not arrive. */
  readonly answer: number;
  readonly account: string;
  readonly oldPassword: Uint8Array;
  readonly newPassword: Uint8Array;
  readonly failure: AdapterError;
  readonly isApplied: boolean;
}

export const LOST_ANSWERS: readonly ContractCase[] = [
  {
    title: 'whichever answer is lost: only TARGET_TIMEOUT where the password may have been set',
    async run(bench) {
      const lost = await loseEachAnswer(bench);
      for (const { failure, isApplied } of lost) {
        expect(['TARGET_TIMEOUT', 'TARGET_UNREACHABLE']).toContain(failure.code);
        if (isApplied) expect(failure).toMatchObject({ code: 'TARGET_TIMEOUT' });
      }
      decisiveOf(lost);
    },
  },
  {
    title: 'an outcome that is not known is settled by a repetition that says so',
    async run(bench) {
      const { account, newPassword, oldPassword } = decisiveOf(await loseEachAnswer(bench));
      const known = bench.target.comparesOldPassword ? oldPassword : undefined;
      const change = { account, newPassword, oldPassword: known, mayBeApplied: true };
      expect(await bench.set(bench.newAdapter(), change)).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
    },
  },
  {
    title: 'a target that says nothing more: TARGET_TIMEOUT in time',
    async run(bench) {
      const { answer } = decisiveOf(await loseEachAnswer(bench));
      const { call } = await callIntoSilence(bench, answer, new AbortController().signal);
      expect(await withinTime(call, LONGEST_WAIT)).toMatchObject({ code: 'TARGET_TIMEOUT' });
    },
  },
  {
    title: 'an abort before the call: TARGET_TIMEOUT, and nothing is started',
    async run(bench) {
      const { account, password } = await bench.newAccount();
      const proxy = await bench.newProxy();
      const adapter = bench.newAdapter({ endpoint: proxy.endpoint });
      const signal = AbortSignal.abort();
      const failure = await bench.set(adapter, { account, newPassword: bench.newPassword() }, signal);
      expect(failure).toMatchObject({ code: 'TARGET_TIMEOUT' });
      expect(await bench.verify(adapter, signal)).toMatchObject({ code: 'TARGET_TIMEOUT' });
      expect(proxy.connectionsAccepted).toBe(0);
      await bench.expectLogIn(account, password);
    },
  },
  {
    title: 'an abort while the target is silent: TARGET_TIMEOUT at once',
    async run(bench) {
      const { answer } = decisiveOf(await loseEachAnswer(bench));
      const abort = new AbortController();
      const { call, faultReached } = await callIntoSilence(bench, answer, abort.signal);
      await faultReached;
      abort.abort();
      expect(await withinTime(call, 1000)).toMatchObject({ code: 'TARGET_TIMEOUT' });
    },
  },
];

/** Loses the first answer, then in a new attempt the second one, and so on until an attempt needs no more. */
async function loseEachAnswer(bench: CaseBench): Promise<LostAnswer[]> {
  const lost: LostAnswer[] = [];
  for (let answer = 1; answer <= MOST_ANSWERS; answer += 1) {
    const { account, password: oldPassword } = await bench.newAccount();
    const newPassword = bench.newPassword();
    const proxy = await bench.newProxy();
    proxy.loseAnswer({ answer, how: 'cut' });
    const failure = await bench.set(bench.newAdapter({ endpoint: proxy.endpoint }), { account, newPassword });
    const isApplied = await bench.target.logIn(account, newPassword);
    if (failure === undefined) {
      expect(isApplied, 'an adapter resolves only when the target has confirmed').toBe(true);
      return lost;
    }
    lost.push({ answer, account, oldPassword, newPassword, failure, isApplied });
  }
  return expect.fail(`a change took more than ${MOST_ANSWERS} answers`);
}

/** The one that confirmed the change. */
function decisiveOf(lost: readonly LostAnswer[]): LostAnswer {
  const decisive = lost.find(({ isApplied }) => isApplied);
  return decisive ?? expect.fail('no lost answer left the password set: does the adapter wait for the confirmation?');
}

async function callIntoSilence(
  bench: CaseBench,
  answer: number,
  signal: AbortSignal,
): Promise<{ call: Promise<AdapterError | undefined>; faultReached: Promise<void> }> {
  const { account } = await bench.newAccount();
  const proxy = await bench.newProxy();
  proxy.loseAnswer({ answer, how: 'swallow' });
  const adapter = bench.newAdapter({ endpoint: proxy.endpoint });
  const call = bench.set(adapter, { account, newPassword: bench.newPassword() }, signal);
  return { call, faultReached: proxy.faultReached };
}

async function withinTime<T>(call: Promise<T>, milliseconds: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no end within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([call, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
