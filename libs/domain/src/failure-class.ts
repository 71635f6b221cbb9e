/**
 * Why a password could not be set, by what follows from it. Closed: a switch over it has no default.
 *
 * | class              | what follows |
 * |--------------------|--------------|
 * | transient          | the router tries again with jittered back-off until the age limit |
 * | busy               | the router tries again after the time that the target asked for |
 * | account-missing    | parked; the store probes slowly until the age limit |
 * | policy-refused     | final for this password: erased, the operator is told |
 * | old-password-wrong | parked; set credentials, a newer capture or the user's repetition releases it |
 * | cannot-open        | the store seals the delivery afresh as its next revision |
 * | misconfigured      | the target's breaker opens: one alert, lanes are kept |
 */
export const FAILURE_CLASSES = [
  'transient',
  'busy',
  'account-missing',
  'policy-refused',
  'old-password-wrong',
  'cannot-open',
  'misconfigured',
] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What the router does next with a delivery that failed this way. */
export type FailureConsequence = 'retry' | 'release-to-store' | 'open-breaker';

export function consequenceOf(failure: FailureClass): FailureConsequence {
  switch (failure) {
    case 'transient':
    case 'busy':
      return 'retry';
    case 'account-missing':
    case 'policy-refused':
    case 'old-password-wrong':
    case 'cannot-open':
      return 'release-to-store';
    case 'misconfigured':
      return 'open-breaker';
  }
}
