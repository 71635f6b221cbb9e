import type { Micros, Version } from '../src/index.ts';
import type { ChangeRecord, DispatchRecord, OutcomeRecord } from './model-records.ts';
import type { SystemSetup } from './model-store.ts';

/** How a call to the target goes. */
export type CallFate =
  'works' | 'unreachable' | 'times-out-unapplied' | 'times-out-applied' | 'applies-late' | 'missing';

interface LateWrite {
  readonly at: Micros;
  readonly record: DispatchRecord;
}

/** One external system with one account, and the host that serves it. */
export class ModelTarget {
  password: string | undefined;
  /** Versions that were written there by us, in order; what its user set is noted as well. */
  readonly history: Version[] = [];
  #sequence = 0;
  #late: LateWrite[] = [];

  constructor(
    readonly setup: SystemSetup,
    readonly origin: string,
    readonly report: (change: ChangeRecord) => void,
    readonly answer: (record: OutcomeRecord) => void,
  ) {}

  /** The person changes the password here. */
  userSets(password: string, now: Micros): Version | undefined {
    this.password = password;
    return this.#capture(password, now);
  }

  #capture(password: string, now: Micros): Version | undefined {
    if (this.setup.captures === 'nothing') return undefined;
    this.#sequence += 1;
    const version = {
      time: now,
      origin: this.origin,
      sequence: this.#sequence,
    };
    this.report({ system: this.setup.name, version, password });
    return version;
  }

  /** One dispatch, as the host handles it. Answers, unless it was too late to call. */
  handle(record: DispatchRecord, fate: CallFate, now: Micros): void {
    if (now >= record.notAfter) return;
    const base = {
      version: record.version,
      revision: record.revision,
      dispatchId: record.dispatchId,
    };
    const failed = { ...base, kind: 'failed', at: now } as const;
    const unknown = {
      ...failed,
      failure: 'transient',
      maybeAppliedUntil: record.notAfter,
    } as const;
    switch (fate) {
      case 'works':
        return this.answer(
          this.#accepts(record) ? this.#apply(record, now) : { ...failed, failure: 'old-password-wrong' },
        );
      case 'unreachable':
        return this.answer({ ...failed, failure: 'transient' });
      case 'missing':
        return this.answer({ ...failed, failure: 'account-missing' });
      case 'times-out-unapplied':
        return this.answer(unknown);
      case 'times-out-applied':
        if (this.#accepts(record)) this.#apply(record, now);
        return this.answer(unknown);
      case 'applies-late':
        this.#late.push({ at: record.notAfter, record });
        return this.answer(unknown);
    }
  }

  /** The new password may be in force already (an earlier attempt whose outcome was lost): then nothing is wrong. */
  #accepts({ sealed }: DispatchRecord): boolean {
    const knows = sealed.oldPassword === this.password || sealed.password === this.password;
    return !this.setup.needsOldPassword || this.password === undefined || knows;
  }

  #apply(record: DispatchRecord, now: Micros): OutcomeRecord {
    this.password = record.sealed.password;
    this.history.push(record.version);
    this.#capture(record.sealed.password, now);
    const { version, revision, dispatchId } = record;
    return {
      kind: 'applied',
      version,
      revision,
      dispatchId,
      from: now,
      until: now + 1,
    };
  }

  /** Calls that timed out take effect in the end, but never after their not-after. */
  tick(now: Micros): void {
    const due = this.#late.filter((write) => write.at <= now);
    this.#late = this.#late.filter((write) => write.at > now);
    for (const { record, at } of due) if (this.#accepts(record)) this.#apply(record, at);
  }
}
