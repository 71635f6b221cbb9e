import { canonicalAccount } from '@entsync/domain';

import { CaptureRefusedError } from '../shim.errors.ts';
import type { SockOperation } from './sock-operation.ts';

/** Characters, as in the messages that announce changes. */
const LONGEST_NAME = 1024;

/** The types that a directory keeps passwords under: a name may be made of them, and names are no secrets. */
const NAMES_PASSWORD = /(?:^|[,+;])\s*(?:oid\.)?(?:userpassword|2\.5\.4\.35)\s*[=;]/i;

/** L12: whose password it is, in the one spelling that counts. Throws {@link CaptureRefusedError} where it cannot be said. */
export function accountOf({ dn }: SockOperation): string {
  if (dn === undefined || dn === '')
    throw new CaptureRefusedError('Name the account by its distinguished name, or its change cannot be synchronized.');
  if (!canBeTold(dn))
    throw new CaptureRefusedError(
      `Passwords of this account cannot be synchronized: its name is longer than ${LONGEST_NAME} characters, or holds control characters or a password.`,
    );
  return canonicalAccount('ldap-dn', dn);
}

/** Who asks; a hint, which is left out where it cannot be told. */
export function actorOf({ bindDn }: SockOperation): string | undefined {
  return bindDn !== '' && canBeTold(bindDn) ? canonicalAccount('ldap-dn', bindDn) : undefined;
}

function canBeTold(name: string): boolean {
  return name.length <= LONGEST_NAME && !/\p{Cc}/u.test(name) && !NAMES_PASSWORD.test(name);
}
