import { newId, sealCapture, type Recipient } from '@entsync/secrets';
import type { RecordPlace, SpoolRecord } from '@entsync/spool';

import { CaptureRefusedError } from '../shim.errors.ts';
import type { RequestedChange } from './change-of-request.ts';
import type { Moment } from './read-moment.ts';

export type SealedChange = Omit<SpoolRecord, 'format' | 'origin' | 'sequence'>;

/** Characters of base64, as in the messages that announce changes. */
const LONGEST_SEALED = 16 * 1024;

interface SealingContext {
  readonly recipient: Recipient;
  /** The adapter's name. */
  readonly system: string;
  readonly place: RecordPlace;
  readonly moment: Moment;
}

/** The change as it lies in the spool: only the store can open its password. */
export async function sealChange(change: RequestedChange, context: SealingContext): Promise<SealedChange> {
  const { account, actor, passwords } = change;
  const { recipient, system, place, moment } = context;
  const capture = { system, account, ...place, capturedAt: moment.capturedAt };
  const sealed = Buffer.from(await sealCapture(recipient, capture, passwords)).toString('base64');
  if (sealed.length > LONGEST_SEALED)
    throw new CaptureRefusedError('This password is too long to be synchronized; choose a shorter one.');
  return { trackingId: newId(), system, account, ...moment, ...(actor === undefined ? {} : { actor }), sealed };
}
