import { record, refuse, type Step } from '../intake-context.ts';

/** W6. Synchronization from Windows is on (winsync). From here on the change counts as received. */
export const checkWindowsSync: Step = (subject, context) => {
  if (!context.directory.system.windowsSync) return refuse(subject, context, 'SSO_WARN_PS_NO_WIN_SYNC');
  record(subject, context, 'SSO_INFO_WINDOWS_PASSWORD_CHANGE_RECEIVED');
};
