import type { OutgoingMessage } from '@entsync/messaging';
import { toEventMessages } from '@entsync/service';

import { sealAnnouncements, type Sealing } from './seal-announcements.ts';
import type { Work } from './work.ts';

const SERVICE = 'mapping-store';

/** Turns what was decided into messages. */
export class WorkPublisher {
  readonly #sealing: Sealing;

  constructor(sealing: Sealing) {
    this.#sealing = sealing;
  }

  /** Deliveries first, then one record with all events. */
  messagesOf(work: Work): OutgoingMessage[] {
    return [...sealAnnouncements(work, this.#sealing), ...eventsOf(work)];
  }
}

function eventsOf({ events, now }: Work): OutgoingMessage[] {
  return toEventMessages(SERVICE, events, now);
}
