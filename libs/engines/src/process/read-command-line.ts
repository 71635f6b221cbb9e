import { readFile } from 'node:fs/promises';

import { runTool } from './run-tool.ts';

/** The command line of a running process, its parts parted by spaces; `undefined` when there is none (any more). */
export async function readCommandLine(pid: number): Promise<string | undefined> {
  const line = process.platform === 'linux' ? await readFromProc(pid) : await askPs(pid);
  return line === '' ? undefined : line;
}

/** Empty for a process that has ended and waits to be reaped. */
async function readFromProc(pid: number): Promise<string> {
  const parts = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return parts.replace(/\0$/, '').replaceAll('\0', ' ');
}

async function askPs(pid: number): Promise<string> {
  const answer = await runTool('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).catch(() => undefined);
  return answer?.stdout.trim() ?? '';
}
