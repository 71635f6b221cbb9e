import {
  acceptCapture,
  acceptDuplicate,
  acceptEcho,
  acceptOutdated,
  decideStamp,
  DEFAULT_LEDGER_LIMITS,
  emptyLedger,
  enterDelivery,
  findDelivery,
  isOpen,
  latestChange,
  reannounce,
  recognise,
  settleOutcome,
  sweep,
  WINDOWS,
  type AccountLedger,
  type Decision,
  type LedgerChange,
  type LedgerDelivery,
  type LedgerEffect,
  type Micros,
  type Version,
} from '../src/index.ts';
import type { ChangeRecord, DeliveryRecord, OutcomeRecord } from './model-records.ts';

export interface SystemSetup {
  readonly name: string;
  readonly needsOldPassword: boolean;
  /** What a change that was captured there does. */
  readonly captures: 'nothing' | 'partial' | 'full';
}

const key = (system: string, version: Version): string =>
  `${system}/${version.time}/${version.origin}/${version.sequence}`;

type Wanted = Pick<ChangeRecord, 'version' | 'password'>;

/** The store over the pure core: one person, one account in each system. */
export class ModelStore {
  readonly limits = { ...DEFAULT_LEDGER_LIMITS };
  readonly ledgers = new Map<string, AccountLedger>();
  /** The stored passwords, which the decisions made current. */
  readonly stored = new Map<string, { password: string; version: Version }>();
  readonly #wanted = new Map<string, string>();
  readonly #origins = new Map<string, Version>();
  /** Which change a delivery belongs to. */
  readonly #causes = new Map<string, string>();
  readonly #sources = new Map<string, string>();

  constructor(
    readonly systems: readonly SystemSetup[],
    readonly announce: (system: string, record: DeliveryRecord) => void,
  ) {
    for (const system of systems) this.ledgers.set(system.name, emptyLedger(system.needsOldPassword));
  }

  ledger(system: string): AccountLedger {
    const ledger = this.ledgers.get(system);
    if (ledger === undefined) throw new Error(`no system ${system}`);
    return ledger;
  }

  /** One change from a public topic, in one transaction. */
  receive(record: ChangeRecord, now: Micros): void {
    const change = this.#stamp(record, now);
    if (change === undefined) return;
    const arriving = { version: change.version, fingerprint: change.password };
    const ledger = this.ledger(change.system);
    const moment = { now, limits: this.limits };
    const recognition = recognise(ledger, arriving, this.limits);
    switch (recognition.kind) {
      case 'outdated':
        return this.#apply(change.system, acceptOutdated(ledger, arriving, moment), now, change.password);
      case 'echo':
        return this.#apply(change.system, acceptEcho(ledger, recognition.of, arriving, moment), now, change.password);
      case 'duplicate':
        this.#apply(change.system, acceptDuplicate(ledger, recognition.of, arriving, moment), now, change.password);
        return this.#raise(recognition.of, change, now);
      case 'news':
        this.#apply(change.system, acceptCapture(ledger, arriving, moment), now, change.password);
        return this.#spread(change, now);
    }
  }

  #stamp(record: ChangeRecord, now: Micros): ChangeRecord | undefined {
    const { time, origin, sequence } = record.version;
    const previous = this.#origins.get(`${record.system}/${origin}`);
    const claim = {
      origin,
      sequence,
      claimedAt: time,
      clockOffset: 0,
      appendedAt: now,
    };
    const stamp = decideStamp(claim, previous === undefined ? {} : { previous });
    if (stamp.kind !== 'stamped') return undefined;
    this.#origins.set(`${record.system}/${origin}`, stamp.version);
    return { ...record, version: stamp.version };
  }

  /** A duplicate stands for the deliveries of the first one; where something was captured in between, it is news. */
  #raise(original: LedgerChange, change: ChangeRecord, now: Micros): void {
    for (const { name } of this.systems) {
      const cause = key(change.system, original.version);
      const isCaused = ({ version }: LedgerDelivery): boolean => this.#causes.get(key(name, version)) === cause;
      if (name === change.system || !this.ledger(name).deliveries.some(isCaused)) continue;
      if (name === WINDOWS) this.#sources.set(key(WINDOWS, change.version), change.system);
      this.#owe(name, change, now, cause);
    }
  }

  #spread(change: ChangeRecord, now: Micros): void {
    const cause = key(change.system, change.version);
    if (change.system === WINDOWS) return this.#fanOut(change, WINDOWS, now, cause);
    const setup = this.systems.find((each) => each.name === change.system);
    if (setup?.captures !== 'full') return;
    this.#sources.set(key(WINDOWS, change.version), change.system);
    this.#owe(WINDOWS, change, now, cause);
  }

  #fanOut(change: Wanted, source: string, now: Micros, cause: string): void {
    for (const { name } of this.systems) {
      if (name !== WINDOWS && name !== source) this.#owe(name, change, now, cause);
    }
  }

  #owe(system: string, { version, password }: Wanted, now: Micros, cause: string): void {
    this.#causes.set(key(system, version), cause);
    const entry = enterDelivery(this.ledger(system), { version, fingerprint: password }, now, this.limits);
    if (entry.result === 'entered') this.#wanted.set(key(system, version), password);
    this.#apply(system, entry, now);
  }

  settle(system: string, outcome: OutcomeRecord, now: Micros): void {
    this.#apply(system, settleOutcome(this.ledger(system), outcome, { now, limits: this.limits }), now);
  }

  sweep(now: Micros): void {
    for (const { name } of this.systems) this.#apply(name, sweep(this.ledger(name), now, this.limits), now);
  }

  /** A record of this account was read again. */
  reannounceAll(system: string): void {
    for (const effect of reannounce(this.ledger(system))) this.#publish(system, effect);
  }

  #apply(system: string, decision: Decision, now: Micros, captured?: string): void {
    this.ledgers.set(system, decision.ledger);
    for (const effect of decision.effects) this.#perform(system, effect, now, captured);
  }

  #perform(system: string, effect: LedgerEffect, now: Micros, captured?: string): void {
    switch (effect.kind) {
      case 'store-captured':
        if (captured === undefined) throw new Error('nothing was captured');
        this.stored.set(system, { password: captured, version: effect.as });
        return;
      case 'make-current':
        return this.#makeCurrent(system, effect.version, effect.as, now);
      case 'raise-current': {
        const stored = this.stored.get(system);
        if (stored !== undefined) stored.version = effect.to;
        return;
      }
      case 'keep-captured':
        if (captured === undefined) throw new Error('nothing was captured');
        this.#wanted.set(key(system, effect.version), captured);
        return;
      case 'restore-wanted': {
        const stored = this.stored.get(system);
        if (stored === undefined) throw new Error('nothing stored to restore');
        this.#wanted.set(key(system, effect.version), stored.password);
        return;
      }
      case 'erase':
        this.#wanted.delete(key(system, effect.version));
        return;
      default:
        this.#publish(system, effect);
    }
  }

  #makeCurrent(system: string, version: Version, as: Version, now: Micros): void {
    const password = this.#wantedOf(system, version);
    this.stored.set(system, { password, version: as });
    const source = this.#sources.get(key(WINDOWS, version));
    if (system === WINDOWS && source !== undefined) {
      this.#fanOut({ version: as, password }, source, now, this.#causes.get(key(WINDOWS, version)) ?? '');
    }
  }

  #publish(system: string, effect: LedgerEffect): void {
    switch (effect.kind) {
      case 'publish': {
        const delivery = findDelivery(this.ledger(system), effect.version);
        if (delivery === undefined) throw new Error('published an unknown delivery');
        const oldPassword = this.#oldPasswordFor(system, delivery);
        this.announce(system, {
          kind: 'deliver',
          version: delivery.version,
          revision: delivery.revision,
          expiresAt: delivery.expiresAt,
          sealed: {
            password: this.#wantedOf(system, delivery.version),
            oldPassword,
          },
        });
        return;
      }
      case 'announce-superseded':
        return this.announce(system, { kind: 'forbid', limit: effect });
      case 'announce-withdrawn':
        return this.announce(system, { kind: 'withdraw', edition: effect });
      default:
        return;
    }
  }

  #oldPasswordFor(system: string, delivery: LedgerDelivery): string | undefined {
    if (!this.ledger(system).needsOldPassword) return undefined;
    return delivery.oldPasswordOf === undefined
      ? this.stored.get(system)?.password
      : this.#wantedOf(system, delivery.oldPasswordOf);
  }

  #wantedOf(system: string, version: Version): string {
    const password = this.#wanted.get(key(system, version));
    if (password === undefined) throw new Error(`the wanted password of ${key(system, version)} is gone`);
    return password;
  }

  /** Whether nothing is owed to anybody any more, but for what waits for a person. */
  isQuiet(): boolean {
    return this.systems.every(({ name }) =>
      this.ledger(name).deliveries.every((each) => !isOpen(each.state) || isWaitingForPerson(each)),
    );
  }

  /** Parked, and settled so for now: the target says that the old password is another one. */
  isParked(system: string): boolean {
    return this.ledger(system).deliveries.some(isWaitingForPerson);
  }

  latestVersion(system: string): Version | undefined {
    return latestChange(this.ledger(system))?.covers;
  }
}

function isWaitingForPerson(delivery: LedgerDelivery): boolean {
  return delivery.state === 'parked' && delivery.failure === 'old-password-wrong';
}
