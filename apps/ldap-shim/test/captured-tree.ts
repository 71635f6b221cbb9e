import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chooseFreePorts, startOpenLdap, type OpenLdapEngine } from '@entsync/engines';
import { generateRecipientKey, newId, openCapture, type RecipientKeyPair } from '@entsync/secrets';
import { SpoolReader, type SpoolRecord } from '@entsync/spool';
import { Attribute, Change, Client } from 'ldapts';

import type { ShimEnvironment } from './shim-process.ts';

const PASSWORD_MODIFY_OID = '1.3.6.1.4.1.4203.1.11.1';
const INVALID_CREDENTIALS = 49;

interface OpenedRecord {
  readonly record: SpoolRecord;
  readonly newPassword: string;
  readonly oldPassword: string | undefined;
}

/** An OpenLDAP whose only tree is captured, the spool of its adapter, and the store whose key the spool holds. */
export class CapturedTree {
  readonly folder: string;
  readonly engine: OpenLdapEngine;
  readonly #adminPassword: string;
  readonly #store: RecipientKeyPair;

  private constructor(folder: string, engine: OpenLdapEngine, adminPassword: string, store: RecipientKeyPair) {
    this.folder = folder;
    this.engine = engine;
    this.#adminPassword = adminPassword;
    this.#store = store;
  }

  static async start(): Promise<CapturedTree> {
    const folder = await mkdtemp(path.join(tmpdir(), 'entsync-shim-'));
    const [port = 0, tlsPort = 0] = await chooseFreePorts(2);
    const adminPassword = newId();
    const engine = await startOpenLdap({
      dataDir: path.join(folder, 'data'),
      logFile: path.join(folder, 'slapd.log'),
      port,
      tlsPort,
      adminPassword,
      trees: [
        {
          name: 'lab',
          suffix: 'dc=lab',
          servicePassword: newId(),
          people: [],
          captureSocket: path.join(folder, 'capture.sock'),
        },
      ],
    });
    return new CapturedTree(folder, engine, adminPassword, await generateRecipientKey());
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get environment(): ShimEnvironment {
    return { SOCKET: path.join(this.folder, 'capture.sock'), SPOOL_DIRECTORY: this.spool };
  }

  get spool(): string {
    return path.join(this.folder, 'spool', 'lab-ldap');
  }

  /** As the adapter host leaves it. */
  async writeRecipient(): Promise<void> {
    const { keyId, publicKey } = this.#store;
    const recipient = { keyId, publicKey: Buffer.from(publicKey).toString('base64') };
    await writeFile(path.join(this.spool, 'recipient.json'), `${JSON.stringify(recipient)}\n`);
  }

  async removeRecipient(): Promise<void> {
    await rm(path.join(this.spool, 'recipient.json'), { force: true });
  }

  async emptySpool(): Promise<void> {
    for (const name of [...(await this.namesOf('.rec')), ...(await this.namesOf('.half'))])
      await rm(path.join(this.spool, name));
  }

  /** Of files in the spool. */
  async namesOf(ending: '.rec' | '.half'): Promise<string[]> {
    return (await readdir(this.spool)).filter((name) => name.endsWith(ending));
  }

  /** What the spool holds for the host, opened with the key that only the store has. */
  async sent(): Promise<OpenedRecord[]> {
    return this.#open((await new SpoolReader(this.spool).read(1_000_000)).records);
  }

  async undecided(): Promise<OpenedRecord[]> {
    return this.#open((await new SpoolReader(this.spool).readUndecided(Number.MAX_SAFE_INTEGER)).records);
  }

  /** Both. The undecided are looked at first: they may be decided meanwhile. */
  async kept(): Promise<OpenedRecord[]> {
    const undecided = await this.undecided();
    const sent = await this.sent();
    return [
      ...sent,
      ...undecided.filter(({ record }) => !sent.some((each) => each.record.sequence === record.sequence)),
    ];
  }

  async #open(records: readonly SpoolRecord[]): Promise<OpenedRecord[]> {
    const opened: OpenedRecord[] = [];
    for (const record of records) {
      const passwords = await openCapture([this.#store], record, Buffer.from(record.sealed, 'base64'));
      const textOf = (secret = passwords.newPassword): string => secret.open((bytes) => Buffer.from(bytes).toString());
      const oldPassword = passwords.oldPassword === undefined ? undefined : textOf(passwords.oldPassword);
      opened.push({ record, newPassword: textOf(), oldPassword });
    }
    return opened;
  }

  /** All that lies in the spool. */
  async spoolBytes(): Promise<Buffer> {
    const files = await readdir(this.spool, { recursive: true, withFileTypes: true });
    const contents = files
      .filter((file) => file.isFile())
      .map((file) => readFile(path.join(file.parentPath, file.name)));
    return Buffer.concat(await Promise.all(contents));
  }

  dnOf(uid: string): string {
    return this.engine.personDn('lab', uid);
  }

  asAdmin<T>(use: (client: Client) => Promise<T>): Promise<T> {
    return this.as({ dn: this.engine.adminDn, password: this.#adminPassword }, use);
  }

  async as<T>(login: { dn: string; password: string }, use: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url: this.engine.ldapUrl, timeout: 20_000 });
    try {
      await client.bind(login.dn, login.password);
      return await use(client);
    } finally {
      await client.unbind();
    }
  }

  async logsIn(dn: string, password: string): Promise<boolean> {
    try {
      await this.as({ dn, password }, () => Promise.resolve());
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === INVALID_CREDENTIALS) return false;
      throw error;
    }
  }

  /** How often the directory itself says that it has written one of these passwords. */
  async passwordWrites(accounts: readonly string[]): Promise<number> {
    const options = { filter: '(&(objectClass=auditModify)(reqResult=0))', attributes: ['reqDN', 'reqMod'] };
    const { searchEntries } = await this.asAdmin((client) => client.search(this.engine.logDn('lab'), options));
    return searchEntries.filter(
      ({ reqDN, reqMod }) =>
        accounts.includes(String(reqDN)) && [reqMod].flat().some((mod) => String(mod).startsWith('userPassword:')),
    ).length;
  }

  async addPerson(uid: string, password: string): Promise<string> {
    const dn = this.dnOf(uid);
    const entry = { objectClass: 'inetOrgPerson', uid, cn: uid, sn: uid, userPassword: password };
    await this.asAdmin((client) => client.add(dn, entry));
    return dn;
  }
}

export function replacing(attribute: string, value: string): Change {
  return new Change({ operation: 'replace', modification: new Attribute({ type: attribute, values: [value] }) });
}

interface PasswordModify {
  readonly dn: string;
  readonly oldPassword?: string;
  readonly newPassword?: string;
}

/** RFC 3062, for parts that are shorter than 128 bytes together. */
export async function passwordModify(client: Client, { dn, oldPassword, newPassword }: PasswordModify): Promise<void> {
  const parts = [dn, oldPassword, newPassword].map((part, index) =>
    part === undefined ? Buffer.alloc(0) : element(0x80 + index, Buffer.from(part)),
  );
  await client.exop(PASSWORD_MODIFY_OID, element(0x30, Buffer.concat(parts)));
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag, content.byteLength), content]);
}
