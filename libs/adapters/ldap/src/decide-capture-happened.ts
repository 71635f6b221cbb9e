import type { AccountState } from './ldap-client.ts';

/**
 * Milliseconds. A directory stamps a change when its request arrives, in whole seconds; it is captured a moment later. So the stamp of the
 * captured change itself may be this much older than the capture.
 */
const STAMP_LAG = 2000;

/** Milliseconds. Without a policy, an entry that was modified within this time of the capture was modified by what was captured. */
const SAME_MOMENT = 2000;

/**
 * Whether the password was changed at or after the capture.
 *
 * `pwdChangedTime` says so: a change in the two seconds before the capture is taken for the captured one. Without it (no ppolicy overlay,
 * or no right to read it) there is only `modifyTimestamp`: older means no, the same moment means yes, and anything later could have been
 * another change of the entry: `unknown`.
 */
export function decideCaptureHappened(
  { passwordChangedAt, entryModifiedAt }: AccountState,
  capturedAt: number,
): 'happened' | 'did-not-happen' | 'unknown' {
  const earliest = capturedAt - STAMP_LAG;
  if (passwordChangedAt !== undefined) return passwordChangedAt >= earliest ? 'happened' : 'did-not-happen';
  if (entryModifiedAt === undefined) return 'unknown';
  if (entryModifiedAt < earliest) return 'did-not-happen';
  return entryModifiedAt <= capturedAt + SAME_MOMENT ? 'happened' : 'unknown';
}
