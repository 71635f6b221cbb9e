import type { Secret } from '@entsync/domain';

import { AdapterError, type AdapterErrorCode } from '../src/adapter-error.ts';
import type { Endpoint } from '../src/contract-suite/index.ts';
import type { SetPasswordRequest, TargetAdapter } from '../src/target-adapter.ts';
import { checkNotAborted } from '../src/until-aborted.ts';
import { MemoryConnection, NoAnswerError } from './memory-connection.ts';
import type { Answer, Question } from './memory-server.ts';

const CODES: Readonly<Partial<Record<Answer, AdapterErrorCode>>> = {
  'no-privilege': 'TARGET_MISCONFIGURED',
  'no-account': 'ACCOUNT_NOT_FOUND',
  refused: 'PASSWORD_REFUSED',
  'used-before': 'PASSWORD_REFUSED',
  'wrong-old-password': 'OLD_PASSWORD_WRONG',
};

/** The adapter for {@link MemoryServer}. Its steps are methods, so that a broken one can be made of it. */
export class MemoryAdapter implements TargetAdapter {
  protected readonly timeLimit: number = 1500;

  constructor(
    protected readonly endpoint: Endpoint,
    protected readonly user: string,
    protected readonly password: string,
  ) {}

  async verify(signal: AbortSignal): Promise<void> {
    await this.withConnection(signal, async (connection) => {
      const answer = await this.ask(connection, { ask: 'privileges' }, 'TARGET_UNREACHABLE');
      if (answer !== 'yes') throw this.failure('TARGET_MISCONFIGURED');
    });
  }

  async setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    await this.withConnection(signal, async (connection) => {
      const answer = await this.ask(connection, this.questionOf(request), 'TARGET_TIMEOUT');
      if (answer === 'yes') return;
      if (this.mayBeInForce(answer, request) && (await this.isInForce(connection, request))) return;
      throw this.failure(CODES[answer] ?? 'TARGET_BUSY');
    });
  }

  async close(): Promise<void> {
    // There is a connection for each call, and none in between.
  }

  protected questionOf({ account, newPassword, oldPassword }: SetPasswordRequest): Question {
    const question = { ask: 'set' as const, account, password: base64(newPassword) };
    return oldPassword === undefined ? question : { ...question, old: base64(oldPassword) };
  }

  /** A system that keeps a history says `used-before` to a repetition, too. */
  protected mayBeInForce(answer: Answer, { mayBeApplied }: SetPasswordRequest): boolean {
    return answer === 'used-before' || (mayBeApplied && (answer === 'wrong-old-password' || answer === 'refused'));
  }

  protected async isInForce(
    connection: MemoryConnection,
    { account, newPassword }: SetPasswordRequest,
  ): Promise<boolean> {
    const question = { ask: 'log-in' as const, user: account, password: base64(newPassword) };
    return (await this.ask(connection, question, 'TARGET_TIMEOUT')) === 'yes';
  }

  protected async ask(connection: MemoryConnection, question: Question, otherwise: AdapterErrorCode): Promise<Answer> {
    try {
      return await connection.ask(question);
    } catch (error) {
      throw error instanceof NoAnswerError ? this.failure(connection.isAborted ? 'TARGET_TIMEOUT' : otherwise) : error;
    }
  }

  protected async withConnection(
    signal: AbortSignal,
    use: (connection: MemoryConnection) => Promise<void>,
  ): Promise<void> {
    this.checkSignal(signal);
    const connection = new MemoryConnection(this.endpoint, this.timeLimit, this.signalFor(signal));
    try {
      const login = {
        ask: 'log-in' as const,
        user: this.user,
        password: Buffer.from(this.password).toString('base64'),
      };
      if ((await this.ask(connection, login, 'TARGET_UNREACHABLE')) !== 'yes')
        throw this.failure('SERVICE_LOGIN_REFUSED');
      await use(connection);
    } finally {
      this.end(connection);
    }
  }

  protected checkSignal(signal: AbortSignal): void {
    checkNotAborted(signal);
  }

  protected signalFor(signal: AbortSignal): AbortSignal {
    return signal;
  }

  protected end(connection: MemoryConnection): void {
    connection.end();
  }

  protected failure(code: AdapterErrorCode): Error {
    const facts = code === 'TARGET_MISCONFIGURED' ? { missingPrivilege: 'mayWrite' } : {};
    return new AdapterError(code, `The memory target: ${code}.`, facts);
  }
}

export function base64(secret: Secret): string {
  return secret.open((bytes) => Buffer.from(bytes).toString('base64'));
}
