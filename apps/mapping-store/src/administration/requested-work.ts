import type { OutgoingMessage } from '@entsync/messaging';
import type { DataSource } from 'typeorm';

import { PendingAnnouncements } from '../ledger/pending-announcements.ts';
import type { WorkPublisher } from '../ledger/work-publisher.ts';
import type { Work } from '../ledger/work.ts';

export interface RequestedWorkParts {
  readonly source: DataSource;
  readonly publisher: WorkPublisher;
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
}

/** Publishes what a request has decided. Should that fail, a sweep does it: what was decided stays marked until the brokers have it. */
export class RequestedWork {
  readonly #parts: RequestedWorkParts;

  constructor(parts: RequestedWorkParts) {
    this.#parts = parts;
  }

  async publish(work: Work): Promise<void> {
    const { source, publisher, publish } = this.#parts;
    await publish(publisher.messagesOf(work));
    await new PendingAnnouncements(source).clear(work);
  }
}
