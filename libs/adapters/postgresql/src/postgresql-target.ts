import { scramSha256Verifier, type SetPasswordRequest, type TargetAdapter } from '@entsync/adapter-sdk';

import { checkPasswordForm } from './check-password-form.ts';
import { checkPrivileges, missing, missingPrivilegeFor } from './check-privileges.ts';
import { checkRoleCanLogIn } from './check-role-can-log-in.ts';
import { classifyRoleClientError } from './classify-role-client-error.ts';
import { RoleClientError, type RoleClient, type RoleFacts, type RoleSession } from './role-client.ts';

/**
 * Sets the passwords of PostgreSQL roles.
 *
 * The server gets a verifier, never a password. An old password is not looked at, for `ALTER ROLE` asks for none; and after an unknown
 * outcome the same change is simply made again, for there is no history that could refuse it.
 */
export class PostgresqlTarget implements TargetAdapter {
  readonly #client: RoleClient;

  constructor(client: RoleClient) {
    this.#client = client;
  }

  async verify(signal: AbortSignal): Promise<void> {
    await this.#lend(signal, async (session) => checkPrivileges(await session.loadServiceLogin()));
  }

  async setPassword({ account, newPassword }: SetPasswordRequest, signal: AbortSignal): Promise<void> {
    checkPasswordForm(newPassword);
    const verifier = await scramSha256Verifier(newPassword);
    await this.#lend(signal, async (session) => {
      const role = await session.loadRole(account);
      checkRoleCanLogIn(role);
      await storeVerifier(session, account, role, verifier);
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #lend(signal: AbortSignal, use: (session: RoleSession) => Promise<void>): Promise<void> {
    try {
      await this.#client.lend(signal, use);
    } catch (error) {
      throw error instanceof RoleClientError ? classifyRoleClientError(error) : error;
    }
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

async function storeVerifier(session: RoleSession, account: string, role: RoleFacts, verifier: string): Promise<void> {
  try {
    await session.storeVerifier(account, verifier);
  } catch (error) {
    if (!(error instanceof RoleClientError && error.sqlState === INSUFFICIENT_PRIVILEGE)) throw error;
    throw missing(missingPrivilegeFor(account, role, await session.loadServiceLogin()), error.sqlState);
  }
}
