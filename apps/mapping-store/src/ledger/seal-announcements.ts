import {
  DELIVERIES,
  deliverPasswordV1,
  encodeMessage,
  stopDeliveryV1,
  traceparentOf,
  type EncodedMessage,
} from '@entsync/contracts';
import { findDelivery, type LedgerDelivery, type Secret } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import { macRecord, newId, sealDelivery, type DeliveredPasswords, type DeliveryContext } from '@entsync/secrets';

import type { Adapter } from '../directory/entities.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import type { AccountState } from './account-state.ts';
import type { Announcement, Work } from './work.ts';

/** What sealing needs: nobody but the store can make a delivery. */
export interface Sealing {
  readonly epochs: EpochKeys;
  /** Proves to the router that the store says so. */
  readonly deliveryMacKey: Secret;
}

const SOURCE = '/entsync/mapping-store';

/** The messages for what was announced, in order; deliveries sealed to their adapters. */
export function sealAnnouncements(work: Work, sealing: Sealing): OutgoingMessage[] {
  return work.announcements.flatMap((announcement) => {
    const message = announcement.kind === 'deliver' ? deliver(work, announcement, sealing) : stop(work, announcement);
    return message === undefined ? [] : [authenticated(message, sealing.deliveryMacKey)];
  });
}

function authenticated(message: EncodedMessage, key: Secret): OutgoingMessage {
  const record = { topic: DELIVERIES, ...message };
  return { ...record, headers: { ...message.headers, ...macRecord(key, record) } };
}

function deliver(
  work: Work,
  { state, version }: Extract<Announcement, { kind: 'deliver' }>,
  { epochs }: Sealing,
): EncodedMessage | undefined {
  const { adapter } = state;
  const delivery = findDelivery(state.ledger, version);
  // What was decided later in the same transaction may have made it needless.
  if (adapter === undefined || delivery?.holdsPassword !== true) return undefined;
  const epoch = epochs.current(adapter.id, work.now);
  if (epoch === undefined) throw new Error(`There is no epoch key for ${adapter.name}.`);
  const { trackingId } = state.extraOf(version);
  const context = contextOf(adapter, state, delivery, { epoch: epoch.id, publishedAt: work.now });
  const passwords = openPasswords(work, state, delivery);
  const sealed = sealDelivery(epoch.key, context, passwords);
  passwords.newPassword.wipe();
  passwords.oldPassword?.wipe();
  return encodeMessage(deliverPasswordV1, {
    ...envelope(work, trackingId),
    data: { ...context, trackingId, sealed: Buffer.from(sealed).toString('base64') },
  });
}

function contextOf(
  adapter: Adapter,
  { ref }: AccountState,
  { version, revision, expiresAt }: LedgerDelivery,
  published: { readonly epoch: string; readonly publishedAt: number },
): DeliveryContext {
  return { adapter: adapter.name, account: ref.account, version, revision, expiresAt, ...published };
}

/** L4: the old password is the stored one, unless the ledger names another. */
function openPasswords(work: Work, state: AccountState, delivery: LedgerDelivery): DeliveredPasswords {
  const newPassword = work.openWanted(state, delivery.version);
  if (!state.ledger.needsOldPassword) return { newPassword };
  const { oldPasswordOf } = delivery;
  const oldPassword = oldPasswordOf === undefined ? work.openStored(state) : work.openWanted(state, oldPasswordOf);
  return oldPassword === undefined ? { newPassword } : { newPassword, oldPassword };
}

function stop(work: Work, announcement: Extract<Announcement, { kind: 'stop' }>): EncodedMessage | undefined {
  const { state, version, revision, because } = announcement;
  if (state.adapter === undefined) return undefined;
  const { trackingId } = state.extraOf(version);
  return encodeMessage(stopDeliveryV1, {
    ...envelope(work, trackingId),
    data: { adapter: state.adapter.name, account: state.ref.account, trackingId, version, revision, because },
  });
}

function envelope(work: Work, trackingId: string): { id: string; source: string; time: Date; traceparent: string } {
  return { id: newId(), source: SOURCE, time: new Date(work.now / 1_000), traceparent: traceparentOf(trackingId) };
}
