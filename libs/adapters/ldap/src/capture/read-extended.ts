import { PASSWORD_MODIFY_OID } from '../encode-password-modify.ts';
import { decodeBase64 } from './decode-base64.ts';
import { decodePasswordModify } from './decode-password-modify.ts';
import { secretOf, type Passwords } from './passwords-of-changes.ts';
import { decodeText, type SockLines } from './read-lines.ts';
import { readOperation, readSuffixes } from './read-operation.ts';
import type { SockExtended } from './sock-request.ts';

type Identity = Pick<SockExtended, 'dn' | 'user'>;

const NO_PASSWORDS: Passwords = { newPassword: undefined, oldPassword: undefined };

export function readExtended(lines: SockLines): SockExtended {
  const operation = readOperation(lines);
  readSuffixes(lines);
  const oid = lines.takeText('oid');
  const common = { kind: 'extended', ...operation, oid } as const;
  const own = identityOf(operation.bindDn);
  if (oid !== PASSWORD_MODIFY_OID) return { ...common, ...own, ...NO_PASSWORDS };
  const encoded = lines.takeIf('value');
  // Without a value: the requester's own password, made up by the server.
  if (encoded === undefined) return { ...common, ...own, ...NO_PASSWORDS };
  const value = decodeBase64(encoded) ?? lines.fail('base64');
  try {
    return { ...common, ...readValue(lines, value, own) };
  } finally {
    value.fill(0);
  }
}

function readValue(lines: SockLines, value: Uint8Array, own: Identity): Identity & Passwords {
  const modify = decodePasswordModify(value) ?? lines.fail('a value of the password modify operation (RFC 3062)');
  const identity =
    modify.userIdentity === undefined ? '' : (decodeText(modify.userIdentity) ?? lines.fail('UTF-8 text'));
  return {
    ...(identity === '' ? own : identityOf(identity)),
    newPassword: secretOf(modify.newPassword),
    oldPassword: secretOf(modify.oldPassword),
  };
}

/** A distinguished name, as OpenLDAP has it, or an authorization identity (RFC 4513, section 5.2.1.8). */
function identityOf(identity: string): Identity {
  const [, form, name = ''] = /^(dn|u):(.*)$/is.exec(identity) ?? [];
  switch (form?.toLowerCase()) {
    case 'u':
      return { dn: undefined, user: name };
    case 'dn':
      return { dn: name, user: undefined };
    default:
      return { dn: identity, user: undefined };
  }
}
