import {
  findDelivery,
  MICROS_PER_SECOND,
  type AccountLedger,
  type ArrivingChange,
  type ConfirmedPassword,
  type Decision,
  type FailureClass,
  type LedgerChange,
  type LedgerDelivery,
  type LedgerLimits,
  type Micros,
  type Version,
} from '../src/index.ts';

/** When the stories of the tests begin, in broker time. All their times are seconds after it. */
const START: Micros = 1_800_000_000 * MICROS_PER_SECOND;

const HOOK = '11111111-0000-4000-8000-000000000000';

/** The limits written out: the rules' numbers, not the code's constants. */
export const LIMITS: LedgerLimits = {
  dampingWindow: 600_000_000,
  echoTolerance: 1_000_000,
  attemptLimit: 120_000_000,
  probeInterval: 900_000_000,
  syncAge: 86_400_000_000,
};

export const SYNC_AGE_SECONDS = 86_400;

export function at(seconds: number): Micros {
  return START + seconds * MICROS_PER_SECOND;
}

/** The version of a change that took effect so many seconds after the start. */
export function v(seconds: number): Version {
  return { time: at(seconds), origin: HOOK, sequence: seconds };
}

/** The same change, that many microseconds later. */
export function laterBy(micros: Micros, version: Version): Version {
  return { ...version, time: version.time + micros };
}

export function momentAt(seconds: number): { now: Micros; limits: LedgerLimits } {
  return { now: at(seconds), limits: LIMITS };
}

export function arriving(version: Version, fingerprint: string): ArrivingChange {
  return { version, fingerprint };
}

/** A change that was captured at the account and accepted. */
export function captured(version: Version, fingerprint: string, also: Partial<LedgerChange> = {}): LedgerChange {
  return { version, covers: version, fingerprint, unmet: false, ...also };
}

type Known = Partial<Omit<AccountLedger, 'needsOldPassword'>>;

/** An account at a target that does not ask for the old password. */
export function plainLedger(known: Known = {}): AccountLedger {
  return { needsOldPassword: false, changes: [], deliveries: [], ...known };
}

/** An account at a target that wants the password that it replaces. */
export function provingLedger(known: Known = {}): AccountLedger {
  return { ...plainLedger(known), needsOldPassword: true };
}

/** A delivery that waits for its predecessor and has never been published. */
export function heldBack(version: Version, fingerprint: string, also: Partial<LedgerDelivery> = {}): LedgerDelivery {
  return {
    version,
    covers: version,
    fingerprint,
    revision: 1,
    state: 'held-back',
    unresolved: false,
    maybeApplied: false,
    holdsPassword: true,
    expiresAt: version.time + LIMITS.syncAge,
    ...also,
  };
}

/** Published a second after the change; nobody has said a word about it yet. */
export function published(version: Version, fingerprint: string, also: Partial<LedgerDelivery> = {}): LedgerDelivery {
  return heldBack(version, fingerprint, {
    state: 'published',
    unresolved: true,
    firstPublishedAt: version.time + MICROS_PER_SECOND,
    lastPublishedAt: version.time + MICROS_PER_SECOND,
    ...also,
  });
}

/** Published, then outrun by a newer one; an attempt of it may be in flight. */
export function superseded(version: Version, fingerprint: string, also: Partial<LedgerDelivery> = {}): LedgerDelivery {
  return published(version, fingerprint, { state: 'superseded', ...also });
}

/** The target refused it for now, two seconds after its change. */
export function parked(
  version: Version,
  fingerprint: string,
  failure: FailureClass,
  also: Partial<LedgerDelivery> = {},
): LedgerDelivery {
  return published(version, fingerprint, {
    state: 'parked',
    unresolved: false,
    failure,
    lastHeardAt: version.time + 2 * MICROS_PER_SECOND,
    lastOutcomeAt: version.time + 2 * MICROS_PER_SECOND,
    ...also,
  });
}

/** Applied by a call that began at `seconds` and took one; its password is the stored one and is not kept with it any more. */
export function applied(
  version: Version,
  fingerprint: string,
  seconds: number,
  also: Partial<LedgerDelivery> = {},
): LedgerDelivery {
  return published(version, fingerprint, {
    state: 'applied',
    unresolved: false,
    holdsPassword: false,
    lastHeardAt: at(seconds + 2),
    lastOutcomeAt: at(seconds + 1),
    appliedFrom: at(seconds),
    appliedUntil: at(seconds + 1),
    ...also,
  });
}

/** A delivery that came to an end without being applied, and whose password was erased. */
export function ended(
  state: 'refused' | 'expired' | 'withdrawn',
  version: Version,
  fingerprint: string,
  also: Partial<LedgerDelivery> = {},
): LedgerDelivery {
  return published(version, fingerprint, { state, unresolved: false, holdsPassword: false, ...also });
}

export function confirmedByDelivery(version: Version, fingerprint: string, seconds: number): ConfirmedPassword {
  return { version, fingerprint, by: 'delivery', provenAt: at(seconds) };
}

export function confirmedByCapture(version: Version, fingerprint: string): ConfirmedPassword {
  return { version, fingerprint, by: 'capture', provenAt: version.time };
}

/** The delivery of that version, as the decision leaves it. */
export function deliveryAfter({ ledger }: Pick<Decision, 'ledger'>, version: Version): LedgerDelivery {
  const delivery = findDelivery(ledger, version);
  if (delivery === undefined) throw new Error(`no delivery of version ${JSON.stringify(version)}`);
  return delivery;
}
