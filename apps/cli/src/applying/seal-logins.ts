import path from 'node:path';

import type { StoreClient } from '@entsync/api-client';
import type { Secret } from '@entsync/domain';

import { UsageError } from '../cli.errors.ts';
import { readPasswordFile } from '../passwords/read-password-file.ts';
import { loadRecipient, sealPassword } from '../passwords/seal-password.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import type { LoginSource } from './take-logins.ts';

/** The passwords of service logins by adapter, sealed to the store. Files are named from the folder of the document. */
export async function sealLogins(
  session: Session,
  store: StoreClient,
  logins: readonly LoginSource[],
  folder: string,
): Promise<Record<string, string>> {
  if (logins.length === 0) return {};
  const recipient = await loadRecipient(store);
  const sealed: Record<string, string> = {};
  for (const login of logins) {
    const password =
      login.from === 'file'
        ? readPasswordFile(path.resolve(folder, login.file))
        : await askLogin(session, login.adapter);
    sealed[login.adapter] = await sealPassword(recipient, password);
  }
  return sealed;
}

async function askLogin(session: Session, adapter: string): Promise<Secret> {
  if (!session.isInteractive) {
    throw new UsageError(
      `Nobody is there to type the login of ${adapter}; name a file in the document: login: { passwordFile: FILE }`,
    );
  }
  const { askPassword } = await import('../passwords/ask-password.ts');
  return askPassword(`Password of the service login of ${printable(adapter)}`);
}
