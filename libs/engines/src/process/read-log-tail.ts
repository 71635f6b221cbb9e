import { open } from 'node:fs/promises';

import { lastLines } from './last-lines.ts';

const ENOUGH_BYTES = 16_384;

/** The last lines of a log; with `from`, only of what was written behind that byte. Empty when there is no log. */
export async function readLogTail(logFile: string, from = 0): Promise<string> {
  const handle = await open(logFile).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const start = Math.max(from, size - ENOUGH_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    return lastLines(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}
