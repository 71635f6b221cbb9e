import type { FailureClass } from '../failure-class.ts';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros, type Version } from '../version.ts';
import { compareVersions, isNewer, newestVersion, sameVersion } from '../version.ts';
import type { DeliveryState } from './delivery-states.ts';

/** A change that was captured at this account and accepted. */
export interface LedgerChange {
  readonly version: Version;
  /** The newest version that this change stands for: its own, or that of a duplicate (L8). */
  readonly covers: Version;
  readonly fingerprint: string;
  /** A delivery of it was refused or is parked: it damps nothing, and its repetition releases it (L8). */
  readonly unmet: boolean;
}

/** A password that this account must get. Within its account it is known by its version. */
export interface LedgerDelivery {
  readonly version: Version;
  /** The newest version that its password stands for: its own, or that of a duplicate. */
  readonly covers: Version;
  /** Of the password as this account's system sees it. */
  readonly fingerprint: string;
  readonly revision: number;
  readonly state: DeliveryState;
  /** An attempt may be in flight: published, and neither settled nor answered as never sent. */
  readonly unresolved: boolean;
  /** An attempt ended without anybody knowing how: the target may hold this password. */
  readonly maybeApplied: boolean;
  /** Until when such an attempt may have taken effect: its not-after. */
  readonly maybeAppliedUntil?: Micros;
  /** It was applied over a newer password, and no newer one has been set since: it is what the target holds (L3, L6). */
  readonly overwrote?: boolean;
  /** Something else was set there at that time: an attempt that ended before it settles nothing (L6). */
  readonly overwrittenAt?: Micros;
  /** The wanted password is still kept (L1). */
  readonly holdsPassword: boolean;
  readonly expiresAt: Micros;
  readonly firstPublishedAt?: Micros;
  readonly lastPublishedAt?: Micros;
  /** The last authenticated word about it, whatever it said. */
  readonly lastHeardAt?: Micros;
  /** When the last attempt that a host reported had ended, by the host's broker time (L7). */
  readonly lastOutcomeAt?: Micros;
  /** When the call that applied it began and ended, by the host's broker time. */
  readonly appliedFrom?: Micros;
  readonly appliedUntil?: Micros;
  readonly failure?: FailureClass;
  /** The old password to name is not the stored one but that of this delivery, which is, or may be, in force there (L4). */
  readonly oldPasswordOf?: Version;
  /** The fingerprint of the old password that the current revision names. */
  readonly namedOldFingerprint?: string;
  /** Fingerprints of old passwords that the target has said are wrong: each is tried once. */
  readonly disprovedOld?: readonly string[];
}

/** The password that the system is known to hold: the newest that it confirmed or that was captured there. */
export interface ConfirmedPassword {
  readonly version: Version;
  readonly fingerprint: string;
  /** How it is known. */
  readonly by: 'delivery' | 'capture';
  /** When it was in force at the latest: the start of the call that set it, or the capture. */
  readonly provenAt: Micros;
}

/** All that the ledger knows of one account. Values are never changed in place. */
export interface AccountLedger {
  /** The target wants the password that it replaces (sendOldPassword; always so for Windows). */
  readonly needsOldPassword: boolean;
  readonly changes: readonly LedgerChange[];
  readonly deliveries: readonly LedgerDelivery[];
  readonly confirmed?: ConfirmedPassword;
}

/** What the services must do because of a decision, in this order. Deliveries are named by their version. */
export type LedgerEffect =
  /** The captured password becomes the stored one, at version `as`. */
  | { readonly kind: 'store-captured'; readonly as: Version }
  /** The captured password is kept as the wanted one of this delivery, to be named as the old password (L4). */
  | { readonly kind: 'keep-captured'; readonly version: Version }
  /** The stored password is wanted there again: it becomes the wanted password of this delivery (L3, L6). */
  | { readonly kind: 'restore-wanted'; readonly version: Version }
  /** Seal this delivery's current revision afresh and publish it. */
  | { readonly kind: 'publish'; readonly version: Version }
  /** Tell the router that nothing up to this edition may be sent there any more: it is superseded. */
  | {
      readonly kind: 'announce-superseded';
      readonly version: Version;
      readonly revision: number;
    }
  /** Tell the router to forget this delivery. */
  | {
      readonly kind: 'announce-withdrawn';
      readonly version: Version;
      readonly revision: number;
    }
  /** The password of this delivery becomes the stored one, at version `as` (W17, F6). */
  | {
      readonly kind: 'make-current';
      readonly version: Version;
      readonly as: Version;
    }
  /** The stored password stands for a newer version now. */
  | { readonly kind: 'raise-current'; readonly to: Version }
  /** Forget the wanted password of this delivery (L1). */
  | { readonly kind: 'erase'; readonly version: Version };

export interface Decision {
  readonly ledger: AccountLedger;
  readonly effects: readonly LedgerEffect[];
}

/**
 * Tells the router about what is superseded and may not have left yet. It names the newest such edition and not what supersedes it: a
 * delivery that stands for a newer version than its own must still get through.
 */
export function announceSuperseded(ledger: AccountLedger): readonly LedgerEffect[] {
  const newest = ledger.deliveries
    .filter((delivery) => delivery.unresolved && delivery.state === 'superseded')
    .sort((a, b) => compareVersions(a.version, b.version))
    .at(-1);
  if (newest === undefined) return [];
  return [
    {
      kind: 'announce-superseded',
      version: newest.version,
      revision: newest.revision,
    },
  ];
}

/** Nothing to do. */
export function unchanged(ledger: AccountLedger): Decision {
  return { ledger, effects: [] };
}

/** Runs steps one after the other, collecting what they ask for. */
export function chain(start: Decision, ...steps: readonly ((ledger: AccountLedger) => Decision)[]): Decision {
  return steps.reduce((decision, step) => {
    const next = step(decision.ledger);
    return {
      ledger: next.ledger,
      effects: [...decision.effects, ...next.effects],
    };
  }, start);
}

/** When a decision is made, and under which limits. */
export interface Moment {
  readonly now: Micros;
  readonly limits: LedgerLimits;
}

export interface LedgerLimits {
  /** How long the same password again counts as a duplicate (L8). */
  readonly dampingWindow: Micros;
  /** How long after its last outcome a delivery's own write may still be reported (L7). */
  readonly echoTolerance: Micros;
  /** How long the store waits for a word about a delivery before it publishes the next revision (L2). */
  readonly attemptLimit: Micros;
  /** How often a missing account is looked for (L2). */
  readonly probeInterval: Micros;
  /** Nothing older than this is synchronized. */
  readonly syncAge: Micros;
}

export const DEFAULT_LEDGER_LIMITS: LedgerLimits = {
  dampingWindow: 10 * MICROS_PER_MINUTE,
  echoTolerance: MICROS_PER_SECOND,
  attemptLimit: 2 * MICROS_PER_MINUTE,
  probeInterval: 15 * MICROS_PER_MINUTE,
  syncAge: 24 * MICROS_PER_HOUR,
};

export function emptyLedger(needsOldPassword: boolean): AccountLedger {
  return { needsOldPassword, changes: [], deliveries: [] };
}

export function findDelivery(ledger: AccountLedger, version: Version): LedgerDelivery | undefined {
  return ledger.deliveries.find((delivery) => sameVersion(delivery.version, version));
}

export function replaceDelivery(ledger: AccountLedger, changed: LedgerDelivery): AccountLedger {
  const deliveries = ledger.deliveries.map((delivery) =>
    sameVersion(delivery.version, changed.version) ? changed : delivery,
  );
  return { ...ledger, deliveries };
}

/** Enters a delivery, or replaces it. Deliveries are kept in the order of their versions: the last one is the newest. */
export function withDelivery(ledger: AccountLedger, delivery: LedgerDelivery): AccountLedger {
  const others = ledger.deliveries.filter(({ version }) => !sameVersion(version, delivery.version));
  const deliveries = [...others, delivery].sort((a, b) => compareVersions(a.version, b.version));
  return { ...ledger, deliveries };
}

/** The change of this account that was recorded with the newest version. */
export function latestChange(ledger: AccountLedger): LedgerChange | undefined {
  return ledger.changes.reduce<LedgerChange | undefined>(
    (latest, change) => (isNewer(change.covers, latest?.covers) ? change : latest),
    undefined,
  );
}

/** The newest delivery, whatever became of it. */
export function latestDelivery(ledger: AccountLedger): LedgerDelivery | undefined {
  return ledger.deliveries.reduce<LedgerDelivery | undefined>(
    (latest, delivery) => (isNewer(delivery.covers, latest?.covers) ? delivery : latest),
    undefined,
  );
}

/** The newest version that anybody wants or has seen at this account. */
export function newestKnown(ledger: AccountLedger): Version | undefined {
  const deliveries = ledger.deliveries.map((delivery) => delivery.covers);
  return newestVersion(ledger.confirmed?.version, latestChange(ledger)?.covers, ...deliveries);
}
