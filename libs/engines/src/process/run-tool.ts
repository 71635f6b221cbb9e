import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';

import { EngineError } from '../engine-error.ts';
import type { Account } from './account.ts';
import { tellsOfFullDisk } from './full-disk.ts';
import { lastLines } from './last-lines.ts';

const MEGABYTE = 1_048_576;
const execute = promisify(execFile);

export interface ToolOptions {
  /** Where it runs. It has to be reachable for the account. */
  readonly folder?: string;
  /** Instead of our own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly account?: Account | undefined;
}

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program that ends by itself, without input.
 *
 * Rejects with ENTSYNC_TOOL_MISSING, ENTSYNC_DISK_FULL or ENTSYNC_TOOL_FAILED; what it said is in `logTail`.
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolOutput> {
  const running = execute(command, args, {
    cwd: options.folder ?? '/',
    maxBuffer: 16 * MEGABYTE,
    ...options.account,
    ...(options.environment === undefined ? {} : { env: options.environment }),
  });
  running.child.stdin?.end();
  try {
    return await running;
  } catch (error) {
    throw toolError(basename(command), error);
  }
}

function toolError(name: string, cause: unknown): EngineError {
  const { code, stdout = '', stderr = '' } = cause as { code?: unknown; stdout?: string; stderr?: string };
  const logTail = lastLines(`${stdout}\n${stderr}`);
  if (code === 'ENOENT') {
    return new EngineError('ENTSYNC_TOOL_MISSING', `The program ${name} was not found: install it.`, { cause });
  }
  if (tellsOfFullDisk(logTail)) {
    return new EngineError('ENTSYNC_DISK_FULL', `${name} found the disk full: make room and try again.`, {
      logTail,
      cause,
    });
  }
  const reason = logTail.split('\n').at(-1) ?? '';
  return new EngineError('ENTSYNC_TOOL_FAILED', `${name} failed (${reason === '' ? String(code) : reason}).`, {
    logTail,
    cause,
  });
}
