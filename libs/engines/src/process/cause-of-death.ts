import { EngineError } from '../engine-error.ts';
import { tellsOfFullDisk } from './full-disk.ts';

/** What is known of a server that ended before it answered. */
export interface Death {
  readonly name: string;
  readonly logFile: string;
  /** The last lines that it wrote. */
  readonly logTail: string;
  /** `exit code 1`, or the name of a signal. */
  readonly manner: string;
  readonly diskFull: boolean;
}

/** The error that tells of it, with the cure if one is known. */
export function causeOfDeath({ name, logFile, logTail, manner, diskFull }: Death): EngineError {
  if (diskFull || tellsOfFullDisk(logTail)) {
    const message = `${name} cannot start because the disk is full: make room and try again.`;
    return new EngineError('ENTSYNC_DISK_FULL', message, { logTail });
  }
  if (/Address already in use/i.test(logTail)) {
    const message = `${name} found its port taken by another program: end that one or choose another port.`;
    return new EngineError('ENTSYNC_PORT_TAKEN', message, { logTail });
  }
  const message = `${name} ended before it answered (${manner}): read why in ${logFile}.`;
  return new EngineError('ENTSYNC_ENGINE_DIED', message, { logTail });
}
