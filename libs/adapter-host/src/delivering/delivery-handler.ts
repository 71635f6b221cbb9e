import { setTimeout as sleep } from 'node:timers/promises';

import { AdapterError, failureClassOf, mayHaveBeenApplied, type TargetAdapter } from '@entsync/adapter-sdk';
import {
  DELIVERY_OUTCOMES,
  deliverySettledV1,
  encodeMessage,
  traceparentOf,
  type ApplyDeliveryV1,
  type DeliverySettledV1,
} from '@entsync/contracts';
import type { FailureClass, Micros } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import { CannotOpenError, macRecord, newId, openDelivery, type DeliveredPasswords } from '@entsync/secrets';

import type { EpochRing } from './epoch-ring.ts';

/** What handling a delivery needs to know at the moment. */
export interface DeliveryFacts {
  readonly adapter: string;
  readonly target: TargetAdapter;
  readonly epochs: EpochRing;
  /** Of one call, in microseconds. */
  readonly callTimeout: Micros;
  /** Broker time. */
  readonly now: () => Micros;
}

type HostOutcome = Exclude<DeliverySettledV1, { outcome: 'superseded' }>;
type AttemptFacts = Omit<Extract<HostOutcome, { outcome: 'applied' }>, 'outcome' | 'startedAt' | 'endedAt'>;

const REASON_LENGTH = 500;
const MICROS_PER_MILLISECOND = 1_000;
/** An epoch is announced on another topic than the delivery: it may come a moment later. In milliseconds. */
const EPOCH_PATIENCE = 5_000;

/** One delivery at the target: opened, applied under a deadline, and told. `undefined` when it is too late to call. */
export async function handleDelivery(
  delivery: ApplyDeliveryV1,
  facts: DeliveryFacts,
): Promise<HostOutcome | undefined> {
  const attempt = attemptOf(delivery);
  const passwords = await open(delivery, facts);
  const startedAt = facts.now();
  if (startedAt >= delivery.notAfter) return undefined;
  if (passwords instanceof CannotOpenError) {
    return {
      ...attempt,
      ...failure('cannot-open', passwords.reason, passwords.message),
      startedAt,
      endedAt: startedAt,
    };
  }
  const { account, mayBeApplied, notAfter } = delivery;
  const limit = Math.min(facts.callTimeout, notAfter - startedAt);
  try {
    const signal = AbortSignal.timeout(Math.ceil(limit / MICROS_PER_MILLISECOND));
    await facts.target.setPassword({ account, mayBeApplied, ...passwords }, signal);
    return { ...attempt, outcome: 'applied', startedAt, endedAt: facts.now() };
  } catch (error) {
    return { ...attempt, ...failureOf(error, notAfter, facts.now()), startedAt, endedAt: facts.now() };
  } finally {
    passwords.newPassword.wipe();
    passwords.oldPassword?.wipe();
  }
}

async function open(
  delivery: ApplyDeliveryV1,
  { epochs }: DeliveryFacts,
): Promise<DeliveredPasswords | CannotOpenError> {
  const until = performance.now() + EPOCH_PATIENCE;
  while (epochs.key(delivery.epoch) === undefined && performance.now() < until) await sleep(100);
  const key = epochs.key(delivery.epoch);
  if (key === undefined) return new CannotOpenError('unknown-key', 'The epoch of the delivery is not known here.');
  try {
    return openDelivery(key, delivery, Buffer.from(delivery.sealed, 'base64'));
  } catch (error) {
    if (error instanceof CannotOpenError) return error;
    throw error;
  }
}

function attemptOf({
  adapter,
  account,
  trackingId,
  version,
  revision,
  epoch,
  dispatchId,
  attempt,
}: ApplyDeliveryV1): AttemptFacts {
  return { adapter, account, trackingId, version, revision, epoch, dispatchId, attempt };
}

function failure(
  failureClass: FailureClass,
  errorCode: string,
  reason: string,
): { outcome: 'failed'; failure: FailureClass; errorCode: string; reason: string } {
  return { outcome: 'failed', failure: failureClass, errorCode, reason: reason.slice(0, REASON_LENGTH) };
}

function failureOf(
  error: unknown,
  notAfter: Micros,
  now: Micros,
): Omit<Extract<HostOutcome, { outcome: 'failed' }>, keyof AttemptFacts | 'startedAt' | 'endedAt'> {
  // The wrappers let nothing else through; a mistake in them must not look like an answer of the target.
  const known =
    error instanceof AdapterError ? error : new AdapterError('TARGET_TIMEOUT', 'The host failed unexpectedly.');
  return {
    ...failure(failureClassOf(known.code), known.code, known.message),
    ...(mayHaveBeenApplied(known.code) ? { maybeAppliedUntil: notAfter } : {}),
    ...(known.retryAfter === undefined ? {} : { retryAt: now + known.retryAfter * MICROS_PER_MILLISECOND }),
  };
}

/** The outcome as a message that only a holder of the epoch key can have made. */
export function toOutcomeMessage(outcome: HostOutcome, epochs: EpochRing, now: Micros): OutgoingMessage {
  const message = encodeMessage(deliverySettledV1, {
    id: newId(),
    source: `/entsync/adapter.${outcome.adapter}`,
    time: new Date(now / MICROS_PER_MILLISECOND),
    traceparent: traceparentOf(outcome.trackingId),
    data: outcome,
  });
  const record = { topic: DELIVERY_OUTCOMES, ...message };
  const key = epochs.outcomeKey(outcome.epoch);
  // Without the epoch nothing can be proven: the store does not believe it, and publishes the next revision in time.
  return key === undefined ? record : { ...record, headers: { ...message.headers, ...macRecord(key, record) } };
}
