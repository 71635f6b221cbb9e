import { newId } from '@entsync/adapter-sdk';
import type { Secret } from '@entsync/domain';
import {
  Attribute,
  Change,
  Client,
  PasswordPolicyControl,
  PasswordPolicyError,
  ResultCodeError,
  type SearchOptions,
} from 'ldapts';

import { encodePasswordModify, PASSWORD_MODIFY_OID } from './encode-password-modify.ts';
import {
  LdapError,
  type AccountState,
  type BindAnswer,
  type LdapSession,
  type LockoutPolicy,
  type PasswordChange,
  type PolicyFault,
  type Stage,
} from './ldap-client.ts';
import { readAccountState, readLockoutPolicy } from './read-entries.ts';

const INVALID_CREDENTIALS = 49;
const INAPPROPRIATE_AUTHENTICATION = 48;
const NO_SUCH_OBJECT = 32;

const ACCOUNT_FILTER =
  '(|(objectClass=person)(objectClass=account)(objectClass=posixAccount)(objectClass=simpleSecurityObject))';
const STATE = ['pwdChangedTime', 'modifyTimestamp', 'pwdAccountLockedTime', 'pwdFailureTime', 'pwdPolicySubentry'];
const POLICY = ['pwdLockout', 'pwdMaxFailure', 'pwdFailureCountInterval'];

const POLICY_FAULTS: ReadonlyMap<number, PolicyFault> = new Map([
  [PasswordPolicyError.MustSupplyOldPassword, 'old-password-missing'],
  [PasswordPolicyError.PasswordTooYoung, 'too-young'],
  [PasswordPolicyError.PasswordInHistory, 'in-history'],
]);

/** What ldapts writes to its debug log, if somebody turns that on, is the request as JSON. */
type Concealed = Buffer & { toJSON(): string };

export class LdaptsSession implements LdapSession {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async bind(dn: string, password: Secret): Promise<BindAnswer> {
    const control = new PasswordPolicyControl();
    try {
      await this.#request('ask', () => this.#client.bind(dn, textOf(password), control), control);
      return 'accepted';
    } catch (error) {
      if (!isRefusedBind(error)) throw error;
      return control.value?.error === PasswordPolicyError.AccountLocked ? 'locked' : 'refused';
    }
  }

  async setByExtendedOperation(change: PasswordChange): Promise<void> {
    const control = new PasswordPolicyControl();
    const value = concealed(encodePasswordModify(change));
    await this.#request('change', () => this.#client.exop(PASSWORD_MODIFY_OID, value, control), control).finally(() =>
      value.fill(0),
    );
  }

  async replacePassword({ dn, newPassword, oldPassword }: PasswordChange): Promise<void> {
    const control = new PasswordPolicyControl();
    const added = bytesOf(newPassword);
    const deleted = oldPassword === undefined ? undefined : bytesOf(oldPassword);
    const changes =
      deleted === undefined
        ? [passwordChange('replace', added)]
        : [passwordChange('delete', deleted), passwordChange('add', added)];
    await this.#request('change', () => this.#client.modify(dn, changes, control), control).finally(() => {
      added.fill(0);
      deleted?.fill(0);
    });
  }

  async deletePasswordThatIsNotThere(dn: string): Promise<void> {
    const nobodysPassword = Buffer.from(`EntSync asks for its rights: ${newId()}`);
    await this.#request('ask', () => this.#client.modify(dn, passwordChange('delete', nobodysPassword)));
  }

  async findAccountsBelow(baseDn: string, count: number): Promise<readonly string[]> {
    const options: SearchOptions = { scope: 'sub', filter: ACCOUNT_FILTER, attributes: ['1.1'], sizeLimit: count };
    const found = await this.#request('ask', () => this.#client.search(baseDn, options)).catch(missingEntry);
    return found?.searchEntries.map(({ dn }) => dn) ?? [];
  }

  async loadAccountState(dn: string): Promise<AccountState | undefined> {
    return readAccountState(await this.#loadEntry(dn, STATE));
  }

  async loadLockoutPolicy(policyDn: string): Promise<LockoutPolicy | undefined> {
    return readLockoutPolicy(await this.#loadEntry(policyDn, POLICY));
  }

  async loadSupportedExtensions(): Promise<readonly string[]> {
    const root = await this.#loadEntry('', ['supportedExtension']);
    return root?.get('supportedextension') ?? [];
  }

  end(): void {
    void this.#client.unbind().catch(() => undefined);
  }

  async #loadEntry(dn: string, attributes: string[]): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    const options: SearchOptions = { scope: 'base', filter: '(objectClass=*)', attributes };
    const found = await this.#request('ask', () => this.#client.search(dn, options)).catch(missingEntry);
    const [entry] = found?.searchEntries ?? [];
    if (entry === undefined) return undefined;
    return new Map(Object.entries(entry).map(([name, values]) => [name.toLowerCase(), [values].flat().map(String)]));
  }

  /** The driver would connect anew by itself, without TLS and without a login: a broken connection is the end. */
  async #request<T>(stage: Stage, send: () => Promise<T>, control?: PasswordPolicyControl): Promise<T> {
    if (!this.#client.isConnected) throw new LdapError('ask', { cause: new Error('The connection has ended.') });
    try {
      return await send();
    } catch (error) {
      throw ldaptsErrorOf(stage, error, control?.value?.error);
    }
  }
}

export function ldaptsErrorOf(stage: Stage, error: unknown, policyError?: number): LdapError {
  if (error instanceof LdapError) return error;
  if (!(error instanceof ResultCodeError)) return new LdapError(stage, { cause: error });
  return new LdapError(stage, {
    resultCode: error.code,
    policyFault: policyError === undefined ? undefined : (POLICY_FAULTS.get(policyError) ?? 'other'),
    isAboutOldPassword: /old ?pass/i.test(error.message),
  });
}

function isRefusedBind(error: unknown): boolean {
  const code = error instanceof LdapError ? error.resultCode : undefined;
  return code === INVALID_CREDENTIALS || code === INAPPROPRIATE_AUTHENTICATION;
}

function missingEntry(error: unknown): undefined {
  if (error instanceof LdapError && error.resultCode === NO_SUCH_OBJECT) return undefined;
  throw error;
}

function passwordChange(operation: 'add' | 'delete' | 'replace', value: Buffer): Change {
  return new Change({ operation, modification: new Attribute({ type: 'userPassword', values: [concealed(value)] }) });
}

function bytesOf(password: Secret): Buffer {
  return password.open((bytes) => Buffer.from(bytes));
}

/** The driver's bind takes text. Whatever is UTF-8 comes through unchanged; anything else throws. */
export function textOf(password: Secret): string {
  return password.open((bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
}

function concealed(value: Buffer): Concealed {
  return Object.defineProperty(value, 'toJSON', { value: () => '[secret]' }) as Concealed;
}
