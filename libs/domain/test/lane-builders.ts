import {
  dispatch,
  EMPTY_LANE,
  offer,
  type AttemptEnd,
  type Dispatch,
  type Edition,
  type Lane,
  type Micros,
} from '../src/index.ts';
import { at, v } from './ledger-builders.ts';

/** What the store wants: the version of so many seconds after the start, in that revision, for a day. */
export function edition(seconds: number, revision = 1): Edition & { expiresAt: Micros } {
  return { version: v(seconds), revision, expiresAt: at(seconds + 86_400) };
}

/** Only what names an edition. */
export function named(seconds: number, revision = 1): Edition {
  return { version: v(seconds), revision };
}

export function laneThatWants(seconds: number, revision = 1): Lane {
  return offer(EMPTY_LANE, edition(seconds, revision)).lane;
}

/** Attempt `dispatchId` of the wanted edition has left, and may take effect until `notAfter` seconds after the start. */
export function inFlight(lane: Lane, dispatchId: string, notAfter: number): Lane & { readonly inFlight: Dispatch } {
  return dispatch(lane, dispatchId, at(notAfter));
}

/** The attempt ended and the target certainly did not take the password; the next one not before `seconds`. */
export function failedKnown(event: AttemptEnd['event'], seconds: number): AttemptEnd {
  return { event, retryAt: at(seconds), isUnknown: false };
}

/** The attempt ended and nobody knows whether the target has the password; the next one not before `seconds`. */
export function failedUnknown(event: AttemptEnd['event'], seconds: number): AttemptEnd {
  return { event, retryAt: at(seconds), isUnknown: true };
}
