import { describe, expect, it } from 'vitest';

import { adviseDelivery } from './advise.ts';
import { quoteArgument } from './quote-argument.ts';

describe('quoteArgument', () => {
  it.each([
    ['hr-db/ann', 'hr-db/ann'],
    ['CORP\\ann', "'CORP\\ann'"],
    ['staff/uid=ann,ou=people', "'staff/uid=ann,ou=people'"],
    ["hr/o'neil", "'hr/o'\\''neil'"],
    ['hr/$(rm -rf ~)', "'hr/$(rm -rf ~)'"],
  ])('writes %s so that a shell takes it as one word', (argument, typed) => {
    expect(quoteArgument(argument)).toBe(typed);
  });
});

describe('adviseDelivery', () => {
  const delivery = { adapter: 'hr', account: 'ann', state: 'parked', failure: 'account-missing' } as const;

  it('says what to type for what is parked', () => {
    expect(adviseDelivery(delivery)).toMatch(/entsync retry hr\/ann$/);
    expect(adviseDelivery({ ...delivery, failure: 'old-password-wrong' })).toMatch(/entsync set-credentials hr\/ann$/);
  });

  it('has no advice where nothing need be done', () => {
    expect(adviseDelivery({ ...delivery, state: 'applied' })).toBeUndefined();
    expect(adviseDelivery({ ...delivery, state: 'published' })).toBeUndefined();
  });
});
