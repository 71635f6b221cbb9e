import type { SockExtended, SockModify } from '@entsync/adapter-kind-ldap';

import { CaptureRefusedError } from '../shim.errors.ts';
import { accountOf } from './account-of-request.ts';
import type { RequestedChange } from './change-of-request.ts';
import { operationKey } from './sock-operation.ts';
import { wipePasswords } from './wipe-passwords.ts';

/** In milliseconds. slapd checks rights and the old password meanwhile. */
const FORGET_AFTER = 30_000;

/**
 * What extended operations ask for. slapd shows them before it has looked at rights and at the old password, and tells no result of what it
 * refuses then: whoever may log in could have any password captured for anybody. What it lets through it shows once more, as a
 * modification with a hash: only then is there a change to be held.
 */
export class AnnouncedChanges {
  readonly #announced = new Map<string, RequestedChange>();

  /** The passwords are wiped here, unless they are taken. */
  add(request: SockExtended, change: RequestedChange): void {
    const key = operationKey(request);
    this.#drop(key);
    this.#announced.set(key, change);
    setTimeout(() => {
      if (this.#announced.get(key) === change) this.#drop(key);
    }, FORGET_AFTER).unref();
  }

  /** What the modification is the inside of. The passwords belong to the caller. */
  take(request: SockModify): RequestedChange | undefined {
    const key = operationKey(request);
    const change = this.#announced.get(key);
    if (change === undefined) return undefined;
    if (change.account !== accountOf(request)) {
      this.#drop(key);
      throw new CaptureRefusedError('Name the account as the directory does, or its change cannot be synchronized.');
    }
    this.#announced.delete(key);
    return change;
  }

  #drop(key: string): void {
    const change = this.#announced.get(key);
    if (change !== undefined) wipePasswords(change.passwords);
    this.#announced.delete(key);
  }
}
