import { AdapterError, type AdapterErrorCode } from '../../src/adapter-error.ts';
import type { SetPasswordRequest } from '../../src/target-adapter.ts';
import { MemoryAdapter } from '../memory-adapter.ts';
import type { Question } from '../memory-server.ts';
import type { MemoryAdapterClass } from '../memory-target.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

/** Makes an adapter that fails in its own way. */
function failing(makeError: (code: AdapterErrorCode, lastPassword: string) => Error): MemoryAdapterClass {
  return class extends MemoryAdapter {
    #lastPassword = '';

    protected override questionOf(request: SetPasswordRequest): Question {
      this.#lastPassword = request.newPassword.open((bytes) => Buffer.from(bytes).toString());
      return super.questionOf(request);
    }

    protected override failure(code: AdapterErrorCode): Error {
      return makeError(code, this.#lastPassword);
    }
  };
}

function calling(code: AdapterErrorCode, otherwise: AdapterErrorCode): MemoryAdapterClass {
  return failing(
    (right) => new AdapterError(right === code ? otherwise : right, 'Another code.', { missingPrivilege: 'x' }),
  );
}

export const TELLING_SECRETS: readonly BrokenAdapter[] = [
  {
    flaw: 'tells the password in the message',
    Adapter: failing((code, password) => new AdapterError(code, `Could not set ${password}.`)),
    failingCase: 'a password that the policy refuses',
  },
  {
    flaw: 'tells the password in the target code, as hex',
    Adapter: failing((code, password) => {
      return new AdapterError(code, 'Could not.', { targetCode: Buffer.from(password).toString('hex') });
    }),
    failingCase: 'a password that the policy refuses',
  },
  {
    flaw: 'tells the password in the cause of the cause, as UTF-16LE',
    Adapter: failing((code, password) => {
      const inner = Object.assign(new Error('inner'), { request: Buffer.from(`dn="${password}"`, 'utf16le') });
      return new AdapterError(code, 'Could not.', { cause: new Error('outer', { cause: inner }) });
    }),
    failingCase: 'a password that the policy refuses',
  },
  {
    flaw: 'tells the password in a hidden property, as base64 within something longer',
    Adapter: failing((code, password) => {
      const wire = Buffer.from(`PW=${password}\0`).toString('base64');
      return Object.defineProperty(new AdapterError(code, 'Could not.'), 'wire', { value: [wire], enumerable: false });
    }),
    failingCase: 'a password that the policy refuses',
  },
  {
    flaw: 'tells the service password',
    Adapter: failing((code) => new AdapterError(code, 'Login service/Service-Passw0rd failed.')),
    failingCase: 'an account that is not there',
  },
  {
    flaw: 'rejects with what the driver threw',
    Adapter: failing((code) => Object.assign(new Error('driver'), { code })),
    failingCase: 'an account that is not there',
  },
  {
    flaw: 'makes codes up',
    Adapter: failing((code) => new AdapterError(`OUR_${code}` as AdapterErrorCode, 'Ours.')),
    failingCase: 'an account that is not there',
  },
];

export const CONFUSING_CODES: readonly BrokenAdapter[] = [
  {
    flaw: 'calls a missing account a refusal',
    Adapter: calling('ACCOUNT_NOT_FOUND', 'PASSWORD_REFUSED'),
    failingCase: 'an account that is not there',
  },
  {
    flaw: 'calls a refusal a misconfiguration',
    Adapter: calling('PASSWORD_REFUSED', 'TARGET_MISCONFIGURED'),
    failingCase: 'a password that the policy refuses',
  },
  {
    flaw: 'calls a refused login unreachable',
    Adapter: calling('SERVICE_LOGIN_REFUSED', 'TARGET_UNREACHABLE'),
    failingCase: 'a service login that does not work',
  },
  {
    flaw: 'calls a missing privilege a refused login',
    Adapter: calling('TARGET_MISCONFIGURED', 'SERVICE_LOGIN_REFUSED'),
    failingCase: 'a service login without the privilege: setPassword',
  },
  {
    flaw: 'calls a wrong old password a refusal',
    Adapter: calling('OLD_PASSWORD_WRONG', 'PASSWORD_REFUSED'),
    failingCase: 'another old password',
  },
  {
    flaw: 'calls a target that is down a time-out',
    Adapter: calling('TARGET_UNREACHABLE', 'TARGET_TIMEOUT'),
    failingCase: 'a target that is down',
  },
];
