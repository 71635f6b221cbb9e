import type { SpoolStatus, StatusReportedV1 } from '@entsync/contracts';

/** What operators want to know of a heartbeat: no keys, no schemas. */
export interface KeptStatus {
  readonly role: string;
  readonly version: string;
  readonly startedAt: number;
  readonly adapters: readonly KeptAdapter[];
  readonly spool: SpoolStatus | null;
  /** Of the adapters that a host runs. */
  readonly kind: string | null;
}

interface KeptAdapter {
  readonly name: string;
  readonly state: string;
  readonly problem: string | null;
  readonly spool: SpoolStatus | null;
  readonly shimAnswers: boolean | null;
}

export function keepStatus({ role, version, startedAt, adapters, spool, hosts }: StatusReportedV1): KeptStatus {
  return {
    role,
    version,
    startedAt,
    adapters: adapters.map(keepAdapter),
    spool: spool ?? null,
    kind: hosts?.kind ?? null,
  };
}

function keepAdapter({ name, state, problem, spool, shimAnswers }: StatusReportedV1['adapters'][number]): KeptAdapter {
  return { name, state, problem: problem ?? null, spool: spool ?? null, shimAnswers: shimAnswers ?? null };
}
