import {
  formatContinue,
  formatRefusal,
  parseSockRequest,
  type SockAdd,
  type SockExtended,
  type SockModify,
  type SockRequest,
  type SockResult,
} from '@entsync/adapter-kind-ldap';
import { errorFacts, type Log } from '@entsync/observability';
import type { SpoolWriter } from '@entsync/spool';

import type { SockAnswers } from '../listener/sock-listener.ts';
import { ShimStoppingError } from '../shim.errors.ts';
import { AnnouncedChanges } from './announced-changes.ts';
import { changeOfRequest, type RequestedChange } from './change-of-request.ts';
import { decideRefusal } from './decide-refusal.ts';
import { HeldChanges } from './held-changes.ts';
import { loadRecipient } from './load-recipient.ts';
import { readMoment } from './read-moment.ts';
import { sealChange } from './seal-change.ts';
import { wipePasswords } from './wipe-passwords.ts';

interface CaptureOptions {
  readonly spool: SpoolWriter;
  readonly directory: string;
  /** The adapter's name. */
  readonly system: string;
  readonly log: Log;
}

/** Puts each change of a password that slapd shows into the spool before slapd makes it, and says there what became of it. */
export class Capture implements SockAnswers {
  readonly #options: CaptureOptions;
  readonly #announced = new AnnouncedChanges();
  readonly #held: HeldChanges;
  #isStopping = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
    this.#held = new HeldChanges(options.spool);
  }

  async answer(request: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      const parsed = parse(request);
      if (parsed.kind === 'result') return await this.#settle(parsed);
      if (this.#isStopping) throw new ShimStoppingError();
      await this.#take(parsed);
      return formatContinue();
    } catch (error) {
      return this.refuse(error);
    }
  }

  refuse(error: unknown): Uint8Array {
    const { resultCode, sentence } = decideRefusal(error);
    this.#options.log.warn('an operation was refused', { resultCode, ...errorFacts(error) });
    return formatRefusal(resultCode, sentence);
  }

  /** Takes no more changes, and waits for the results of those that slapd is making. */
  async stop(milliseconds: number): Promise<void> {
    this.#isStopping = true;
    await this.#held.untilSettled(milliseconds);
  }

  async #take(request: Exclude<SockRequest, SockResult>): Promise<void> {
    switch (request.kind) {
      case 'other':
        return;
      case 'extended':
        return this.#announce(request);
      case 'modify':
        return this.#hold(request, () => this.#announced.take(request) ?? changeOfRequest(request));
      case 'add':
        return this.#hold(request, () => changeOfRequest(request));
    }
  }

  #announce(request: SockExtended): void {
    const change = changeOfRequest(request);
    if (change !== undefined) this.#announced.add(request, change);
  }

  async #hold(request: SockModify | SockAdd, findChange: () => RequestedChange | undefined): Promise<void> {
    let change: RequestedChange | undefined;
    try {
      change = findChange();
      if (change !== undefined) await this.#write(request, change);
    } finally {
      wipePasswords(request);
      if (change !== undefined) wipePasswords(change.passwords);
    }
  }

  async #write(request: SockModify | SockAdd, change: RequestedChange): Promise<void> {
    const { directory, system } = this.#options;
    const recipient = await loadRecipient(directory);
    await this.#held.hold(request, change.account, (place) =>
      sealChange(change, { recipient, system, place, moment: readMoment() }),
    );
  }

  /** slapd waits for no answer to a result. */
  async #settle(result: SockResult): Promise<undefined> {
    const { log } = this.#options;
    try {
      const change = await this.#held.settle(result);
      if (change !== undefined)
        log.info('a change was captured', { trackingId: change.trackingId, account: change.account });
    } catch (error) {
      log.failure('a result could not be recorded; the adapter host will ask the directory', error);
    }
  }
}

/** Nobody needs the request once it has been read. */
function parse(request: Uint8Array): SockRequest {
  try {
    return parseSockRequest(request);
  } finally {
    request.fill(0);
  }
}
