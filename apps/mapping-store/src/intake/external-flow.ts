import type { FlowRow } from './intake-context.ts';
import { checkAge } from './steps/check-age.ts';
import { checkClaimedAdapter } from './steps/check-claimed-adapter.ts';
import { checkExternalSync } from './steps/check-external-sync.ts';
import { checkIsMapped } from './steps/check-is-mapped.ts';
import { checkOldPasswordGiven } from './steps/check-old-password-given.ts';
import { checkPasswordLength } from './steps/check-password-length.ts';
import { checkProducer } from './steps/check-producer.ts';
import { checkSystemEnabled } from './steps/check-system-enabled.ts';
import { openSealed } from './steps/open-sealed.ts';
import { recogniseChange } from './steps/recognise-change.ts';
import { recogniseRepetition } from './steps/recognise-repetition.ts';
import { stampVersion } from './steps/stamp-version.ts';
import { updateMappings } from './steps/update-mappings.ts';
import { verifyOldPassword } from './steps/verify-old-password.ts';

/** External to Windows, partial: the store follows what an external system reports. */
export const EXTERNAL_FLOW: readonly FlowRow[] = [
  {
    row: 'X1',
    phase: 'admit',
    step: checkProducer,
    events: ['SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
  },
  { row: 'W5', phase: 'admit', step: checkSystemEnabled, events: ['SSO_WARN_SSO_DISABLED'] },
  {
    row: 'X2',
    phase: 'admit',
    step: checkClaimedAdapter,
    events: ['ENTSSO_E_NO_ADAPTER', 'SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED', 'ENTSYNC_WARN_PRODUCER_REFUSED'],
  },
  {
    row: 'X3',
    phase: 'admit',
    step: checkExternalSync,
    events: ['SSO_WARN_PS_NO_APP_SYNC', 'SSO_INFO_EXTERNAL_PASSWORD_CHANGE_RECEIVED'],
  },
  { row: 'X6', phase: 'admit', step: checkAge, events: ['ENTSSO_E_TIMESTAMP_TOO_OLD'] },
  { row: 'open', phase: 'admit', step: openSealed, events: ['ENTSYNC_WARN_CHANGE_NOT_OPENED'] },
  {
    row: 'length',
    phase: 'admit',
    step: checkPasswordLength,
    events: ['ENTSYNC_WARN_PASSWORD_EMPTY', 'ENTSSO_E_MAX_PASSWORD'],
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
    row: 'X7',
    phase: 'decide',
    step: recogniseChange,
    events: [
      'SSO_INFO_DAMPED_EXTERNAL_PASSWORD_CHANGE',
      'ENTSYNC_INFO_CHANGE_ECHO',
      'ENTSSO_E_EXTERNAL_UPDATE_FAILED_MORE_RECENT',
    ],
  },
  { row: 'X8', phase: 'decide', step: checkIsMapped, events: ['ENTSSO_E_ACCOUNT_NOT_MAPPED_FOR_ADAPTER'] },
  {
    row: 'X9',
    phase: 'decide',
    step: checkOldPasswordGiven,
    events: ['SSO_ERROR_REQUIRE_OLD_PASSWORD', 'ENTSSO_E_REQUIRE_OLD_PASSWORD'],
  },
  {
    row: 'X11ef',
    phase: 'decide',
    step: verifyOldPassword,
    events: ['SSO_WARN_NO_EXISTING_PASSWORD', 'SSO_WARN_PASSWORD_MISMATCH'],
  },
  {
    row: 'X11',
    phase: 'decide',
    step: updateMappings,
    events: [
      'SSO_WARN_PS_APP_DISABLED',
      'SSO_WARN_PS_MAPPING_DISABLED',
      'ENTSSO_E_AMBIGUOUS_SYNC_FIELDS',
      'SSO_INFO_PS_SET_EXTERNAL_PASSWORD',
      'SSO_WARN_PS_MISSING_INITIAL_CREDS',
    ],
  },
];
