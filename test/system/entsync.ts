import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { TestSystem } from './system.ts';

const COMMAND = path.resolve(import.meta.dirname, '../../apps/cli/bin/entsync.mjs');

export interface Spoken {
  readonly code: number | null;
  readonly output: string;
  readonly notes: string;
}

/** Types a command, with `input` on its standard input. */
export async function entsync(system: TestSystem, args: readonly string[], input = ''): Promise<Spoken> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env['PATH'], ENTSYNC_HOME: system.home },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [output, notes] = [gather(child.stdout), gather(child.stderr)];
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output(), notes: notes() };
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
