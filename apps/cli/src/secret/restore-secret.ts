import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { findRunning, masterSecretFileIn } from '@entsync/api-client';
import type { Secret } from '@entsync/domain';
import { MasterSecret, openBackup, writeKeyFile, type MasterSecretFile } from '@entsync/secrets';

import { RefusedError } from '../cli.errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { obtainKnownPassword } from '../passwords/obtain-password.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';

export interface RestoreOptions {
  readonly force: boolean;
  /** The file of the master secret, where it is not the one of an installation. */
  readonly to?: string;
}

/** Puts the master secret of a backup back into an installation that is stopped. */
export async function restoreSecret(session: Session, file: string, options: RestoreOptions): Promise<ExitCode> {
  const home = await session.home();
  if (options.to === undefined) checkStopped(home);
  const target = options.to === undefined ? masterSecretFileIn(home) : path.resolve(options.to);
  const text = readBackup(file);
  const password = await obtainKnownPassword(session, 'Password of the backup');
  const kept = replaceSecret(target, openAndWipe(text, password), { force: options.force, now: new Date() });
  session.screen.print(`The master secret is restored to ${printable(target)}.`);
  if (kept !== undefined) session.screen.note(`The one that was there before is kept in ${printable(kept)}`);
  return EXIT.done;
}

/** The store holds the secret in memory: underneath it, nothing must change. Throws {@link RefusedError}. */
function checkStopped(home: string): void {
  if (findRunning(home) === undefined) return;
  throw new RefusedError(`EntSync runs in ${home}; stop it first with: npm stop`);
}

function readBackup(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RefusedError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}

function openAndWipe(text: string, password: Secret): MasterSecretFile {
  try {
    return openBackup(text, password);
  } finally {
    password.wipe();
  }
}

interface Replacing {
  readonly force: boolean;
  readonly now: Date;
}

/**
 * Writes the secret. Another one that is there is not overwritten without force, and kept beside it even then: what it has encrypted needs it. Answers where.
 *
 * Throws {@link RefusedError}.
 */
export function replaceSecret(
  target: string,
  content: MasterSecretFile,
  { force, now }: Replacing,
): string | undefined {
  const known = existsSync(target) ? MasterSecret.load(target) : undefined;
  const isOther = known !== undefined && known.msid !== content.current.msid;
  if (isOther && !force) {
    throw new RefusedError(
      `${target} holds another master secret (${known.msid}); what it has encrypted would be lost. If you are sure: --force`,
    );
  }
  const kept = isOther ? `${target}.${now.toISOString().replaceAll(':', '')}` : undefined;
  if (known !== undefined && kept !== undefined) writeKeyFile(kept, known.content);
  MasterSecret.store(target, { ...content, backedUpAt: now.toISOString() });
  return kept;
}
