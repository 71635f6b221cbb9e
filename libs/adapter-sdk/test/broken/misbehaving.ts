import type { Secret } from '@entsync/domain';

import { AdapterError, type AdapterErrorCode } from '../../src/adapter-error.ts';
import type { SetPasswordRequest } from '../../src/target-adapter.ts';
import { base64, MemoryAdapter } from '../memory-adapter.ts';
import type { MemoryConnection } from '../memory-connection.ts';
import type { Answer, Question } from '../memory-server.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

class SetsNothing extends MemoryAdapter {
  override async setPassword(): Promise<void> {
    // Says that all is well.
  }
}

class DoesNotWait extends MemoryAdapter {
  override setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    void super.setPassword(request, signal).catch(() => undefined);
    return Promise.resolve();
  }
}

class RefusesRepetitions extends MemoryAdapter {
  protected override mayBeInForce(answer: Answer, request: SetPasswordRequest): boolean {
    return answer !== 'used-before' && super.mayBeInForce(answer, request);
  }
}

class MixesAccounts extends MemoryAdapter {
  #account = '';

  override async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    this.#account = request.account;
    await Promise.resolve();
    return super.setPassword({ ...request, account: this.#account }, signal);
  }
}

class WipesTheSecret extends MemoryAdapter {
  override async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    await super.setPassword(request, signal);
    request.newPassword.wipe();
  }
}

class KeepsTheSecret extends MemoryAdapter {
  #first: Secret | undefined;

  protected override questionOf(request: SetPasswordRequest): Question {
    this.#first ??= request.newPassword;
    return { ask: 'set', account: request.account, password: base64(this.#first) };
  }

  override async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    try {
      await super.setPassword(request, signal);
    } catch (error) {
      throw error instanceof AdapterError ? error : new AdapterError('TARGET_BUSY', 'Could not.');
    }
  }
}

class IgnoresRefusals extends MemoryAdapter {
  protected override async isInForce(): Promise<boolean> {
    return true;
  }
}

class DropsTheOldPassword extends MemoryAdapter {
  protected override questionOf({ account, newPassword }: SetPasswordRequest): Question {
    return { ask: 'set', account, password: base64(newPassword) };
  }
}

class NeverAsksAgain extends MemoryAdapter {
  protected override mayBeInForce(answer: Answer): boolean {
    return answer === 'used-before';
  }
}

class ChangesWhenItVerifies extends MemoryAdapter {
  #account = '';

  protected override questionOf(request: SetPasswordRequest): Question {
    this.#account = request.account;
    return super.questionOf(request);
  }

  override async verify(signal: AbortSignal): Promise<void> {
    await this.withConnection(signal, async (connection) => {
      await connection.ask({
        ask: 'set',
        account: this.#account,
        password: Buffer.from('Aa1-probe').toString('base64'),
      });
    });
  }
}

class SendsAnotherOldPassword extends MemoryAdapter {
  protected override questionOf({ account, newPassword }: SetPasswordRequest): Question {
    return { ask: 'set', account, password: base64(newPassword), old: base64(newPassword) };
  }
}

class VerifiesTheLoginOnly extends MemoryAdapter {
  override async verify(signal: AbortSignal): Promise<void> {
    await this.withConnection(signal, () => Promise.resolve());
  }
}

class ForgetsToName extends MemoryAdapter {
  protected override failure(code: AdapterErrorCode): Error {
    return new AdapterError(code, 'Something is missing.');
  }
}

class TakesLostAnswersForBrokenConnections extends MemoryAdapter {
  protected override ask(connection: MemoryConnection, question: Question): Promise<Answer> {
    return super.ask(connection, question, 'TARGET_UNREACHABLE');
  }
}

class TakesLostAnswersForSuccess extends MemoryAdapter {
  override async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    try {
      await super.setPassword(request, signal);
    } catch (error) {
      const isLost = error instanceof AdapterError && error.code === 'TARGET_UNREACHABLE';
      if (!isLost) throw error;
    }
  }
}

class WaitsForEver extends MemoryAdapter {
  protected override readonly timeLimit = 0;
}

class LooksAtTheSignalTooLate extends MemoryAdapter {
  protected override checkSignal(): void {
    // Not before the connection is there.
  }

  protected override signalFor(): AbortSignal {
    return new AbortController().signal;
  }
}

class LooksAtTheSignalOnce extends MemoryAdapter {
  protected override signalFor(): AbortSignal {
    return new AbortController().signal;
  }
}

class ForgetsToHangUp extends MemoryAdapter {
  protected override readonly timeLimit = 0;

  protected override end(): void {
    // The connection stays.
  }
}

/** Connects when it is made and never again. */
class ConnectsOnce extends MemoryAdapter {
  #wasDown = false;

  protected override failure(code: AdapterErrorCode): Error {
    if (code === 'TARGET_UNREACHABLE') this.#wasDown = true;
    return super.failure(code);
  }

  override async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    if (this.#wasDown) throw this.failure('TARGET_UNREACHABLE');
    return super.setPassword(request, signal);
  }
}

class MakesMissingAccounts extends MemoryAdapter {
  override async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    try {
      await super.setPassword(request, signal);
    } catch (error) {
      if (!(error instanceof AdapterError && error.code === 'ACCOUNT_NOT_FOUND')) throw error;
    }
  }
}

export const MISBEHAVING: readonly BrokenAdapter[] = [
  { flaw: 'sets nothing', Adapter: SetsNothing, failingCase: 'the new password lets the account in' },
  { flaw: 'does not wait for the confirmation', Adapter: DoesNotWait, failingCase: 'whichever answer is lost' },
  { flaw: 'refuses a repetition', Adapter: RefusesRepetitions, failingCase: 'the same request twice' },
  { flaw: 'mixes accounts', Adapter: MixesAccounts, failingCase: '50 accounts at once' },
  { flaw: 'wipes the secret', Adapter: WipesTheSecret, failingCase: 'the secrets stay' },
  { flaw: 'keeps the secret', Adapter: KeepsTheSecret, failingCase: 'the host may wipe' },
  {
    flaw: 'takes any refusal for a repetition',
    Adapter: IgnoresRefusals,
    failingCase: 'an earlier attempt that may have been applied does not excuse what',
  },
  {
    flaw: 'takes a wrong old password for a repetition',
    Adapter: IgnoresRefusals,
    failingCase: 'an earlier attempt that may have been applied does not excuse a',
  },
  { flaw: 'drops the old password', Adapter: DropsTheOldPassword, failingCase: 'another old password' },
  {
    flaw: 'sends another old password',
    Adapter: SendsAnotherOldPassword,
    failingCase: 'the right old password',
  },
  {
    flaw: 'does not ask whether it has been applied',
    Adapter: NeverAsksAgain,
    failingCase: 'an outcome that is not known',
  },
  { flaw: 'changes something when it verifies', Adapter: ChangesWhenItVerifies, failingCase: 'verify succeeds' },
  {
    flaw: 'verifies the login only',
    Adapter: VerifiesTheLoginOnly,
    failingCase: 'a service login without the privilege: verify',
  },
  {
    flaw: 'does not name the privilege',
    Adapter: ForgetsToName,
    failingCase: 'a service login without the privilege: setPassword',
  },
  {
    flaw: 'takes lost answers for broken connections',
    Adapter: TakesLostAnswersForBrokenConnections,
    failingCase: 'whichever answer is lost',
  },
  {
    flaw: 'takes lost answers for success',
    Adapter: TakesLostAnswersForSuccess,
    failingCase: 'whichever answer is lost',
  },
  { flaw: 'waits for ever', Adapter: WaitsForEver, failingCase: 'a target that says nothing more' },
  { flaw: 'looks at the signal too late', Adapter: LooksAtTheSignalTooLate, failingCase: 'an abort before the call' },
  {
    flaw: 'looks at the signal once',
    Adapter: LooksAtTheSignalOnce,
    failingCase: 'an abort while the target is silent',
  },
  { flaw: 'does not hang up', Adapter: ForgetsToHangUp, failingCase: 'close ends all connections' },
  { flaw: 'connects once', Adapter: ConnectsOnce, failingCase: 'a target that is down' },
  {
    flaw: 'says nothing of a missing account',
    Adapter: MakesMissingAccounts,
    failingCase: 'an account that is not there',
  },
];
