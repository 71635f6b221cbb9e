import { eventKind, type EventSymbol } from '@entsync/entsso';
import type { RecordedEvent } from '@entsync/contracts';
import {
  findDelivery,
  type AccountRef,
  type ConfirmedPassword,
  type Decision,
  type LedgerEffect,
  type LedgerLimits,
  type Micros,
  type Moment,
  type Secret,
  type Version,
} from '@entsync/domain';
import { newId, type AtRestCipher } from '@entsync/secrets';

import { versionKey, type AccountState, type DeliveryExtra } from './account-state.ts';
import type { PasswordHolder } from './password-holder.ts';

/** What the router must be told, in the order in which it was decided. */
export type Announcement =
  | { readonly kind: 'deliver'; readonly state: AccountState; readonly version: Version }
  | {
      readonly kind: 'stop';
      readonly state: AccountState;
      readonly version: Version;
      readonly revision: number;
      readonly because: 'superseded' | 'withdrawn';
    };

/** What a decision may need beside the ledger. */
export interface DecisionFacts {
  readonly captured?: { readonly password: Secret; readonly fingerprint: string };
  /** Where a captured password is stored; by default everywhere where the account's is. */
  readonly holders?: readonly PasswordHolder[];
  /** For deliveries that the decision makes. */
  readonly cause?: DeliveryCause;
}

export interface DeliveryCause {
  readonly origin: string;
  readonly trackingId: string;
}

export interface EventFacts {
  readonly trackingId?: string;
  readonly account?: AccountRef;
  readonly windowsAccount?: string | undefined;
  readonly parameters?: RecordedEvent['parameters'];
}

/** Called when a delivered password became the stored one. */
export type MadeCurrent = (
  state: AccountState,
  version: Version,
  as: Version,
  holders: readonly PasswordHolder[],
) => void;

/**
 * What one transaction decides: ledgers change in memory, and what follows is collected. Nothing here touches the database or the broker.
 */
export class Work implements Moment {
  readonly events: RecordedEvent[] = [];
  readonly announcements: Announcement[] = [];
  /** Mappings whose stored password changed, with the change that did it: their other fields must not stay empty. */
  readonly touchedMappings = new Map<number, string>();
  onMadeCurrent: MadeCurrent | undefined;

  constructor(
    readonly cipher: AtRestCipher,
    readonly now: Micros,
    readonly limits: LedgerLimits,
  ) {}

  record(symbol: EventSymbol, { trackingId, account, windowsAccount, parameters = {} }: EventFacts): void {
    const { id } = eventKind(symbol);
    this.events.push({
      id,
      symbol,
      at: this.now,
      parameters,
      ...(trackingId === undefined ? {} : { trackingId }),
      ...(account === undefined ? {} : account),
      ...(windowsAccount === undefined ? {} : { windowsAccount }),
    });
  }

  /** Takes a decision over and does what it asks for. */
  take(state: AccountState, decision: Decision, facts: DecisionFacts = {}): void {
    state.ledger = decision.ledger;
    for (const effect of decision.effects) this.#perform(state, effect, facts);
  }

  /** Keeps the wanted password of a delivery that a decision is about to make. */
  keepWanted(
    state: AccountState,
    version: Version,
    extra: Omit<DeliveryExtra, 'wanted' | 'announce'>,
    password: Secret,
  ): void {
    state.extras.set(versionKey(version), {
      ...extra,
      announce: false,
      wanted: this.#encryptWanted(state, version, password),
    });
  }

  /** The wanted password of a delivery, or the stored one of its account. The caller wipes it. */
  openWanted(state: AccountState, version: Version): Secret {
    const { wanted } = state.extraOf(version);
    if (wanted === undefined) throw new Error(`The wanted password of ${versionKey(version)} is gone.`);
    return this.cipher.decrypt(wantedIdentity(state, version), wanted);
  }

  openStored(state: AccountState): Secret | undefined {
    const { stored } = state;
    const holder = state.holders.find((each) => each.stored === stored);
    return stored === undefined || holder === undefined
      ? undefined
      : this.cipher.decrypt(holder.identity, stored.password);
  }

  #perform(state: AccountState, effect: LedgerEffect, facts: DecisionFacts): void {
    switch (effect.kind) {
      case 'store-captured':
        return this.#storeCaptured(state, effect.as, facts);
      case 'keep-captured':
        return this.#keepAgain(state, effect.version, capturedOf(facts).password, facts);
      case 'restore-wanted':
        return this.#restoreWanted(state, effect.version, facts);
      case 'make-current':
        return this.#makeCurrent(state, effect.version, effect.as);
      case 'raise-current':
        return raiseCurrent(state, effect.to);
      case 'erase':
        state.extraOf(effect.version).wanted = undefined;
        return;
      case 'publish':
        this.announcements.push({ kind: 'deliver', state, version: effect.version });
        return;
      case 'announce-superseded':
        this.announcements.push({ ...effect, kind: 'stop', state, because: 'superseded' });
        return;
      case 'announce-withdrawn':
        this.announcements.push({ ...effect, kind: 'stop', state, because: 'withdrawn' });
        return;
    }
  }

  #storeCaptured(state: AccountState, as: Version, facts: DecisionFacts): void {
    const { password, fingerprint } = capturedOf(facts);
    const confirmed: ConfirmedPassword = { version: as, fingerprint, by: 'capture', provenAt: as.time };
    for (const holder of facts.holders ?? state.holders) this.#store(holder, password, confirmed);
  }

  #store(holder: PasswordHolder, password: Secret, confirmed: ConfirmedPassword): void {
    holder.stored = { password: this.cipher.encrypt(holder.identity, password), confirmed };
  }

  #restoreWanted(state: AccountState, version: Version, facts: DecisionFacts): void {
    const stored = this.openStored(state);
    if (stored === undefined)
      throw new Error(`No password is stored for ${state.ref.system} that could be delivered again.`);
    this.#keepAgain(state, version, stored, facts);
    stored.wipe();
  }

  #keepAgain(state: AccountState, version: Version, password: Secret, facts: DecisionFacts): void {
    const key = versionKey(version);
    const known = state.extras.get(key);
    const extra: DeliveryExtra = known ?? {
      changeOrigin: facts.cause?.origin ?? version.origin,
      trackingId: state.trackingIds.get(key) ?? facts.cause?.trackingId ?? newId(),
      mappingIds: state.holders.filter(({ table }) => table === 'mappings').map(({ row }) => row.id),
      wanted: undefined,
      announce: false,
    };
    state.extras.set(key, { ...extra, wanted: this.#encryptWanted(state, version, password) });
  }

  #makeCurrent(state: AccountState, version: Version, as: Version): void {
    const delivery = findDelivery(state.ledger, version);
    if (delivery === undefined) throw new Error(`The delivery ${versionKey(version)} is not in its ledger.`);
    const { mappingIds } = state.extraOf(version);
    const holders = state.holders.filter(({ table, row }) => table === 'windows_users' || mappingIds.includes(row.id));
    const password = this.openWanted(state, version);
    const provenAt = delivery.appliedFrom ?? state.ledger.confirmed?.provenAt ?? this.now;
    for (const holder of holders) {
      this.#store(holder, password, { version: as, fingerprint: delivery.fingerprint, by: 'delivery', provenAt });
    }
    password.wipe();
    this.onMadeCurrent?.(state, version, as, holders);
  }

  #encryptWanted(state: AccountState, version: Version, password: Secret): Buffer {
    return this.cipher.encrypt(wantedIdentity(state, version), password);
  }
}

function raiseCurrent(state: AccountState, to: Version): void {
  const { stored } = state;
  for (const holder of state.holders) {
    if (holder.stored?.confirmed.fingerprint !== stored?.confirmed.fingerprint || holder.stored === undefined) continue;
    holder.stored = { ...holder.stored, confirmed: { ...holder.stored.confirmed, version: to } };
  }
}

function wantedIdentity({ ref, adapter }: AccountState, version: Version): string {
  return `deliveries/${adapter?.id ?? ref.system}/${ref.account}/${versionKey(version)}/wanted`;
}

function capturedOf({ captured }: DecisionFacts): NonNullable<DecisionFacts['captured']> {
  if (captured === undefined) throw new Error('The decision is about a captured password, and there is none.');
  return captured;
}
