import { WINDOWS, type AccountRef } from '@entsync/domain';
import { eventKind } from '@entsync/entsso';

/** The event that stands for a change that went all the way. */
export function acceptedEvent(ref: AccountRef | undefined): number {
  const isWindows = ref?.system === WINDOWS;
  return eventKind(
    isWindows ? 'SSO_INFO_WINDOWS_PASSWORD_CHANGE_RECEIVED' : 'SSO_INFO_EXTERNAL_PASSWORD_CHANGE_RECEIVED',
  ).id;
}
