import { statfs } from 'node:fs/promises';

import { EngineError } from '../engine-error.ts';

const ALMOST_NOTHING_BYTES = 1_048_576;

/** Whether a program says, in the words of the system or of PostgreSQL, that the disk is full. */
export function tellsOfFullDisk(text: string): boolean {
  return /No space left on device|Check free disk space/.test(text);
}

/** Whether there is no room below `folder`. A program that writes through mapped memory dies of that without a word. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < ALMOST_NOTHING_BYTES;
}

/** Runs `work`, which writes below `folder`; a full disk becomes an error that says so. */
export async function nameFullDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'ENOSPC') throw cause;
    throw new EngineError('ENTSYNC_DISK_FULL', `The disk below ${folder} is full: make room and try again.`, { cause });
  }
}
