import { found } from '../change-case.ts';
import { record, refuse, type Step } from '../intake-context.ts';

/** X3, X4. This direction is on, for the whole system and for the adapter. From here on the change counts as received. */
export const checkExternalSync: Step = (subject, context) => {
  const adapter = found(subject.adapter, 'the adapter');
  const parameters = { adapter: adapter.name, externalAccount: subject.change.account };
  if (!context.directory.system.externalSync || !adapter.syncFromAdapter) {
    return refuse(subject, context, 'SSO_WARN_PS_NO_APP_SYNC', parameters);
  }
  record(subject, context, 'SSO_INFO_EXTERNAL_PASSWORD_CHANGE_RECEIVED', parameters);
};
