import { decodeMessage, deliverySettledV1, MalformedMessageError } from '@entsync/contracts';
import { savePositions } from '@entsync/database';
import { reannounce } from '@entsync/domain';
import type { ConsumedRecord, HandledBatch, RecordBatch, RejectedRecord } from '@entsync/messaging';

import type { Directory } from '../directory/load-directory.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { runWork, type Concerned, type OpenWork, type WorkParts } from '../ledger/work-runner.ts';
import type { WorkPublisher } from '../ledger/work-publisher.ts';
import { OutcomeCase } from './outcome-case.ts';
import { OUTCOME_FLOW } from './outcome-flow.ts';
import { recordingMadeCurrent } from './record-made-current.ts';

export interface OutcomesParts extends WorkParts {
  readonly epochs: EpochKeys;
  readonly publisher: WorkPublisher;
}

/** Takes a batch of outcomes through their flow, in one transaction. */
export class Outcomes {
  readonly #parts: OutcomesParts;

  constructor(parts: OutcomesParts) {
    this.#parts = parts;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const decoded = records.map(decodeOutcome);
    const cases = decoded.filter((each) => each instanceof OutcomeCase);
    const malformed = decoded.filter((each): each is RejectedRecord => !(each instanceof OutcomeCase));
    const work = await runWork(
      this.#parts,
      (directory) => concernedBy(cases, directory),
      async (open) => {
        this.#decide(cases, open);
        await savePositions(open.manager, positions);
      },
    );
    return { publish: this.#parts.publisher.messagesOf(work), rejected: [...malformed, ...cases.flatMap(toRejected)] };
  }

  #decide(cases: readonly OutcomeCase[], { directory, work, people }: OpenWork): void {
    const { epochs } = this.#parts;
    work.onMadeCurrent = recordingMadeCurrent(work, people);
    const { routerAnswerKey } = this.#parts.keys;
    const context = { directory, epochs, work, people, routerAnswerKey };
    for (const subject of cases) {
      if (subject.record.isReplay) continue;
      for (const { step } of OUTCOME_FLOW) if (!subject.isOver) step(subject, context);
    }
    // An outcome that is read again was decided before; perhaps what followed was never published.
    for (const { record, settled } of cases) {
      const state = record.isReplay ? people.state({ system: settled.adapter, account: settled.account }) : undefined;
      if (state !== undefined) work.take(state, { ledger: state.ledger, effects: reannounce(state.ledger) });
    }
  }
}

function decodeOutcome(record: ConsumedRecord): OutcomeCase | RejectedRecord {
  try {
    return new OutcomeCase(record, decodeMessage([deliverySettledV1], record).data);
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    return { record, reason: error.reason, detail: error.detail, fromStranger: true };
  }
}

function concernedBy(cases: readonly OutcomeCase[], directory: Directory): Concerned {
  const externalAccounts = cases.flatMap(({ settled }) => {
    const adapter = directory.adaptersByName.get(settled.adapter.toLowerCase());
    return adapter === undefined ? [] : [{ adapterId: adapter.id, account: settled.account }];
  });
  return { windowsAccounts: [], externalAccounts };
}

function toRejected({ record, rejected }: OutcomeCase): RejectedRecord[] {
  return rejected === undefined ? [] : [{ record, ...rejected, fromStranger: true }];
}
