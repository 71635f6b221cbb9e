import type { SpoolRecord } from '../src/index.ts';

/** What capture code tells of a change, as far as the spool does not say it by itself. */
export function change(account = 'CORP\\Ann'): Omit<SpoolRecord, 'format' | 'origin' | 'sequence'> {
  return {
    trackingId: '018f6f2e-7a10-4c3e-9b1d-5f0c2a7e4d11',
    system: 'windows',
    account,
    capturedAt: 1_800_000_000_000_000,
    sinceBoot: 3_600_000_000,
    bootId: 'b007',
    sealed: 'c2VhbGVk',
  };
}
