import type { AccountState, LockoutPolicy } from './ldap-client.ts';

export interface LockoutFacts {
  readonly account: AccountState | undefined;
  /** Absent where it cannot be read. */
  readonly policy: LockoutPolicy | undefined;
  /** How many failures lock an account where there is no policy to read. */
  readonly threshold: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Whether one login that fails would neither be wasted on a locked account nor be the one that locks it. */
export function decideMayTryLogin({ account, policy, threshold, now }: LockoutFacts): boolean {
  if (account === undefined) return true;
  if (account.isLocked) return false;
  if (policy?.locksOut === false) return true;
  const limit = policy === undefined ? threshold : (policy.maxFailures ?? 0);
  return limit === 0 || failuresThatCount(account, policy, now) + 1 < limit;
}

function failuresThatCount({ loginFailures }: AccountState, policy: LockoutPolicy | undefined, now: number): number {
  const forgottenAfter = policy?.failuresForgottenAfter ?? 0;
  if (forgottenAfter === 0) return loginFailures.length;
  return loginFailures.filter((time) => time + forgottenAfter > now).length;
}
