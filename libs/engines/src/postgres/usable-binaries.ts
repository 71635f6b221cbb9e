import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { EngineError } from '../engine-error.ts';
import { exists } from '../files/exists.ts';
import type { Account } from '../process/account.ts';
import { CLEAN_ENVIRONMENT } from '../process/clean-environment.ts';
import { runTool } from '../process/run-tool.ts';
import { postgresOf, type PostgresBinaries } from './find-postgres-binaries.ts';
import { makePrivateRoot, PRIVATE_ROOT } from './private-place.ts';

/**
 * The binaries where `account` can run them: in place, or for root's unprivileged account, which may not see our `node_modules`,
 * a copy below /var/lib/entsync, made once a version. Throws ENTSYNC_PLATFORM_UNSUPPORTED when they do not run at all.
 */
export async function usableBinaries(
  original: PostgresBinaries,
  account: Account | undefined,
): Promise<PostgresBinaries> {
  const refusal = await tryToRun(original, account);
  if (refusal === undefined) return original;
  if (account === undefined) throw doNotRun(original, refusal);
  const copy = { ...original, root: join(PRIVATE_ROOT, `postgresql-${original.version}-${process.arch}`) };
  if (!(await exists(copy.root))) await copyBinaries(original.root, copy.root);
  const secondRefusal = await tryToRun(copy, account);
  if (secondRefusal !== undefined) throw doNotRun(copy, secondRefusal);
  return copy;
}

async function tryToRun(binaries: PostgresBinaries, account: Account | undefined): Promise<unknown> {
  return runTool(postgresOf(binaries), ['--version'], { account, environment: CLEAN_ENVIRONMENT }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function doNotRun({ root, version }: PostgresBinaries, cause: unknown): EngineError {
  return new EngineError(
    'ENTSYNC_PLATFORM_UNSUPPORTED',
    `PostgreSQL ${version} in ${root} does not run on this machine: use a server of your own.`,
    { cause },
  );
}

/** They stay root's, so that nobody else can change what root has copied. */
async function copyBinaries(from: string, to: string): Promise<void> {
  await makePrivateRoot();
  const workshop = await mkdtemp(`${to}.`);
  try {
    const copy = join(workshop, 'native');
    await cp(from, copy, { recursive: true, verbatimSymlinks: true });
    await runTool('chmod', ['-R', 'u=rwX,go=rX', copy]);
    await rename(copy, to).catch(async (error: unknown) => {
      // Another process was faster: its copy is as good as ours.
      if (!(await exists(to))) throw error;
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}
