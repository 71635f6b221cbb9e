import { found } from '../change-case.ts';
import { settle, type Step } from '../intake-context.ts';

/** X8. Somebody is mapped to the external account, in one of the adapter's applications. */
export const checkIsMapped: Step = (subject, context) => {
  const adapter = found(subject.adapter, 'the adapter');
  const { account } = found(subject.ref, 'the account');
  const [first] = context.people.mappingsOfAccount(adapter, account);
  subject.user = first?.user;
  if (first !== undefined) return;
  settle(subject, context, 'ENTSSO_E_ACCOUNT_NOT_MAPPED_FOR_ADAPTER', {
    state: 'refused',
    parameters: { adapter: adapter.name, externalAccount: account },
  });
};
