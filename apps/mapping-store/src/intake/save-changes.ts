import { sameVersion } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import { found, type CaseOutcome, type ChangeCase } from './change-case.ts';

type SettledCase = ChangeCase & { readonly outcome: Extract<CaseOutcome, { kind: 'settled' }> };

/** Only changes that were opened are remembered: before that nobody knows whether the same content came again. */
function isRemembered(subject: ChangeCase): subject is SettledCase {
  return subject.outcome?.kind === 'settled' && subject.digest !== undefined;
}

/** Remembers what was decided about each change. */
export async function saveChanges(manager: EntityManager, cases: readonly ChangeCase[]): Promise<void> {
  const rows = cases.filter(isRemembered).map(toRow);
  if (rows.length === 0) return;
  await manager.query(
    `insert into changes (origin, tracking_id, principal, system, account, windows_account, state, claimed_at, received_at, time, sequence,
       covers_time, covers_origin, covers_sequence, fingerprint, digest, event_id, held)
     select * from json_to_recordset($1::json) as c (origin uuid, tracking_id uuid, principal text, system text, account text,
       windows_account text, state text, claimed_at bigint, received_at bigint, time bigint, sequence bigint, covers_time bigint,
       covers_origin uuid, covers_sequence bigint, fingerprint text, digest text, event_id integer, held jsonb)
     on conflict (origin, tracking_id) do nothing`,
    [JSON.stringify(rows)],
  );
}

function toRow(subject: SettledCase): Record<string, unknown> {
  const { change, record, outcome, version, source, user } = subject;
  const ref = found(subject.ref, 'the account');
  const own = version ?? {
    time: change.capturedAt + change.clockOffset,
    origin: change.origin,
    sequence: change.sequence,
  };
  const covers = source?.ledger.changes.find((each) => sameVersion(each.version, own))?.covers ?? own;
  return {
    origin: change.origin,
    tracking_id: change.trackingId,
    principal: subject.principal?.name ?? '',
    system: ref.system,
    account: ref.account,
    windows_account: user?.written ?? null,
    state: outcome.state,
    claimed_at: change.capturedAt + change.clockOffset,
    received_at: record.appendedAt,
    time: own.time,
    sequence: own.sequence,
    covers_time: covers.time,
    covers_origin: covers.origin,
    covers_sequence: covers.sequence,
    fingerprint: subject.fingerprint,
    digest: subject.digest,
    event_id: outcome.eventId,
    // A change that is held is opened again when it is released. As it came, its password is sealed to the store.
    held: outcome.state === 'held' ? change : null,
  };
}
