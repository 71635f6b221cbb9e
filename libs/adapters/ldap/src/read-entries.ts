import { parseGeneralizedTime } from './generalized-time.ts';
import type { AccountState, LockoutPolicy } from './ldap-client.ts';

/** An entry's values by the names of its attributes, in lower case. */
export type EntryValues = ReadonlyMap<string, readonly string[]>;

export function readAccountState(entry: EntryValues | undefined): AccountState | undefined {
  if (entry === undefined) return undefined;
  return {
    passwordChangedAt: timesOf(entry, 'pwdchangedtime')[0],
    entryModifiedAt: timesOf(entry, 'modifytimestamp')[0],
    isLocked: (entry.get('pwdaccountlockedtime') ?? []).length > 0,
    loginFailures: timesOf(entry, 'pwdfailuretime'),
    policyDn: entry.get('pwdpolicysubentry')?.[0],
  };
}

export function readLockoutPolicy(entry: EntryValues | undefined): LockoutPolicy | undefined {
  if (entry === undefined) return undefined;
  return {
    locksOut: entry.get('pwdlockout')?.[0]?.toUpperCase() === 'TRUE',
    maxFailures: numberOf(entry, 'pwdmaxfailure'),
    failuresForgottenAfter: (numberOf(entry, 'pwdfailurecountinterval') ?? 0) * 1000,
  };
}

function timesOf(entry: EntryValues, attribute: string): number[] {
  return (entry.get(attribute) ?? []).map(parseGeneralizedTime).filter((time) => time !== undefined);
}

function numberOf(entry: EntryValues, attribute: string): number | undefined {
  const [value] = entry.get(attribute) ?? [];
  return value === undefined ? undefined : Number(value);
}
