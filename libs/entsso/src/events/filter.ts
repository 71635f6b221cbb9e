import { event } from '../event.ts';

/** Password filters. Ids and symbols are those of Enterprise Single Sign-On; the texts are ours. */
export const filterEvents = [
  event(10854, 'ENTSSO_E_INVALID_STRING_FORMAT', 'error', [], 'Filter string does not parse.'),
  event(10855, 'ENTSSO_E_PASSWORD_FILTER_FAILED', 'error', [], 'Filter failed at run time; credentials withheld.'),
  event(
    11061,
    'SSO_WARN_BAD_PASSWORD_FILTER',
    'warn',
    ['application', 'filterString', 'tokensProcessed', 'additionalData', 'errorCode'],
    'Filter string invalid; password passes unfiltered.',
  ),
  event(
    11062,
    'SSO_WARN_PASSWORD_FILTER_FAILED',
    'warn',
    ['application', 'filterString', 'additionalData', 'errorCode'],
    'Filter could not be applied; password passes unfiltered.',
  ),
] as const;
