import {
  checkNotAborted,
  Turns,
  untilAborted,
  type SetPasswordRequest,
  type TargetAdapter,
  type UndecidedCapture,
} from '@entsync/adapter-sdk';

import { checkAccountBelow } from './check-account-below.ts';
import { checkMayWrite } from './check-may-write.ts';
import { checkPasswordForm } from './check-password-form.ts';
import { classifyLdapError } from './classify-ldap-error.ts';
import { LdapError, type LdapClient, type LdapSession } from './ldap-client.ts';
import { proveByBind } from './prove-by-bind.ts';
import { resolveCapture } from './resolve-capture.ts';
import { setUnlessInForce } from './set-unless-in-force.ts';
import type { LdapSettings } from './settings.ts';

/**
 * Sets passwords in an LDAP directory.
 *
 * Each call has a connection of its own. So a request that was not sent can be told from one that was not answered, an abort ends one
 * request only, and a proof can log in as the account.
 */
export class LdapTarget implements TargetAdapter {
  readonly #client: LdapClient;
  readonly #settings: LdapSettings;
  readonly #turns: Turns;

  constructor(client: LdapClient, settings: LdapSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#turns = new Turns(settings.maxConnections);
  }

  async verify(signal: AbortSignal): Promise<void> {
    await this.#withSession(signal, (session) => checkMayWrite(session, this.#settings));
  }

  async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    checkAccountBelow(this.#settings.baseDn, request.account);
    checkPasswordForm(request.newPassword, this.#settings.method);
    await this.#withSession(signal, async (session) => {
      const isSetNow = await setUnlessInForce(session, request, this.#settings);
      if (isSetNow && this.#settings.verifyByBind) await proveByBind(session, request, this.#settings);
    });
  }

  async resolveCapture(capture: UndecidedCapture, signal: AbortSignal): Promise<'happened' | 'did-not-happen'> {
    return this.#withSession(signal, (session) => resolveCapture(session, capture, this.#settings));
  }

  async close(): Promise<void> {
    // No connection outlives its call.
  }

  async #withSession<T>(signal: AbortSignal, use: (session: LdapSession) => Promise<T>): Promise<T> {
    checkNotAborted(signal);
    return this.#turns.take(signal, async () => {
      const session = await this.#client.logIn(signal).catch(rethrow);
      try {
        return await untilAborted(signal, use(session)).catch(rethrow);
      } finally {
        session.end();
      }
    });
  }
}

/** Those errors of a change itself that mean more than their code have been looked at before. */
function rethrow(error: unknown): never {
  if (!(error instanceof LdapError)) throw error;
  throw classifyLdapError(error, {
    sentOldPassword: false,
    neededPrivilege: 'read access to the entries below the base',
  });
}
