import { savePositions } from '@entsync/database';
import { WINDOWS, type AccountRef } from '@entsync/domain';
import type { HandledBatch, RecordBatch, RejectedRecord } from '@entsync/messaging';
import { signerOf } from '@entsync/secrets';
import type { EntityManager } from 'typeorm';

import { ensureWindowsUsers } from '../directory/ensure-windows-users.ts';
import { loadDirectory } from '../directory/load-directory.ts';
import type { WorkPublisher } from '../ledger/work-publisher.ts';
import { beginWork, loadConcerned, saveWork, type Concerned, type WorkParts } from '../ledger/work-runner.ts';
import type { Work } from '../ledger/work.ts';
import { acceptedEvent } from './accepted-event.ts';
import { ChangeCase } from './change-case.ts';
import { ChangeHistory } from './change-history.ts';
import { decodeChange } from './decode-change.ts';
import { EXTERNAL_FLOW } from './external-flow.ts';
import type { FlowRow, IntakeContext } from './intake-context.ts';
import { reannounceChanges } from './reannounce-changes.ts';
import { saveChanges } from './save-changes.ts';
import { WINDOWS_FLOW } from './windows-flow.ts';

export interface IntakeParts extends WorkParts {
  readonly publisher: WorkPublisher;
}

/** Takes a batch of records from the public topics through their flows, in one transaction. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const decoded = records.map(decodeChange);
    const cases = decoded.filter((each) => each instanceof ChangeCase);
    const malformed = decoded.filter((each): each is RejectedRecord => !(each instanceof ChangeCase));
    const { publisher, source } = this.#parts;
    const work = await source.transaction((manager) => this.#decide(manager, cases, positions));
    for (const { passwords } of cases) {
      passwords?.newPassword.wipe();
      passwords?.oldPassword?.wipe();
    }
    return { publish: publisher.messagesOf(work), rejected: [...malformed, ...cases.flatMap(toRejected)] };
  }

  /** What is asked for together travels together, and the server does it in this order. */
  async #decide(
    manager: EntityManager,
    cases: readonly ChangeCase[],
    positions: RecordBatch['positions'],
  ): Promise<Work> {
    const { keys } = this.#parts;
    const signers = cases.map(({ record }) => signerOf(record)).filter((name) => name !== undefined);
    const directory = await loadDirectory(manager, signers);
    const work = beginWork(this.#parts, directory);

    const admission = { directory, keys, work } as IntakeContext;
    for (const subject of cases) await runRows(subject, admission, 'admit');

    const admitted = cases.filter(({ isOver }) => !isOver);
    const [, people, history] = await Promise.all([
      ensureWindowsUsers(manager, windowsAccountsOf(admitted)),
      loadConcerned(manager, directory, work, concernedBy(admitted)),
      ChangeHistory.load(manager, admitted.map(toRefd)),
    ]);
    const context: IntakeContext = { ...admission, people, history };
    for (const subject of admitted) await this.#decideOne(subject, context);

    reannounceChanges(cases, context);
    await Promise.all([
      saveChanges(manager, cases),
      saveWork({ manager, directory, work, people }),
      saveClockOffsets(manager, history),
      savePositions(manager, positions),
    ]);
    return work;
  }

  async #decideOne(subject: ChangeCase, context: IntakeContext): Promise<void> {
    await runRows(subject, context, 'decide');
    const { change, ref, digest, version } = subject;
    if (subject.outcome === undefined)
      subject.outcome = { kind: 'settled', state: 'accepted', eventId: acceptedEvent(ref) };
    if (subject.outcome.kind !== 'settled' || ref === undefined || digest === undefined || version === undefined)
      return;
    context.history.remember(change, ref, digest, version);
  }
}

/** As they were announced: who is not known yet is entered. */
function windowsAccountsOf(admitted: readonly ChangeCase[]): readonly string[] {
  return admitted.filter(({ ref }) => ref?.system === WINDOWS).map(({ change }) => change.account);
}

/** Whoever the admitted changes are about. */
function concernedBy(admitted: readonly ChangeCase[]): Concerned {
  return {
    windowsAccounts: admitted.filter(({ ref }) => ref?.system === WINDOWS).map(({ ref }) => ref?.account ?? ''),
    externalAccounts: admitted.flatMap(({ adapter, ref }) =>
      adapter === undefined || ref === undefined ? [] : [{ adapterId: adapter.id, account: ref.account }],
    ),
  };
}

async function runRows(subject: ChangeCase, context: IntakeContext, phase: FlowRow['phase']): Promise<void> {
  const flow = subject.change.system === WINDOWS ? WINDOWS_FLOW : EXTERNAL_FLOW;
  for (const row of flow) {
    if (subject.isOver) return;
    if (row.phase === phase) await row.step(subject, context);
  }
}

function toRefd({ change, ref }: ChangeCase): { change: ChangeCase['change']; ref: AccountRef } {
  return { change, ref: ref ?? { system: change.system, account: change.account } };
}

function toRejected({ record, outcome }: ChangeCase): RejectedRecord[] {
  if (outcome?.kind !== 'rejected') return [];
  const { reason, detail, fromStranger } = outcome;
  return [{ record, reason, detail, fromStranger }];
}

async function saveClockOffsets(manager: EntityManager, history: ChangeHistory): Promise<void> {
  const entries = history.changedClocks;
  if (entries.length === 0) return;
  await manager.query(
    `insert into origins (origin, clock_offset) select * from unnest($1::uuid[], $2::bigint[])
     on conflict (origin) do update set clock_offset = excluded.clock_offset`,
    [entries.map(([origin]) => origin), entries.map(([, offset]) => offset)],
  );
}
