import { event } from '../event.ts';

/** MIIS as a source. Ids and symbols are those of Enterprise Single Sign-On; the texts are ours. */
export const miisEvents = [
  event(
    11060,
    'SSO_WARN_PS_MIIS_ACCESS_DENIED',
    'warn',
    ['trackingId', 'clientUser', 'serviceAccount', 'errorCode'],
    'MIIS caller differs from the SSO service account.',
  ),
  event(
    11064,
    'SSO_INFO_MIIS_PASSWORD_CHANGE_RECEIVED',
    'info',
    ['trackingId', 'windowsAccount', 'clientUser'],
    'A Windows password change from MIIS was accepted for processing.',
  ),
  event(
    11070,
    'SSO_WARN_PS_MIIS_NOT_ALLOWED',
    'warn',
    ['trackingId', 'clientUser'],
    'MIIS change refused: server is not set to accept MIIS.',
  ),
] as const;
