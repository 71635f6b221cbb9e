import { enterDelivery, type AccountRef, type EntryResult, type Secret, type Version } from '@entsync/domain';
import { fingerprintOf } from '@entsync/secrets';

import type { AccountState } from '../ledger/account-state.ts';
import type { DeliveryCause } from '../ledger/work.ts';
import type { IntakeContext } from './intake-context.ts';

/** What is owed, whoever gets it. */
export interface OwedPassword {
  readonly version: Version;
  readonly password: Secret;
  readonly cause: DeliveryCause;
}

/** Enters a delivery of this password to the account, for these mappings, and says what came of it. */
export function owePassword(
  state: AccountState,
  { version, password, cause }: OwedPassword,
  mappingIds: readonly number[],
  { work, keys }: IntakeContext,
): EntryResult {
  const fingerprint = fingerprintOf(keys.fingerprintKey, state.ref, password);
  const entry = enterDelivery(state.ledger, { version, fingerprint }, work.now, work.limits);
  if (entry.result === 'entered') {
    const extra = { changeOrigin: cause.origin, trackingId: cause.trackingId, mappingIds };
    work.keepWanted(state, version, extra, password);
  }
  work.take(state, entry, { cause });
  recordEntry(state, entry.result, cause, work);
  return entry.result;
}

function recordEntry(
  { ref, ledger, windowsAccount }: AccountState,
  result: EntryResult,
  cause: DeliveryCause,
  work: IntakeContext['work'],
): void {
  const about = { trackingId: cause.trackingId, account: ref, windowsAccount, parameters: facts(ref) };
  if (result === 'suppressed') work.record('SSO_INFO_PS_DUPLICATE_EXTERNAL_CHANGE', about);
  if (result === 'outdated') {
    work.record('ENTSYNC_INFO_CHANGE_OUTDATED', {
      ...about,
      parameters: { ...facts(ref), reason: 'a newer one is known at this account' },
    });
  }
  if (result === 'entered' && ledger.deliveries.at(-1)?.state === 'held-back')
    work.record('ENTSYNC_INFO_DELIVERY_HELD_BACK', about);
}

function facts({ system, account }: AccountRef): { adapter: string; externalAccount: string } {
  return { adapter: system, externalAccount: account };
}
