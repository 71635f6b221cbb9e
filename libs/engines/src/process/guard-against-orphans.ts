import type { ChildProcess } from 'node:child_process';

import type { StopSignal } from './pid-file.ts';

const guarded = new Map<ChildProcess, StopSignal>();
let waitsForExit = false;

/**
 * Asks the child to end when our own process exits without having stopped it. (A process that dies of a signal runs no exit
 * handlers: that is what pid files are for.)
 */
export function guardAgainstOrphans(child: ChildProcess, signal: StopSignal): void {
  if (!waitsForExit) process.once('exit', askAllToEnd);
  waitsForExit = true;
  guarded.set(child, signal);
  child.once('exit', () => guarded.delete(child));
}

function askAllToEnd(): void {
  for (const [child, signal] of guarded) child.kill(signal);
}
