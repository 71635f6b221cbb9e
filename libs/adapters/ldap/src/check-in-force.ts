import { AdapterError, type SetPasswordRequest } from '@entsync/adapter-sdk';

import { LdapError, type LdapSession } from './ldap-client.ts';
import { loadMayTryLogin } from './load-may-try-login.ts';
import type { LdapSettings } from './settings.ts';

/** Milliseconds, for a person to log in, or for a lock to end. */
const RETRY_AFTER = 60_000;

interface Refusal {
  readonly failure: AdapterError;
  readonly settings: LdapSettings;
}

/** Throws the failure unless the new password is in force already. Asks by one login, and not if that could lock the account. */
export async function checkInForce(
  session: LdapSession,
  { account, newPassword, mayBeApplied }: SetPasswordRequest,
  { failure, settings }: Refusal,
): Promise<void> {
  try {
    const mayTry = await loadMayTryLogin(session, account, settings);
    const answer = mayTry ? await session.bind(account, newPassword) : 'locked';
    if (answer === 'accepted') return;
    throw answer === 'locked' && mayBeApplied ? cannotAsk() : failure;
  } catch (error) {
    throw error instanceof LdapError && mayBeApplied ? stillUnknown(error) : error;
  }
}

function cannotAsk(): AdapterError {
  return new AdapterError(
    'TARGET_BUSY',
    'Whether the password is set could only be asked by a login, and the account is locked or could be. It is asked again later.',
    { retryAfter: RETRY_AFTER },
  );
}

function stillUnknown(error: LdapError): AdapterError {
  const facts = error.resultCode === undefined ? { cause: error.cause } : { targetCode: String(error.resultCode) };
  return new AdapterError(
    'TARGET_TIMEOUT',
    'The directory did not say whether an earlier attempt has set the password. Try again, and say that it may have.',
    facts,
  );
}
