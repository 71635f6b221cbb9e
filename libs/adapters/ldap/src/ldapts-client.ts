import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import { AdapterError, loadCaFile, untilAborted, type ServiceLogin } from '@entsync/adapter-sdk';
import type { Secret } from '@entsync/domain';
import { Client } from 'ldapts';

import { LdapError, type LdapClient, type LdapSession } from './ldap-client.ts';
import { ldaptsErrorOf, LdaptsSession, textOf } from './ldapts-session.ts';
import { isLdaps, type LdapSettings } from './settings.ts';

/** Binds the `ldapts` driver. */
export class LdaptsClient implements LdapClient {
  readonly #settings: LdapSettings;
  readonly #login: ServiceLogin;

  constructor(settings: LdapSettings, login: ServiceLogin) {
    this.#settings = settings;
    this.#login = login;
  }

  async logIn(signal: AbortSignal): Promise<LdapSession> {
    const password = servicePasswordOf(this.#login);
    const { url, connectTimeout, operationTimeout } = this.#settings;
    const tls = await this.#tlsOptions();
    // Given to a client of an ldap:// address, options for TLS would make it speak TLS from the start.
    const options = { url, timeout: operationTimeout };
    const client = new Client(isLdaps(url) ? { ...options, tlsOptions: tls } : options);
    const timeLimit = AbortSignal.timeout(connectTimeout);
    try {
      await untilAborted(AbortSignal.any([signal, timeLimit]), this.#open(client, tls, password));
      return new LdaptsSession(client);
    } catch (error) {
      void client.unbind().catch(() => undefined);
      if (signal.aborted) throw error;
      throw timeLimit.aborted ? new LdapError('connect', { cause: timeLimit.reason }) : ldaptsErrorOf('connect', error);
    }
  }

  async #open(client: Client, tls: ConnectionOptions, password: Secret): Promise<void> {
    if (this.#settings.startTls) await client.startTLS(tls);
    await client.bind(this.#settings.bindDn, textOf(password));
  }

  async #tlsOptions(): Promise<ConnectionOptions> {
    const { url, caFile } = this.#settings;
    const host = new URL(url).hostname.replaceAll(/^\[|\]$/g, '');
    const ca = caFile === undefined ? {} : { ca: await loadCaFile(caFile) };
    // The name is what the certificate is compared with; an address cannot be sent as one (RFC 6066).
    return { ...ca, host, ...(isIP(host) === 0 ? { servername: host } : {}) };
  }
}

/** A login without a password would not fail: the directory would take us for nobody. */
function servicePasswordOf({ password }: ServiceLogin): Secret {
  if (password !== undefined && password.byteLength > 0) return password;
  throw new AdapterError('SERVICE_LOGIN_REFUSED', 'The service login has no password. Set one for this adapter.');
}
