import { compareVersions, sameVersion, type Micros, type Version } from '../version.ts';
import { checkLaneMove, IllegalLaneMoveError, type LaneEvent, type LaneState } from './lane-states.ts';

/** One publication of a delivery: its version, then how often the store has published it. */
export interface Edition {
  readonly version: Version;
  readonly revision: number;
}

export function compareEditions(a: Edition, b: Edition): number {
  return compareVersions(a.version, b.version) || a.revision - b.revision;
}

/** The newest delivery that is wanted at the account. */
export interface WantedEdition extends Edition {
  readonly expiresAt: Micros;
  /** How often this edition has left. */
  readonly attempts: number;
  /** Not before this. */
  readonly retryAt?: Micros;
  /** An attempt of it ended without anybody knowing how; it may take effect until then. */
  readonly maybeAppliedUntil?: Micros;
}

export interface Dispatch extends Edition {
  readonly dispatchId: string;
  readonly attempt: number;
  /** The host starts no call that could outlast it; the lane takes nothing for granted before it. */
  readonly notAfter: Micros;
  /** An earlier attempt of it ended without anybody knowing how; it may have taken effect until then. */
  readonly maybeAppliedUntil?: Micros;
}

/** Values are never changed in place. */
export interface Lane {
  readonly state: LaneState;
  /** Nothing up to this edition is sent any more. */
  readonly floor?: Edition;
  readonly wanted?: WantedEdition;
  readonly inFlight?: Dispatch;
  /** An attempt that ended without anybody knowing how may take effect until then: nothing leaves before. */
  readonly quietUntil?: Micros;
  /**
   * The store's again to decide about: it is not sent before its next revision, however often it is offered. It was released to the store,
   * or the store has taken it back in flight and is answered when the attempt has ended.
   */
  readonly takenBack?: Edition;
}

export const EMPTY_LANE: Lane = { state: 'idle' };

/** A delivery left the lane without being sent (again): the store is told. */
export interface NeverSent extends Edition {
  /** An earlier attempt of it ended without anybody knowing how; it may take effect until then. */
  readonly maybeAppliedUntil?: Micros;
}

export interface LaneDecision {
  readonly lane: Lane;
  readonly neverSent?: NeverSent;
}

interface LaneFacts {
  readonly floor: Edition | undefined;
  readonly wanted: WantedEdition | undefined;
  readonly inFlight: Dispatch | undefined;
  readonly quietUntil: Micros | undefined;
  readonly takenBack: Edition | undefined;
}

/** Puts the facts together, finds the state that they mean and checks the move against the table. */
function move(from: Lane, event: LaneEvent, changes: Partial<LaneFacts>): Lane {
  const { floor, wanted, inFlight, quietUntil, takenBack }: Partial<LaneFacts> = { ...from, ...changes };
  const state = stateOf(wanted, inFlight, quietUntil);
  checkLaneMove(from.state, event, state);
  return {
    state,
    ...(floor === undefined ? {} : { floor }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(quietUntil === undefined ? {} : { quietUntil }),
    ...(takenBack === undefined ? {} : { takenBack }),
  };
}

function stateOf(
  wanted: WantedEdition | undefined,
  inFlight: Dispatch | undefined,
  quietUntil: Micros | undefined,
): LaneState {
  if (inFlight !== undefined) return 'dispatched';
  if (wanted === undefined) return 'idle';
  return wanted.retryAt === undefined && quietUntil === undefined ? 'waiting' : 'retrying';
}

function isAtMost(edition: Edition, limit: Edition | undefined): boolean {
  return limit !== undefined && compareEditions(edition, limit) <= 0;
}

function higher(a: Edition | undefined, b: Edition): Edition {
  return a === undefined || compareEditions(a, b) < 0 ? { version: b.version, revision: b.revision } : a;
}

function bare({ version, revision }: Edition): NeverSent {
  return { version, revision };
}

function asNeverSent(wanted: WantedEdition): NeverSent {
  return { ...bare(wanted), ...unknownUntil(wanted.maybeAppliedUntil) };
}

function unknownUntil(time: Micros | undefined): {
  maybeAppliedUntil?: Micros;
} {
  return time === undefined ? {} : { maybeAppliedUntil: time };
}

/** The store wants this edition at the account. What may not be sent any more is answered so; what is known, or the store's again, changes nothing. */
export function offer(lane: Lane, edition: Edition & { readonly expiresAt: Micros }): LaneDecision {
  const { wanted } = lane;
  if (isAtMost(edition, lane.floor)) return isInFlight(lane, edition) ? { lane } : { lane, neverSent: bare(edition) };
  if (isAtMost(edition, revisionOf(edition, lane.takenBack))) return { lane };
  if (wanted === undefined) return { lane: move(lane, 'offer', { wanted: asWanted(edition) }) };
  if (isAtMost(edition, wanted)) return { lane };

  const isNextRevision = sameVersion(wanted.version, edition.version);
  if (isNextRevision) {
    const { revision, expiresAt } = edition;
    return { lane: move(lane, 'offer', { wanted: { ...wanted, revision, expiresAt } }) };
  }
  const next = move(lane, 'offer', { wanted: asWanted(edition) });
  return isInFlight(lane, wanted) ? { lane: next } : { lane: next, neverSent: asNeverSent(wanted) };
}

function asWanted({ version, revision, expiresAt }: Edition & { readonly expiresAt: Micros }): WantedEdition {
  return { version, revision, expiresAt, attempts: 0 };
}

/** The store says that nothing up to `limit` may be sent any more: a newer capture, or a successor that waits. */
export function forbid(lane: Lane, limit: Edition): LaneDecision {
  const floor = higher(lane.floor, limit);
  const { wanted } = lane;
  const dropped = wanted !== undefined && isAtMost(wanted, floor);
  const next = move(lane, 'forbid', dropped ? { floor, wanted: undefined } : { floor });
  return dropped && !isInFlight(lane, wanted) ? { lane: next, neverSent: asNeverSent(wanted) } : { lane: next };
}

/**
 * The store takes a delivery back, and wants to know that no attempt of it is open: it is answered unless one is in flight. Nothing else is
 * forbidden by that: an older one may become the newest again.
 */
export function withdrawEdition(lane: Lane, edition: Edition): LaneDecision {
  const { wanted } = lane;
  const isThis = wanted !== undefined && sameVersion(wanted.version, edition.version);
  const dropped = isThis && compareEditions(wanted, edition) <= 0;
  const remaining = dropped ? { wanted: undefined } : {};
  if (isInFlight(lane, edition)) return { lane: move(lane, 'forbid', { ...remaining, takenBack: bare(edition) }) };
  const next = dropped ? move(lane, 'forbid', remaining) : lane;
  return { lane: next, neverSent: { ...bare(edition), ...unknownUntil(wanted?.maybeAppliedUntil ?? lane.quietUntil) } };
}

/** `other`, where it is a revision of the same delivery. */
function revisionOf({ version }: Edition, other: Edition | undefined): Edition | undefined {
  return other !== undefined && sameVersion(version, other.version) ? other : undefined;
}

function isInFlight(lane: Lane, edition: Edition): boolean {
  return lane.inFlight !== undefined && sameVersion(lane.inFlight.version, edition.version);
}

export function isReady(lane: Lane, now: Micros): boolean {
  return lane.inFlight === undefined && lane.wanted !== undefined && readyAt(lane) <= now;
}

/** When the newest delivery may leave; 0 for at once. */
export function readyAt(lane: Lane): Micros {
  return Math.max(lane.wanted?.retryAt ?? 0, lane.quietUntil ?? 0);
}

/** The newest delivery leaves. */
export function dispatch(lane: Lane, dispatchId: string, notAfter: Micros): Lane & { readonly inFlight: Dispatch } {
  const { wanted } = lane;
  if (wanted === undefined) throw new IllegalLaneMoveError(lane.state, 'dispatch');
  const { retryAt: _over, ...sent } = wanted;
  const attempt = wanted.attempts + 1;
  const inFlight: Dispatch = {
    dispatchId,
    version: wanted.version,
    revision: wanted.revision,
    attempt,
    notAfter,
    ...unknownUntil(wanted.maybeAppliedUntil),
  };
  const next = move(lane, 'dispatch', {
    wanted: { ...sent, attempts: attempt },
    inFlight,
    quietUntil: undefined,
  });
  return { ...next, inFlight };
}

/** The target confirmed an edition. It settles by version, whichever attempt it was. */
export function settle(lane: Lane, applied: Edition, dispatchId: string): LaneDecision {
  const ended = lane.inFlight?.dispatchId === dispatchId;
  const floor = higher(lane.floor, applied);
  const wanted = lane.wanted !== undefined && isAtMost(lane.wanted, floor) ? undefined : lane.wanted;
  const next = move(lane, 'settle', {
    floor,
    wanted,
    ...(ended ? { inFlight: undefined } : {}),
  });
  const takenBack = ended ? takenBackInFlight(lane.inFlight, lane.takenBack) : undefined;
  return takenBack === undefined ? { lane: next } : { lane: next, neverSent: bare(takenBack) };
}

/** The store waits for an answer about it. */
function takenBackInFlight(inFlight: Dispatch, takenBack: Edition | undefined): Edition | undefined {
  const revision = revisionOf(inFlight, takenBack);
  return isAtMost(inFlight, revision) ? revision : undefined;
}

/** How an attempt ended without success. */
export interface AttemptEnd {
  readonly event: 'retry' | 'release' | 'lapse';
  /** For a retry: not before this. */
  readonly retryAt: Micros;
  /** Nobody knows whether the target has the password now. */
  readonly isUnknown: boolean;
}

/**
 * The attempt in flight failed, or lapsed. Every outcome but `applied` must name the current dispatch: others change nothing.
 *
 * The delivery is tried again unless a newer one waits, the store has forbidden it, or the store must decide (release). Where nobody
 * knows how the attempt ended, nothing leaves before its not-after: until then it may still take effect.
 */
export function endAttempt(lane: Lane, dispatchId: string, end: AttemptEnd): LaneDecision {
  const { inFlight, wanted } = lane;
  if (inFlight?.dispatchId !== dispatchId) return { lane };
  const quietUntil = end.isUnknown ? inFlight.notAfter : undefined;

  const isNewest = wanted !== undefined && sameVersion(wanted.version, inFlight.version);
  if (!isNewest) return endOutrun(lane, inFlight, end.event, quietUntil);
  if (end.event === 'release') {
    const isKnown = wanted.revision === inFlight.revision;
    const next = move(lane, 'release', {
      inFlight: undefined,
      quietUntil,
      wanted: isKnown ? undefined : wanted,
      takenBack: higher(revisionOf(inFlight, lane.takenBack), inFlight),
    });
    // The host tells of its own attempt only; that an earlier one ended unknown is the router's to tell.
    const { maybeAppliedUntil } = inFlight;
    return maybeAppliedUntil === undefined
      ? { lane: next }
      : { lane: next, neverSent: { ...bare(inFlight), maybeAppliedUntil } };
  }
  const again = {
    ...wanted,
    ...unknownUntil(quietUntil),
    retryAt: end.retryAt,
  };
  return {
    lane: move(lane, end.event, {
      inFlight: undefined,
      quietUntil,
      wanted: again,
    }),
  };
}

/** What was in flight is not wanted any more: a newer one takes its place, or nothing. The store is told that it is over. */
function endOutrun(
  lane: Lane,
  inFlight: Dispatch,
  event: AttemptEnd['event'],
  quietUntil: Micros | undefined,
): LaneDecision {
  const next = move(lane, event, { inFlight: undefined, quietUntil });
  // The store may have published and taken back later revisions of it meanwhile: the answer is for all of them.
  const forbidden = higher(revisionOf(inFlight, lane.floor), inFlight);
  const edition = higher(revisionOf(inFlight, lane.takenBack), forbidden);
  return {
    lane: next,
    neverSent: { ...bare(edition), ...unknownUntil(quietUntil ?? inFlight.maybeAppliedUntil) },
  };
}

/** The age limit: what waits is dropped; what is in flight ends by itself. */
export function expire(lane: Lane, now: Micros): Lane {
  const { wanted } = lane;
  if (wanted === undefined || wanted.expiresAt > now) return lane;
  return move(lane, 'expire', { wanted: undefined });
}
