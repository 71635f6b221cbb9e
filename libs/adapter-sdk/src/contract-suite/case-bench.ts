import { Secret } from '@entsync/domain';
import { newId } from '@entsync/secrets';
import { assert } from 'vitest';

import { ADAPTER_ERROR_CODES, AdapterError } from '../adapter-error.ts';
import type { SetPasswordRequest, TargetAdapter } from '../target-adapter.ts';
import { checkTellsNoSecret } from './check-tells-no-secret.ts';
import type { AdapterVariant, ContractTarget } from './contract-target.ts';
import { FaultProxy } from './fault-proxy.ts';

interface Account {
  readonly account: string;
  readonly password: Uint8Array;
}

/** The outcome of a call: undefined where it resolved. */
type Failure = AdapterError | undefined;

/** What a case works with. It remembers each password, and looks for all of them in each error. */
export class CaseBench {
  readonly target: ContractTarget;
  readonly #secrets: Uint8Array[];
  readonly #endings: Array<() => Promise<void>> = [];

  constructor(target: ContractTarget) {
    this.target = target;
    this.#secrets = [...target.servicePasswords];
  }

  newPassword(text = `Aa1-${newId()}`): Uint8Array {
    return this.remember(new TextEncoder().encode(text));
  }

  remember(password: Uint8Array): Uint8Array {
    this.#secrets.push(password);
    return password;
  }

  async newAccount(): Promise<Account> {
    const password = this.newPassword();
    return { account: await this.target.addAccount(password), password };
  }

  newAdapter(variant: Partial<AdapterVariant> = {}): TargetAdapter {
    const adapter = this.target.makeAdapter({ endpoint: this.target.endpoint, serviceLogin: 'right', ...variant });
    this.#endings.push(() => adapter.close());
    return adapter;
  }

  /** Of an adapter that the case closes itself. */
  makeAdapter(variant: Partial<AdapterVariant> = {}): TargetAdapter {
    return this.target.makeAdapter({ endpoint: this.target.endpoint, serviceLogin: 'right', ...variant });
  }

  async newProxy(): Promise<FaultProxy> {
    const proxy = await FaultProxy.before(this.target.endpoint);
    this.#endings.push(() => proxy.close());
    return proxy;
  }

  /** Settles like {@link failureOf}. */
  set(adapter: TargetAdapter, change: Change, signal: AbortSignal = new AbortController().signal): Promise<Failure> {
    return this.failureOf(adapter.setPassword(requestOf(change), signal));
  }

  verify(adapter: TargetAdapter, signal: AbortSignal = new AbortController().signal): Promise<Failure> {
    return this.failureOf(adapter.verify(signal));
  }

  /** Resolves with the adapter's error, having checked that it is one and that it tells no secret. */
  async failureOf(call: Promise<void>): Promise<Failure> {
    try {
      await call;
      return undefined;
    } catch (error) {
      checkTellsNoSecret(error, this.#secrets);
      assert.instanceOf(error, AdapterError, 'an adapter rejects with AdapterError and nothing else');
      assert.include(ADAPTER_ERROR_CODES, error.code, 'an error has one of the known codes');
      return error;
    }
  }

  async expectLogIn(account: string, password: Uint8Array): Promise<void> {
    assert.isTrue(await this.target.logIn(account, password), 'this password lets the account in');
  }

  async expectNoLogIn(account: string, password: Uint8Array): Promise<void> {
    assert.isFalse(await this.target.logIn(account, password), 'this password does not let the account in');
  }

  /** Ends what the case has made, the newest first. */
  async close(): Promise<void> {
    for (const end of this.#endings.toReversed()) await end();
  }
}

export interface Change {
  readonly account: string;
  readonly newPassword: Uint8Array;
  readonly oldPassword?: Uint8Array | undefined;
  readonly mayBeApplied?: boolean;
}

function requestOf({ account, newPassword, oldPassword, mayBeApplied = false }: Change): SetPasswordRequest {
  const request = { account, newPassword: secretOf(newPassword), mayBeApplied };
  return oldPassword === undefined ? request : { ...request, oldPassword: secretOf(oldPassword) };
}

export function secretOf(password: Uint8Array): Secret {
  return new Secret(new Uint8Array(password));
}
