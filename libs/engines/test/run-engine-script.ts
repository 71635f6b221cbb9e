import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Account } from '../src/process/account.ts';

export interface ScriptRun {
  readonly script: ChildProcess;
  /** Of the PostgreSQL that it started. */
  readonly pid: number;
  readonly dataDir: string;
}

/** Lets another process of ours start a PostgreSQL. */
export async function runEngineScript(
  folder: string,
  port: number,
  what: 'exit' | 'wait',
  account?: Account,
): Promise<ScriptRun> {
  const path = join(import.meta.dirname, 'engine-script.ts');
  const script = spawn(process.execPath, [path, folder, String(port), what], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...account,
  });
  const [said] = (await Promise.race([
    once(script.stdout, 'data'),
    once(script, 'exit').then(() => Promise.reject(new Error('The script ended without having started its engine.'))),
  ])) as [Buffer];
  const { pid, dataDir } = JSON.parse(said.toString()) as { pid: number; dataDir: string };
  return { script, pid, dataDir };
}
