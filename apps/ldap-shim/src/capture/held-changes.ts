import { setTimeout as sleep } from 'node:timers/promises';

import type { SockResult } from '@entsync/adapter-kind-ldap';
import type { RecordPlace, SpoolWriter } from '@entsync/spool';

import { HeldChange } from './held-change.ts';
import type { SealedChange } from './seal-change.ts';
import { operationKey, type SockOperation } from './sock-operation.ts';

/** What slapd lets pass before it tells the result of the change before, in milliseconds. A lost result must not stop an account. */
const TURN_TIMEOUT = 2_000;

/** By then the adapter host has asked the directory, and a result would be another operation's, in milliseconds. */
const FORGET_AFTER = 60_000;

/**
 * The changes that slapd was allowed to make and has not told the result of. Each lies in the spool as a half.
 *
 * Changes of one account wait for each other, so that their sequences are in the order in which the directory makes them.
 */
export class HeldChanges {
  readonly #spool: SpoolWriter;
  readonly #byOperation = new Map<string, HeldChange>();
  readonly #latest = new Map<string, HeldChange>();

  constructor(spool: SpoolWriter) {
    this.#spool = spool;
  }

  /** Resolves when the change is durable. Throws what `seal` and the spool throw; then nothing is held. */
  async hold(
    request: SockOperation,
    account: string,
    seal: (place: RecordPlace) => Promise<SealedChange>,
  ): Promise<void> {
    const held = new HeldChange(operationKey(request), account);
    const before = this.#latest.get(account);
    this.#latest.set(account, held);
    try {
      if (before !== undefined) await Promise.race([before.settled, sleep(TURN_TIMEOUT, undefined, { ref: false })]);
      await held.write(this.#spool, seal);
      this.#byOperation.set(held.operation, held);
      setTimeout(() => this.#forget(held), FORGET_AFTER).unref();
    } catch (error) {
      this.#forget(held);
      throw error;
    }
  }

  /** What became of an operation. Answers the change, if it was one that has happened. */
  async settle(result: SockResult): Promise<SealedChange | undefined> {
    const held = this.#byOperation.get(operationKey(result));
    if (held === undefined) return undefined;
    this.#forget(held);
    return held.settle(this.#spool, result.code);
  }

  /** Resolves when every result has come, or the time is over. */
  async untilSettled(milliseconds: number): Promise<void> {
    const open = [...this.#latest.values()].map(({ settled }) => settled);
    await Promise.race([Promise.all(open), sleep(milliseconds)]);
  }

  #forget(held: HeldChange): void {
    held.markSettled();
    if (this.#byOperation.get(held.operation) === held) this.#byOperation.delete(held.operation);
    if (this.#latest.get(held.account) === held) this.#latest.delete(held.account);
  }
}
