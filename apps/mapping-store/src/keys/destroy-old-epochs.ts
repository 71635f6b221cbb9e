import { flowRetention } from '@entsync/contracts';
import { MICROS_PER_HOUR, type Micros } from '@entsync/domain';
import type { DataSource } from 'typeorm';

import { loadDirectory } from '../directory/load-directory.ts';
import type { EpochKeys } from './epoch-keys.ts';

/** Brokers look only now and then at what has become too old. */
const MARGIN: Micros = 24 * MICROS_PER_HOUR;

/** Destroys the keys under which nothing can lie on a topic any more that somebody still has to read. Answers how many. */
export async function destroyOldEpochs(source: DataSource, epochs: EpochKeys, now: Micros): Promise<number> {
  const { system } = await loadDirectory(source.manager);
  const retention = flowRetention(system.syncAgeHours * MICROS_PER_HOUR);
  return epochs.destroyBefore(now - retention - MARGIN);
}
