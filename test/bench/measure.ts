import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';

import { startBroker } from './broker.ts';
import { measureChain } from './chain/measure-chain.ts';
import { measureEntSync } from './entsync/measure-entsync.ts';
import { measureSealing, type SealingSpeed } from './sealing.ts';
import type { Passage } from './passage.ts';
import type { Undo } from './undo.ts';

export interface Measured {
  /** A bare chain over as many topics. */
  readonly limit: Passage;
  readonly entsync: Passage;
  readonly sealing: SealingSpeed;
  /** How busy the machine was before; the average of one minute. */
  readonly load: number;
  /** What EntSync's processes spent on one change as fast as it went, in milliseconds of one processor; the most first. */
  readonly cpu: readonly (readonly [name: string, milliseconds: number])[];
}

export interface MeasureOptions {
  readonly undo: Undo;
  readonly say: (line: string) => void;
  /** A folder for CPU profiles of the services. */
  readonly profiles?: string | undefined;
}

/** One after the other on one broker, so that each has the machine for itself. */
export async function measure({ undo, say, profiles }: MeasureOptions): Promise<Measured> {
  const [load = 0] = loadavg();
  const folder = await mkdtemp(path.join(tmpdir(), 'entsync-bench-'));
  undo.add(() => rm(folder, { recursive: true, force: true }));
  say('Sealing and opening ...');
  const sealing = await measureSealing();
  const kafka = await startBroker(folder, undo);
  say('A bare chain of topics ...');
  const limit = await measureChain({ brokers: kafka.brokers, folder, undo });
  const { passage, cpu } = await measureEntSync({ kafka, folder, undo, say, profiles });
  return { limit, entsync: passage, sealing, load, cpu };
}
