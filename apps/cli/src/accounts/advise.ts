import type { DeliveryAnswer } from '@entsync/api-client';

import { quoteArgument } from './quote-argument.ts';

/** What a person can do about a delivery that does not go on by itself; `undefined` where nothing need be done. */
export function adviseDelivery(
  delivery: Pick<DeliveryAnswer, 'adapter' | 'account' | 'state' | 'failure'>,
): string | undefined {
  const account = quoteArgument(`${delivery.adapter}/${delivery.account}`);
  switch (delivery.state) {
    case 'parked':
      return adviseParked(delivery.failure, account);
    case 'refused':
      return 'choose a password that the target accepts, and change it once more';
    case 'expired':
      return 'the change grew too old; change the password once more';
    case 'withdrawn':
    case 'superseded':
    case 'held-back':
    case 'published':
    case 'applied':
      return undefined;
  }
}

function adviseParked(failure: string | null, account: string): string {
  switch (failure) {
    case 'account-missing':
      return `make the account there or correct its mapping, then: entsync retry ${account}`;
    case 'old-password-wrong':
      return `tell the store what the target holds: entsync set-credentials ${account}`;
    default:
      return `mend the cause, then: entsync retry ${account}; or give up: entsync drop ${account}`;
  }
}
