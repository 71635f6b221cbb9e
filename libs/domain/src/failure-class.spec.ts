import { expect, test } from 'vitest';

import { consequenceOf, FAILURE_CLASSES, type FailureClass, type FailureConsequence } from './failure-class.ts';

const CONSEQUENCES: Readonly<Record<FailureClass, FailureConsequence>> = {
  transient: 'retry',
  busy: 'retry',
  'account-missing': 'release-to-store',
  'policy-refused': 'release-to-store',
  'old-password-wrong': 'release-to-store',
  'cannot-open': 'release-to-store',
  misconfigured: 'open-breaker',
};

test('every failure is of one of seven classes', () => {
  expect([...FAILURE_CLASSES].sort()).toEqual(Object.keys(CONSEQUENCES).sort());
});

test.each(FAILURE_CLASSES)('what follows from %s is what its table says', (failure) => {
  expect(consequenceOf(failure)).toBe(CONSEQUENCES[failure]);
});
