import { SockRequestError } from '@entsync/adapter-kind-ldap';
import { SpoolFullError } from '@entsync/spool';

import { CaptureRefusedError, RecipientKeyError, ShimStoppingError } from '../shim.errors.ts';

interface Refusal {
  /** RFC 4511. */
  readonly resultCode: number;
  /** For whoever asked: without paths, which are in the log. */
  readonly sentence: string;
}

/** Another try of the same may succeed. */
const UNAVAILABLE = 52;
const UNWILLING_TO_PERFORM = 53;

/** What a client is told of an error that kept its change from being captured. */
export function decideRefusal(error: unknown): Refusal {
  if (error instanceof CaptureRefusedError || error instanceof SockRequestError)
    return { resultCode: UNWILLING_TO_PERFORM, sentence: error.message };
  return { resultCode: UNAVAILABLE, sentence: `Passwords cannot be changed now: ${reasonOf(error)}` };
}

function reasonOf(error: unknown): string {
  if (error instanceof SpoolFullError)
    return error.limit === 'disk'
      ? 'the disk of the EntSync spool is full; free some space.'
      : 'the EntSync spool is full; look why the adapter does not send.';
  if (error instanceof RecipientKeyError)
    return 'EntSync has no key to seal them to; start the adapter of this directory.';
  if (error instanceof ShimStoppingError) return 'the EntSync listener is being stopped; try again when it is back.';
  return 'EntSync cannot record the change; look into the log of its listener.';
}
