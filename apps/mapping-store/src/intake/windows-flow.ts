import type { FlowRow } from './intake-context.ts';
import { checkAge } from './steps/check-age.ts';
import { checkClaimedDomain } from './steps/check-claimed-domain.ts';
import { checkHasMappings } from './steps/check-has-mappings.ts';
import { checkNameFormat } from './steps/check-name-format.ts';
import { checkPasswordLength } from './steps/check-password-length.ts';
import { checkProducer } from './steps/check-producer.ts';
import { checkSourceAccepted } from './steps/check-source-accepted.ts';
import { checkSynchronizedAccount } from './steps/check-synchronized-account.ts';
import { checkSystemEnabled } from './steps/check-system-enabled.ts';
import { checkWindowsSync } from './steps/check-windows-sync.ts';
import { decideMappings } from './steps/decide-mappings.ts';
import { openSealed } from './steps/open-sealed.ts';
import { recogniseChange } from './steps/recognise-change.ts';
import { recogniseRepetition } from './steps/recognise-repetition.ts';
import { refreshWindowsPassword } from './steps/refresh-windows-password.ts';
import { stampVersion } from './steps/stamp-version.ts';

/**
 * Windows to external, as far as the store decides. W13 is the router's, W16 the adapter's, W17 that of the outcome flow.
 *
 * W11 comes before W10: the Windows password is kept even for a user without mappings.
 */
export const WINDOWS_FLOW: readonly FlowRow[] = [
  {
    row: 'W1',
    phase: 'admit',
    step: checkProducer,
    events: ['SSO_ERROR_PS_WINDOWS_CALLBACK_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
  },
  { row: 'W2', phase: 'admit', step: checkSourceAccepted, events: ['SSO_WARN_PS_PCNS_NOT_ALLOWED'] },
  {
    row: 'W3',
    phase: 'admit',
    step: checkClaimedDomain,
    events: ['SSO_WARN_PS_PCNS_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
  },
  { row: 'W4', phase: 'admit', step: checkNameFormat, events: ['SSO_ERROR_PS_WRONG_USER_NAME_TYPE'] },
  { row: 'W5', phase: 'admit', step: checkSystemEnabled, events: ['SSO_WARN_SSO_DISABLED'] },
  {
    row: 'W6',
    phase: 'admit',
    step: checkWindowsSync,
    events: ['SSO_WARN_PS_NO_WIN_SYNC', 'SSO_INFO_WINDOWS_PASSWORD_CHANGE_RECEIVED'],
  },
  { row: 'W8', phase: 'admit', step: checkAge, events: ['ENTSSO_E_TIMESTAMP_TOO_OLD'] },
  { row: 'L12', phase: 'admit', step: checkSynchronizedAccount, events: ['ENTSYNC_WARN_ACCOUNT_NOT_SYNCHRONIZED'] },
  { row: 'open', phase: 'admit', step: openSealed, events: ['ENTSYNC_WARN_CHANGE_NOT_OPENED'] },
  {
    row: 'W7',
    phase: 'admit',
    step: checkPasswordLength,
    events: ['SSO_WARN_PS_WIN_CHANGE_DISCARDED_ZERO_LENGTH', 'ENTSSO_E_MAX_PASSWORD'],
  },
  {
    row: 'repeated',
    phase: 'decide',
    step: recogniseRepetition,
    events: ['ENTSYNC_INFO_CHANGE_REPEATED', 'ENTSYNC_WARN_CHANGE_CONFLICTING'],
  },
  {
    row: 'stamp',
    phase: 'decide',
    step: stampVersion,
    events: ['ENTSYNC_INFO_CHANGE_OUTDATED', 'ENTSYNC_WARN_CHANGE_HELD'],
  },
  {
    row: 'W9',
    phase: 'decide',
    step: recogniseChange,
    events: ['SSO_INFO_PS_WIN_CHANGE_DAMPED', 'ENTSYNC_INFO_CHANGE_ECHO', 'ENTSSO_E_WINDOWS_UPDATE_FAILED_MORE_RECENT'],
  },
  { row: 'W11', phase: 'decide', step: refreshWindowsPassword, events: ['SSO_INFO_PS_SET_WINDOWS_PASSWORD'] },
  { row: 'W10', phase: 'decide', step: checkHasMappings, events: ['SSO_INFO_PS_WIN_CHANGE_DISCARDED_NO_MAPPINGS'] },
  {
    row: 'W12',
    phase: 'decide',
    step: decideMappings,
    events: [
      'SSO_INFO_PS_WIN_CHANGE_MAPPING_DISABLED',
      'SSO_INFO_PS_WIN_CHANGE_APP_DISABLED',
      'SSO_INFO_PS_WIN_CHANGE_APP_INCORRECT_TYPE',
      'ENTSSO_E_AMBIGUOUS_SYNC_FIELDS',
      'SSO_INFO_PS_WIN_CHANGE_NO_ADAPTER',
      'SSO_INFO_PS_WIN_CHANGE_ADAPTER_NO_SYNC',
      'SSO_INFO_PS_DUPLICATE_EXTERNAL_CHANGE',
      'ENTSYNC_INFO_CHANGE_OUTDATED',
      'ENTSYNC_INFO_DELIVERY_HELD_BACK',
    ],
  },
];
