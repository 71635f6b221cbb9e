import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { replaceFile } from '../files/replace-file.ts';
import { readCommandLine } from './read-command-line.ts';

/** What ends a server in good order. */
export type StopSignal = 'SIGTERM' | 'SIGINT';

/** What is needed to find a server again, and to be sure that it is that one. */
export interface ServerRecord {
  readonly name: string;
  readonly pid: number;
  readonly commandLine: string;
  readonly stopSignal: StopSignal;
}

/** Where the server of a data folder is written down: beside the folder, so that no server finds a strange file in it. */
export function pidFileOf(dataDir: string): string {
  return `${resolve(dataDir)}.pid`;
}

export async function writePidFile(pidFile: string, record: ServerRecord): Promise<void> {
  await replaceFile(pidFile, `${JSON.stringify(record)}\n`);
}

/**
 * The server that a pid file tells of, when it still runs. A pid alone proves nothing, because pids are used again: the process
 * must have the very command line, which names the data folder.
 */
export async function findLeftover(pidFile: string): Promise<ServerRecord | undefined> {
  const record = parseRecord(await readFile(pidFile, 'utf8').catch(() => ''));
  return record !== undefined && (await readCommandLine(record.pid)) === record.commandLine ? record : undefined;
}

/** A file that was cut off by a crash tells of nobody. */
function parseRecord(text: string): ServerRecord | undefined {
  try {
    return JSON.parse(text) as ServerRecord;
  } catch {
    return undefined;
  }
}
