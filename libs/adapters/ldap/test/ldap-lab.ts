import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newId } from '@entsync/adapter-sdk';
import type { Endpoint } from '@entsync/adapter-sdk/contract-suite';
import { chooseFreePorts } from '@entsync/engines';
import { Attribute, Change, Client } from 'ldapts';

import { BASE_DN, POLICIES_DN, ROOT_DN, SERVICE_DN, startSlapd, SUFFIX, type SlapdOptions } from './slapd.ts';

const INVALID_CREDENTIALS = 49;

const DEFAULT_POLICY = {
  pwdMinLength: '8',
  pwdCheckQuality: '2',
  pwdInHistory: '3',
  pwdLockout: 'TRUE',
  pwdMaxFailure: '3',
  pwdLockoutDuration: '60',
};

/** An OpenLDAP with a password policy, and what an administrator does there. */
export class LdapLab {
  readonly servicePassword: string = `Service-${newId()}`;
  readonly #options: SlapdOptions;
  #stop: () => Promise<void>;

  static async start(): Promise<LdapLab> {
    const folder = await mkdtemp(join(tmpdir(), 'entsync-ldap-'));
    const [port = 0, tlsPort = 0] = await chooseFreePorts(2);
    const options = { folder, port, tlsPort, rootPassword: newId() };
    const lab = new LdapLab(options, await startSlapd(options));
    await lab.#fill();
    return lab;
  }

  private constructor(options: SlapdOptions, stop: () => Promise<void>) {
    this.#options = options;
    this.#stop = stop;
  }

  get endpoint(): Endpoint {
    return { host: '127.0.0.1', port: this.#options.port };
  }

  get ldapUrl(): string {
    return `ldap://127.0.0.1:${this.#options.port}`;
  }

  get ldapsUrl(): string {
    return `ldaps://127.0.0.1:${this.#options.tlsPort}`;
  }

  get caFile(): string {
    return join(this.#options.folder, 'server.pem');
  }

  async addAccount(
    password: Uint8Array,
    uid = `account-${newId()}`,
    more: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const dn = `uid=${uid},${BASE_DN}`;
    const name = { objectClass: 'inetOrgPerson', uid, cn: uid, sn: uid };
    await this.administer((client) =>
      client.add(dn, { ...name, userPassword: Buffer.from(password).toString(), ...more }),
    );
    return dn;
  }

  async addPolicy(rules: Readonly<Record<string, string>>): Promise<string> {
    const name = `policy-${newId()}`;
    await this.administer((client) => addPolicy(client, name, { ...DEFAULT_POLICY, ...rules }));
    return `cn=${name},${POLICIES_DN}`;
  }

  /** By libldap's rules, a login is a bind of its own. */
  async logIn(dn: string, password: Uint8Array): Promise<boolean> {
    const client = this.#newClient();
    try {
      await client.bind(dn, Buffer.from(password).toString());
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === INVALID_CREDENTIALS) return false;
      throw error;
    } finally {
      await client.unbind();
    }
  }

  async administer<T>(use: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#newClient();
    try {
      await client.bind(ROOT_DN, this.#options.rootPassword);
      return await use(client);
    } finally {
      await client.unbind();
    }
  }

  /** No values: the attribute is deleted. */
  async write(dn: string, attribute: string, ...values: string[]): Promise<void> {
    const change = new Change({ operation: 'replace', modification: new Attribute({ type: attribute, values }) });
    await this.administer((client) => client.modify(dn, change));
  }

  async read(dn: string, attribute: string): Promise<string[]> {
    const options = { scope: 'base' as const, attributes: [attribute] };
    const { searchEntries } = await this.administer((client) => client.search(dn, options));
    return [searchEntries[0]?.[attribute] ?? []].flat().map(String);
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  async restart(): Promise<void> {
    this.#stop = await startSlapd(this.#options);
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  async #fill(): Promise<void> {
    await this.administer(async (client) => {
      await client.add(SUFFIX, { objectClass: ['organization', 'dcObject'], o: 'lab', dc: 'lab' });
      await client.add(BASE_DN, { objectClass: 'organizationalUnit', ou: 'people' });
      await client.add(POLICIES_DN, { objectClass: 'organizationalUnit', ou: 'policies' });
      await addPolicy(client, 'default', DEFAULT_POLICY);
      await client.add(SERVICE_DN, {
        objectClass: ['organizationalRole', 'simpleSecurityObject'],
        cn: 'entsync',
        userPassword: this.servicePassword,
      });
    });
  }

  #newClient(): Client {
    return new Client({ url: this.ldapUrl, timeout: 5000, connectTimeout: 2000 });
  }
}

async function addPolicy(client: Client, name: string, rules: Readonly<Record<string, string>>): Promise<void> {
  const policy = { objectClass: ['device', 'pwdPolicy'], cn: name, pwdAttribute: 'userPassword' };
  await client.add(`cn=${name},${POLICIES_DN}`, { ...policy, ...rules });
}
