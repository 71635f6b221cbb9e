import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';

import { checkNotRunning } from '../process/check-not-running.ts';
import { pidFileOf } from '../process/pid-file.ts';
import { privatePlaceOf } from './private-place.ts';

/**
 * Removes a cluster for good, wherever it lies; removing the folder alone could leave the data below /var/lib/entsync.
 * Rejects with ENTSYNC_ENGINE_RUNNING while its server runs.
 */
export async function removePostgresData(dataDir: string): Promise<void> {
  const asked = resolve(dataDir);
  await checkNotRunning(pidFileOf(asked));
  await rm(privatePlaceOf(asked), { recursive: true, force: true });
  await rm(asked, { recursive: true, force: true });
}
