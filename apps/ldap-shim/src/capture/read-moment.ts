import { readFileSync } from 'node:fs';

import { MICROS_PER_MILLISECOND } from '@entsync/domain';
import type { SpoolRecord } from '@entsync/spool';

export type Moment = Pick<SpoolRecord, 'capturedAt' | 'sinceBoot' | 'bootId'>;

/** As the adapter host reads it too: within one boot it trusts the time that has passed, and not the wall clock. */
const bootId = readBootId();

/** Now, by this machine's clocks. */
export function readMoment(): Moment {
  return {
    capturedAt: Date.now() * MICROS_PER_MILLISECOND,
    sinceBoot: Number(process.hrtime.bigint() / 1_000n),
    bootId,
  };
}

/** Empty where the system does not tell. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
