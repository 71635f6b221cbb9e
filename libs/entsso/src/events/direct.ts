import { event } from '../event.ts';

/** Direct password synchronization. Ids and symbols are those of Enterprise Single Sign-On; the texts are ours. */
export const directEvents = [
  event(
    10848,
    'ENTSSO_E_DIRECT_SYNC_NOT_ALLOWED_AMBIGUOUS',
    'error',
    [],
    'Direct sync refused: password field is ambiguous.',
  ),
  event(
    10849,
    'ENTSSO_E_DIRECT_SYNC_NOT_ALLOWED_CREATE',
    'error',
    [],
    'Application create carried the direct-sync flag.',
  ),
  event(
    10851,
    'ENTSSO_E_PSADMIN_NO_DIRECT_PASSWORD_SYNC',
    'error',
    [],
    'Adapter assignment refused for a direct-sync application.',
  ),
  event(
    10852,
    'ENTSSO_E_CREATE_FIELD_NO_DIRECT_PASSWORD_SYNC',
    'error',
    [],
    'Field create refused for a direct-sync application.',
  ),
  event(
    11055,
    'SSO_WARN_PS_DIRECT_SET_EXTERNAL_PASSWORD',
    'warn',
    ['trackingId', 'application', 'windowsAccount', 'externalAccount', 'errorCode'],
    'Direct update of the stored external password failed.',
  ),
  event(
    11056,
    'SSO_WARN_PS_DIRECT_GET_CREDS_FAILED',
    'warn',
    ['trackingId', 'application', 'windowsAccount', 'externalAccount', 'errorCode'],
    'Direct update skipped: stored credentials unreadable.',
  ),
  event(
    11057,
    'SSO_WARN_PS_DIRECT_MISSING_INITIAL_CREDS',
    'warn',
    ['trackingId', 'application', 'windowsAccount', 'externalAccount'],
    'Direct update filled other missing credential fields with blanks.',
  ),
  event(
    11058,
    'SSO_INFO_PS_DIRECT_SET_EXTERNAL_PASSWORD',
    'info',
    ['trackingId', 'application', 'windowsAccount', 'externalAccount'],
    'Stored external password updated directly from a Windows change.',
  ),
] as const;
