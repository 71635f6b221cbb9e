import { encodeMessage, traceparentOf, WINDOWS_TO_EXTERNAL, windowsPasswordChangedV1 } from '@entsync/contracts';
import { WINDOWS, type Micros, type Secret } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import { newId, sealCapture, signRecord, type Identity, type Recipient } from '@entsync/secrets';

/** A Windows password that has been changed: a producer asserts that this has happened. */
export interface Announcement {
  /** `DOMAIN\user`. */
  readonly account: string;
  readonly newPassword: Secret;
  /** Where the source knows it. */
  readonly oldPassword?: Secret;
  readonly means?: 'change' | 'reset';
}

/** Which of an origin's changes it is, and when it happened. */
export interface Stamp {
  readonly origin: string;
  readonly sequence: number;
  /** By the origin's own clock. */
  readonly capturedAt: Micros;
  /** What to add to it for broker time; 0 where none was learned: the store believes no time after the record's own. */
  readonly clockOffset: Micros;
}

/** Who announces, and to whom. */
export interface Parties {
  /** Enrolled as a producer for the domain of the account. */
  readonly identity: Pick<Identity, 'principal' | 'signing'>;
  /** The store's key. */
  readonly recipient: Recipient;
}

/** An announcement that is ready to be published; nobody but the store can read its passwords. */
export interface SealedAnnouncement {
  readonly trackingId: string;
  readonly message: OutgoingMessage;
}

/** Seals the passwords to the store and signs the message around them. The passwords stay the caller's to wipe. */
export async function sealAnnouncement(
  announcement: Announcement,
  { clockOffset, ...numbered }: Stamp,
  { identity, recipient }: Parties,
): Promise<SealedAnnouncement> {
  const { account, newPassword, oldPassword, means } = announcement;
  const trackingId = newId();
  const passwords = { newPassword, ...(oldPassword === undefined ? {} : { oldPassword }) };
  const sealed = await sealCapture(recipient, { system: WINDOWS, account, ...numbered }, passwords);
  const encoded = encodeMessage(windowsPasswordChangedV1, {
    id: trackingId,
    source: `/entsync/${identity.principal}`,
    time: new Date(numbered.capturedAt / 1_000),
    traceparent: traceparentOf(trackingId),
    data: {
      account,
      ...numbered,
      clockOffset,
      sealed: Buffer.from(sealed).toString('base64'),
      ...(means === undefined ? {} : { means }),
    },
  });
  const unsigned = { topic: WINDOWS_TO_EXTERNAL, ...encoded };
  const signature = signRecord(identity.principal, identity.signing, unsigned);
  return { trackingId, message: { ...unsigned, headers: { ...encoded.headers, ...signature } } };
}
