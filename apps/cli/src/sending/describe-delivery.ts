import type { DeliveryAnswer } from '@entsync/api-client';

import { adviseDelivery } from '../accounts/advise.ts';
import { durationBetween } from '../terminal/format-time.ts';
import { printable } from '../terminal/printable.ts';
import type { Screen } from '../terminal/screen.ts';

/** One target and what it did, in one line; with what to type, in the next. */
export function describeDelivery(delivery: DeliveryAnswer, { paint }: Pick<Screen, 'paint'>): string {
  const target = printable(`${delivery.adapter}/${delivery.account}`);
  if (delivery.state === 'applied') {
    const took = delivery.appliedAt === null ? '' : ` after ${durationBetween(delivery.changedAt, delivery.appliedAt)}`;
    return `  ${paint('good', 'applied')}     ${target}${took}`;
  }
  const why = delivery.reason === null ? '' : `: ${printable(delivery.reason)}`;
  const advice = adviseDelivery(delivery);
  const cure = advice === undefined ? '' : `\n              ${advice}`;
  const tone = hasFailed(delivery) ? 'bad' : 'warning';
  return `  ${paint(tone, delivery.state.padEnd(11))} ${target}${why}${cure}`;
}

function hasFailed({ state }: DeliveryAnswer): boolean {
  return state === 'refused' || state === 'parked' || state === 'expired';
}
