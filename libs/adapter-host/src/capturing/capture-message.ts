import {
  encodeMessage,
  EXTERNAL_TO_WINDOWS_FULL,
  EXTERNAL_TO_WINDOWS_PARTIAL,
  externalPasswordChangedV1,
  traceparentOf,
  type AdapterConfiguredV1,
} from '@entsync/contracts';
import { machineClocks, type BrokerClock, type LocalClocks, type OutgoingMessage } from '@entsync/messaging';
import { signRecord, type SigningKey } from '@entsync/secrets';
import type { SpoolRecord } from '@entsync/spool';

export interface CaptureIdentity {
  readonly adapter: string;
  readonly signing: SigningKey;
  readonly captures: AdapterConfiguredV1['captures'];
  readonly clock: BrokerClock;
  /** Of this machine, as the capture shim writes it into records. */
  readonly bootId: string;
}

/** A captured change as its adapter announces it: signed, sealed as it was captured, stamped in broker time. */
export function toCaptureMessage(
  record: SpoolRecord,
  identity: CaptureIdentity,
  clocks: LocalClocks = machineClocks,
): OutgoingMessage {
  const { adapter, signing, captures, clock, bootId } = identity;
  const { trackingId, account, accountId, origin, sequence, capturedAt, sinceBoot, actor, sealed } = record;
  // Within one boot the time that has passed is known, whatever the wall clock did; across boots only the wall clock is left.
  const clockOffset =
    record.bootId === bootId
      ? clock.offsetFor({ wall: capturedAt, sinceBoot })
      : clock.offsetFor({ wall: clocks.wall(), sinceBoot: clocks.sinceBoot() });
  const message = encodeMessage(externalPasswordChangedV1, {
    id: trackingId,
    source: `/entsync/adapter.${adapter}`,
    time: new Date(capturedAt / 1_000),
    traceparent: traceparentOf(trackingId),
    data: {
      adapter,
      account,
      origin,
      sequence,
      capturedAt,
      clockOffset,
      sealed,
      ...(accountId === undefined ? {} : { accountId }),
      ...(actor === undefined ? {} : { actor }),
    },
  });
  // Which of the two is a request only: the store decides by its flags.
  const topic = captures === 'full' ? EXTERNAL_TO_WINDOWS_FULL : EXTERNAL_TO_WINDOWS_PARTIAL;
  const unsigned = { topic, ...message };
  return { ...unsigned, headers: { ...message.headers, ...signRecord(`adapter.${adapter}`, signing, unsigned) } };
}
