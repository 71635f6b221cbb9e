import type { RouterLinkedV1 } from '@entsync/contracts';
import type { Secret } from '@entsync/domain';
import { deriveMacKey, openBox, type RecipientKeyPair } from '@entsync/secrets';

/** The key that the router shares with the store, as it was last published for this router. */
export class RouterLink {
  readonly #recipient: RecipientKeyPair;
  #opened = '';
  #deliveryKey: Secret | undefined;
  #answerKey: Secret | undefined;

  constructor(recipient: RecipientKeyPair) {
    this.#recipient = recipient;
  }

  async take({ link }: RouterLinkedV1): Promise<void> {
    if (link === this.#opened) return;
    const shared = await openBox([this.#recipient], 'router-link', Buffer.from(link, 'base64'));
    this.#deliveryKey = deriveMacKey(shared, 'delivery');
    this.#answerKey = deriveMacKey(shared, 'router-answer');
    this.#opened = link;
    shared.wipe();
  }

  get isKnown(): boolean {
    return this.#deliveryKey !== undefined;
  }

  deliveryKey(): Secret {
    return known(this.#deliveryKey);
  }

  answerKey(): Secret {
    return known(this.#answerKey);
  }
}

function known(key: Secret | undefined): Secret {
  if (key === undefined) throw new LinkUnknownError();
  return key;
}

/** The store has not published the link for this router yet: nothing can be believed or proven until then. */
export class LinkUnknownError extends Error {
  readonly code = 'ENTSYNC_ROUTER_LINK_UNKNOWN';

  constructor() {
    super('The store has not published the link for this router yet; is the router enrolled, and the store running?');
    this.name = 'LinkUnknownError';
  }
}
