import type { CapturedPasswords } from '@entsync/secrets';

import { CaptureRefusedError } from '../shim.errors.ts';
import { accountOf, actorOf } from './account-of-request.ts';
import type { SockOperation } from './sock-operation.ts';

export interface RequestedChange {
  readonly account: string;
  readonly actor: string | undefined;
  readonly passwords: CapturedPasswords;
}

const PASSWORD_MODIFY_OID = '1.3.6.1.4.1.4203.1.11.1';

/**
 * The change of a password that an operation asks for; `undefined` where it asks for none. Throws {@link CaptureRefusedError} for one
 * that would be lost.
 */
export function changeOfRequest(request: SockOperation): RequestedChange | undefined {
  const { newPassword, oldPassword } = request;
  checkNotMadeUp(request);
  if (newPassword === undefined) return undefined;
  return {
    account: accountOf(request),
    actor: actorOf(request),
    passwords: { newPassword, ...(oldPassword === undefined ? {} : { oldPassword }) },
  };
}

/** Nobody but the client is told what the server makes up. */
function checkNotMadeUp(request: SockOperation): void {
  if (request.kind === 'extended' && request.oid === PASSWORD_MODIFY_OID && request.newPassword === undefined)
    throw new CaptureRefusedError('Name the new password: one that the server makes up cannot be synchronized.');
}
