import { canonicalAccount, WINDOWS, type AccountRef } from '@entsync/domain';
import { openCapture } from '@entsync/secrets';
import type { EntityManager } from 'typeorm';

import type { OpenWork } from '../ledger/work-runner.ts';
import type { StoreKeys } from '../keys/store-keys.ts';
import { acceptedEvent } from './accepted-event.ts';
import { ChangeCase, type AnnouncedChange } from './change-case.ts';
import { ChangeHistory } from './change-history.ts';
import { EXTERNAL_FLOW } from './external-flow.ts';
import type { IntakeContext } from './intake-context.ts';
import { WINDOWS_FLOW } from './windows-flow.ts';

interface HeldRow {
  readonly id: string;
  readonly origin: string;
  readonly account: string;
  readonly time: string;
  readonly sequence: string;
  readonly fingerprint: string;
  readonly digest: string;
  readonly held: AnnouncedChange;
}

/** Rows that were passed when the change was stamped. */
const PASSED = new Set(['repeated', 'stamp']);

/**
 * An operator has looked at the clock and believes the changes that were held for this account: they go on through their flow, with the version that they
 * were given. Answers how many there were.
 */
export async function releaseHeld(open: OpenWork, keys: StoreKeys, ref: AccountRef): Promise<number> {
  const rows = await loadHeld(open.manager, ref);
  const history = await ChangeHistory.load(open.manager, []);
  const { directory, work, people } = open;
  const context: IntakeContext = { directory, work, people, keys, history };
  for (const row of rows) {
    const subject = await reopen(row, ref, context);
    await decideAgain(subject, context);
    await saveReleased(open.manager, row, subject);
    subject.passwords?.newPassword.wipe();
    subject.passwords?.oldPassword?.wipe();
  }
  return rows.length;
}

async function saveReleased(manager: EntityManager, row: HeldRow, { outcome, ref, user }: ChangeCase): Promise<void> {
  const { state, eventId } = outcome?.kind === 'settled' ? outcome : { state: 'accepted', eventId: acceptedEvent(ref) };
  await manager.query(
    'update changes set state = $2, event_id = $3, windows_account = coalesce($4, windows_account), held = null where id = $1',
    [row.id, state, eventId, user?.written ?? null],
  );
}

async function decideAgain(subject: ChangeCase, context: IntakeContext): Promise<void> {
  const flow = subject.change.system === WINDOWS ? WINDOWS_FLOW : EXTERNAL_FLOW;
  for (const { row, phase, step } of flow) {
    if (subject.isOver) return;
    if (phase === 'decide' && !PASSED.has(row)) await step(subject, context);
  }
}

/** Held changes of the account are not wanted. Answers how many there were. */
export async function dropHeld(manager: EntityManager, ref: AccountRef): Promise<number> {
  const [, count] = (await manager.query(
    `update changes set state = 'refused', held = null where state = 'held' and system = $1 and account = $2`,
    [ref.system, ref.account],
  )) as [unknown, number];
  return count;
}

function loadHeld(manager: EntityManager, ref: AccountRef): Promise<HeldRow[]> {
  return manager.query(
    `select id, origin, account, time, sequence, fingerprint, digest, held from changes
     where state = 'held' and system = $1 and account = $2 order by time, origin, sequence`,
    [ref.system, ref.account],
  );
}

async function reopen(row: HeldRow, ref: AccountRef, { directory, keys }: IntakeContext): Promise<ChangeCase> {
  const change = row.held;
  const record = {
    topic: change.topic,
    partition: 0,
    offset: 0,
    key: null,
    value: null,
    headers: {},
    appendedAt: 0,
    isReplay: false,
  };
  const subject = new ChangeCase(record, change);
  subject.adapter = directory.adaptersByName.get(change.system.toLowerCase());
  const form = subject.adapter?.accountForm;
  subject.ref = form === undefined ? ref : { system: ref.system, account: canonicalAccount(form, change.account) };
  subject.passwords = await openCapture(keys.recipients, change, Buffer.from(change.sealed, 'base64'));
  subject.fingerprint = row.fingerprint;
  subject.digest = row.digest;
  subject.version = { time: Number(row.time), origin: row.origin, sequence: Number(row.sequence) };
  return subject;
}
