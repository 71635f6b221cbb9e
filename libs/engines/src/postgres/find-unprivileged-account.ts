import { EngineError } from '../engine-error.ts';
import type { Account } from '../process/account.ts';
import { runTool } from '../process/run-tool.ts';

const CANDIDATES = ['postgres', 'nobody'];

/** Whom root runs PostgreSQL as, because PostgreSQL refuses to be root. */
export async function findUnprivilegedAccount(): Promise<Account> {
  for (const name of CANDIDATES) {
    const account = await lookUp(name);
    if (account !== undefined) return account;
  }
  throw new EngineError(
    'ENTSYNC_ACCOUNT_MISSING',
    'PostgreSQL does not run as root, and there is no other account for it: make one, with: useradd --system postgres',
  );
}

async function lookUp(name: string): Promise<Account | undefined> {
  const ids = await Promise.all([runTool('id', ['-u', name]), runTool('id', ['-g', name])]).catch(() => undefined);
  return ids === undefined ? undefined : { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
}
