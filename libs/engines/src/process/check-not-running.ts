import { EngineError } from '../engine-error.ts';
import { findLeftover } from './pid-file.ts';

/** Throws ENTSYNC_ENGINE_RUNNING while the server that the pid file tells of runs. */
export async function checkNotRunning(pidFile: string): Promise<void> {
  const leftover = await findLeftover(pidFile);
  if (leftover === undefined) return;
  throw new EngineError(
    'ENTSYNC_ENGINE_RUNNING',
    `${leftover.name} runs already on this data folder (pid ${leftover.pid}, ${pidFile}): stop it first (stopLeftover does).`,
  );
}
