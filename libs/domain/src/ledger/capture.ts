import { isNewer, isOlder, sameVersion, type Micros } from '../version.ts';
import {
  announceSuperseded,
  chain,
  findDelivery,
  replaceDelivery,
  unchanged,
  withDelivery,
  type AccountLedger,
  type ConfirmedPassword,
  type Decision,
  type LedgerChange,
  type LedgerDelivery,
  type LedgerEffect,
  type Moment,
} from './account-ledger.ts';
import { oweAgain, publishAgain, supersedeOlder } from './enter-delivery.ts';
import { nameOldPassword } from './name-old-password.ts';
import type { ArrivingChange } from './recognise.ts';
import { redeliverNewest } from './redeliver-newest.ts';
import { lastAppliedSince, markOverwriting } from './overwriting.ts';

/**
 * A change that was captured at this account is accepted: it is what the system holds now (L6).
 *
 * Its account's own older deliveries are superseded and the router is told. A newer delivery that must name the old password
 * goes out again, for the old password is another one now (L4); so does one that was parked because that password was wrong.
 * An older delivery that was applied after the capture has overwritten it: the captured one is delivered there again.
 */
export function acceptCapture(ledger: AccountLedger, change: ArrivingChange, moment: Moment): Decision {
  return acceptAs(ledger, change, change.version.time, moment);
}

/** @param provenAt when the password was in force at the latest, as far as is certain */
function acceptAs(ledger: AccountLedger, change: ArrivingChange, provenAt: Micros, moment: Moment): Decision {
  const recorded: LedgerChange = {
    ...change,
    covers: change.version,
    unmet: false,
  };
  const superseded = supersedeOlder({ ...ledger, changes: [...ledger.changes, recorded] }, change.version);
  return chain(
    { ledger: superseded, effects: announceSuperseded(superseded) },
    (next) => storeCaptured(next, change, provenAt, moment),
    (next) => publishWithNewOldPassword(next, change, moment.now),
  );
}

function storeCaptured(ledger: AccountLedger, change: ArrivingChange, provenAt: Micros, moment: Moment): Decision {
  if (!isNewer(change.version, ledger.confirmed?.version)) return unchanged(ledger);
  const overwriting = findOverwriting(ledger, change, provenAt);
  const confirmed: ConfirmedPassword = { ...change, by: 'capture', provenAt };
  const stored: LedgerEffect = { kind: 'store-captured', as: change.version };
  if (overwriting === undefined) {
    return { ledger: markOverwriting({ ...ledger, confirmed }, undefined), effects: [stored] };
  }

  const kept = keepForNaming(ledger, overwriting);
  const known = {
    ledger: { ...kept.ledger, confirmed },
    effects: [...kept.effects, stored],
  };
  return chain(known, (next) => redeliverNewest(markOverwriting(next, overwriting), moment));
}

/** The older delivery that was applied last, if that was after the capture. */
function findOverwriting(ledger: AccountLedger, change: ArrivingChange, provenAt: Micros): LedgerDelivery | undefined {
  const older = ledger.deliveries.filter((each) => isOlder(each.version, change.version));
  return lastAppliedSince(older, provenAt);
}

/** The password that overwrote the captured one is the stored one still: keep it, for the target may want it named (L4). */
function keepForNaming(ledger: AccountLedger, overwriting: LedgerDelivery): Decision {
  const isStored = ledger.confirmed !== undefined && sameVersion(ledger.confirmed.version, overwriting.covers);
  if (!ledger.needsOldPassword || !isStored || overwriting.holdsPassword) return unchanged(ledger);
  return {
    ledger: replaceDelivery(ledger, { ...overwriting, holdsPassword: true }),
    effects: [{ kind: 'restore-wanted', version: overwriting.version }],
  };
}

function publishWithNewOldPassword(ledger: AccountLedger, change: ArrivingChange, now: Micros): Decision {
  if (!ledger.needsOldPassword) return unchanged(ledger);
  const owed = ledger.deliveries.findLast(
    (each) =>
      isNewer(each.covers, change.version) &&
      (each.state === 'published' || (each.state === 'parked' && each.failure === 'old-password-wrong')),
  );
  if (owed === undefined) return unchanged(ledger);
  const fresh: LedgerDelivery = { ...owed, disprovedOld: [] };
  const { namedOldFingerprint } = nameOldPassword(ledger, fresh);
  const isNamedAlready = owed.state === 'published' && owed.namedOldFingerprint === namedOldFingerprint;
  if (isNamedAlready) return unchanged(ledger);
  return owed.state === 'published' ? publishAgain(ledger, fresh, now) : oweAgain(ledger, fresh, now);
}

/**
 * L8: the same password again raises the version that the first one stands for. It is a capture all the same: what is older than it is
 * superseded.
 */
export function acceptDuplicate(
  ledger: AccountLedger,
  original: LedgerChange,
  duplicate: ArrivingChange,
  moment: Moment,
): Decision {
  const others = ledger.changes.filter((change) => change !== original);
  // Whether it is the person's repetition or a second report of the same nobody can tell: only the first time is certain.
  const accepted = acceptAs({ ...ledger, changes: others }, duplicate, original.version.time, moment);
  const raised: LedgerChange = { ...original, covers: duplicate.version };
  return {
    effects: accepted.effects,
    ledger: { ...accepted.ledger, changes: [...others, raised] },
  };
}

/**
 * L7: an echo proves that its delivery was applied, and causes nothing else. The delivery still waits for its authenticated outcome,
 * which alone may erase its password (L1). But an echo of an older password that happened after a newer one was proven there
 * tells that the newer one was overwritten: it is delivered again (L6).
 */
export function acceptEcho(
  ledger: AccountLedger,
  echoed: LedgerDelivery,
  echo: ArrivingChange,
  moment: Moment,
): Decision {
  const { confirmed } = ledger;
  if (isOlder(echoed.covers, confirmed?.version)) {
    const overwritten = confirmed !== undefined && echo.version.time > confirmed.provenAt;
    if (!overwritten) return unchanged(ledger);
    return chain(keepEchoed(ledger, echoed), (next) => redeliverNewest(markOverwriting(next, echoed), moment));
  }
  return confirmByProof(ledger, echoed, echo.version.time);
}

/** What the target holds now came back with the echo: keep it, for the target may want it named (L4). */
function keepEchoed(ledger: AccountLedger, echoed: LedgerDelivery): Decision {
  if (!ledger.needsOldPassword || echoed.holdsPassword) return unchanged(ledger);
  return {
    ledger: replaceDelivery(ledger, { ...echoed, holdsPassword: true }),
    effects: [{ kind: 'keep-captured', version: echoed.version }],
  };
}

/**
 * An outdated change is not believed to be what the person wants. But where it happened after the confirmed password was proven there, it
 * has overwritten it, and the newest is delivered again (L6).
 */
export function acceptOutdated(ledger: AccountLedger, change: ArrivingChange, moment: Moment): Decision {
  const { confirmed } = ledger;
  const isHarmless =
    confirmed === undefined ||
    change.version.time <= confirmed.provenAt ||
    change.fingerprint === confirmed.fingerprint ||
    findDelivery(ledger, change.version) !== undefined;
  if (isHarmless) return unchanged(ledger);
  return chain(
    keepOutdated(ledger, change, moment),
    (next) => unchanged(noteOverwritten(next, confirmed, change.version.time)),
    (next) => redeliverNewest(next, moment),
  );
}

/** The delivery of the confirmed password may be on its way still, though it is known to have been set: that was before. */
function noteOverwritten(ledger: AccountLedger, confirmed: ConfirmedPassword, overwrittenAt: Micros): AccountLedger {
  const owed = ledger.deliveries.find(
    ({ state, covers }) => state === 'published' && sameVersion(covers, confirmed.version),
  );
  return owed === undefined ? ledger : replaceDelivery(ledger, { ...owed, overwrittenAt });
}

/** What the target holds now, as a superseded delivery: the target may want it named (L4). */
function keepOutdated(ledger: AccountLedger, change: ArrivingChange, { limits }: Moment): Decision {
  if (!ledger.needsOldPassword) return unchanged(ledger);
  const inForce: LedgerDelivery = {
    ...change,
    covers: change.version,
    revision: 1,
    state: 'superseded',
    unresolved: false,
    maybeApplied: false,
    holdsPassword: true,
    expiresAt: change.version.time + limits.syncAge,
  };
  return {
    ledger: markOverwriting(withDelivery(ledger, inForce), inForce),
    effects: [{ kind: 'keep-captured', version: change.version }],
  };
}

/** The account is known to hold this delivery's password, though its outcome has not come yet (L7, L9). */
export function confirmByProof(ledger: AccountLedger, delivery: LedgerDelivery, provenAt: Micros): Decision {
  if (!delivery.holdsPassword || isOlder(delivery.covers, ledger.confirmed?.version)) return unchanged(ledger);
  const confirmed: AccountLedger = {
    ...replaceDelivery(ledger, delivery),
    confirmed: {
      version: delivery.covers,
      fingerprint: delivery.fingerprint,
      by: 'delivery',
      provenAt,
    },
  };
  return {
    ledger: confirmed,
    effects: [{ kind: 'make-current', version: delivery.version, as: delivery.covers }],
  };
}

export type OldPasswordCheck =
  | { readonly kind: 'confirmed' }
  /** The old password is that of a delivery nobody has heard of yet: so it was applied. */
  | { readonly kind: 'of-delivery'; readonly delivery: LedgerDelivery }
  | { readonly kind: 'nothing-stored' }
  | { readonly kind: 'mismatch' };

/** L9: an old password is proven by the confirmed one, or by that of any delivery that may have been applied. */
export function checkOldPassword(ledger: AccountLedger, fingerprint: string): OldPasswordCheck {
  if (ledger.confirmed?.fingerprint === fingerprint) return { kind: 'confirmed' };
  const delivery = ledger.deliveries.findLast(
    (each) =>
      each.fingerprint === fingerprint &&
      (each.unresolved || each.maybeApplied) &&
      !isOlder(each.covers, ledger.confirmed?.version),
  );
  if (delivery !== undefined) return { kind: 'of-delivery', delivery };
  return ledger.confirmed === undefined ? { kind: 'nothing-stored' } : { kind: 'mismatch' };
}
