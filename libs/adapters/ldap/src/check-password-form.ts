import { AdapterError } from '@entsync/adapter-sdk';
import type { Secret } from '@entsync/domain';

import type { LdapSettings } from './settings.ts';

/** `{SSHA}...` and the like. */
const STORAGE_SCHEME = /^\{[^{}]+\}/;

/** Throws for what a directory would not store as this password. */
export function checkPasswordForm(password: Secret, method: LdapSettings['method']): void {
  // With an empty password a login does not fail: the directory takes it for one of nobody.
  if (password.byteLength === 0) throw refused('A directory has no empty passwords.');
  const text = decodeUtf8(password);
  if (text === undefined) throw refused('A password for a directory must be UTF-8 text (RFC 4513).');
  // Written into the attribute, it would be taken for a hash: whoever knows what it is the hash of could log in.
  if (method === 'replace' && STORAGE_SCHEME.test(text)) {
    throw refused('A password that begins like a stored one ({...}) can only be set with the method exop.');
  }
}

function decodeUtf8(password: Secret): string | undefined {
  try {
    return password.open((bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function refused(sentence: string): AdapterError {
  return new AdapterError('PASSWORD_REFUSED', `${sentence} Choose another one.`);
}
