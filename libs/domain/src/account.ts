/** The system name of Windows accounts. No adapter may bear it. */
export const WINDOWS = 'windows';

/** One account in one system: `system` is an adapter's name, or `windows`. Both are exact; lower-casing is for Kafka keys only. */
export interface AccountRef {
  readonly system: string;
  /** In the canonical form of the adapter's kind; for Windows `domain\user` in lower case. */
  readonly account: string;
}

/** A text that is equal for equal accounts only (a name cannot contain NUL). */
export function accountKey(ref: AccountRef): string {
  return `${ref.system}\u0000${ref.account}`;
}

/** Windows account names are compared without case: their canonical form is lower case. */
export function windowsAccount(domain: string, user: string): string {
  return `${domain}\\${user}`.toLowerCase();
}

/** Splits `DOMAIN\user`; `undefined` when it is not written so. */
export function parseWindowsAccount(text: string): { domain: string; user: string } | undefined {
  const match = /^([^\\/@\s]+)\\([^\\/]+)$/.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { domain: match[1], user: match[2] };
}

const NEVER_SYNCHRONIZED = /^(krbtgt(_\d+)?|administrator|guest)$/i;

/**
 * L12: accounts that are never synchronized unless an operator names them: machine accounts (`name$`), krbtgt (also
 * that of a read-only domain controller), Administrator and Guest. (The logins that EntSync itself uses are added where they are known.)
 */
export function isNeverSynchronized(user: string): boolean {
  return user.endsWith('$') || NEVER_SYNCHRONIZED.test(user);
}
