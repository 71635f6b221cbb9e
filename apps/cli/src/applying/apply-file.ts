import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { AppliedChange, ApplyProblem, ApplyRequest, StoreClient } from '@entsync/api-client';

import { RefusedError, UsageError } from '../cli.errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';
import { ConfigurationDocument } from './parse-configuration.ts';
import { renderChanges } from './render-changes.ts';
import { sealLogins } from './seal-logins.ts';
import { takeLogins } from './take-logins.ts';

export interface ApplyOptions {
  readonly yes: boolean;
  readonly preview: boolean;
  readonly json: boolean;
}

/** Makes the installation what a file says: shows the difference, asks, does it. All of it or nothing. */
export async function applyFile(session: Session, file: string, options: ApplyOptions): Promise<ExitCode> {
  const parsed = ConfigurationDocument.parse(file, readText(file));
  const { document, logins, problems } = takeLogins(parsed.content);
  if (problems.length > 0) return refuse(session, parsed, problems, options);
  const store = (await session.installation()).store();
  const sealed = await sealLogins(session, store, logins, path.dirname(file));
  const request = { document: document ?? null, logins: sealed };
  const preview = await store.apply({ ...request, preview: true });
  if (preview.problems.length > 0) return refuse(session, parsed, preview.problems, options);
  const mayGoOn = !options.preview && preview.changes.length > 0;
  if (!mayGoOn || !(await isConfirmed(session, preview.changes, options))) {
    tell(session, preview.changes, options, mayGoOn ? 'Nothing was changed.' : undefined);
    return mayGoOn ? EXIT.failed : EXIT.done;
  }
  return commit(session, { parsed, store, request }, options);
}

interface Commit {
  readonly parsed: ConfigurationDocument;
  readonly store: StoreClient;
  readonly request: Omit<ApplyRequest, 'preview'>;
}

async function commit(session: Session, { parsed, store, request }: Commit, options: ApplyOptions): Promise<ExitCode> {
  const { changes, problems } = await store.apply({ ...request, preview: false });
  // Somebody else may have changed something since the preview.
  if (problems.length > 0) return refuse(session, parsed, problems, options);
  tell(session, changes, options, `Done: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}.`);
  return EXIT.done;
}

/** Shows what would change to whoever is to say yes to it. */
async function isConfirmed(
  session: Session,
  changes: readonly AppliedChange[],
  { yes }: ApplyOptions,
): Promise<boolean> {
  if (yes) return true;
  if (!session.isInteractive) {
    throw new UsageError('Nobody is there to confirm the changes; add --yes, or look at them with --preview');
  }
  session.screen.note(renderChanges(changes, session.screen));
  return confirm('Apply these changes?');
}

function tell(
  { screen, isInteractive }: Session,
  changes: readonly AppliedChange[],
  { json, yes, preview }: ApplyOptions,
  sentence: string | undefined,
): void {
  if (json) return screen.printJson({ changes, problems: [] });
  if (changes.length === 0) return screen.print('Nothing differs.');
  const wasShown = isInteractive && !yes && !preview;
  if (!wasShown) screen.print(renderChanges(changes, screen));
  if (sentence !== undefined) screen.print(sentence);
}

function refuse(
  { screen }: Session,
  parsed: ConfigurationDocument,
  problems: readonly ApplyProblem[],
  { json }: ApplyOptions,
): ExitCode {
  if (json)
    screen.printJson({ changes: [], problems: problems.map((each) => ({ ...each, ...parsed.place(each.path) })) });
  else for (const problem of problems) screen.note(printable(parsed.describe(problem)));
  return EXIT.failed;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RefusedError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}
