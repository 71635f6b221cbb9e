import type { Micros } from '@entsync/domain';
import type { OutgoingMessage } from '@entsync/messaging';
import { PublicError } from '@entsync/service';
import type { DataSource, EntityManager } from 'typeorm';

import type { DeadLetter, WholeRow } from './dead-letter.ts';
import { noSuchLetter } from './load-dead-letters.ts';

export interface SettlingParts {
  readonly source: DataSource;
  readonly listTopics: () => Promise<readonly string[]>;
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Broker time. */
  readonly now: () => Micros;
}

export interface SettledLetter {
  readonly id: number;
  readonly state: DeadLetter['state'];
}

type LockedRow = Pick<WholeRow, 'topic' | 'key' | 'value' | 'headers' | 'state'>;

/** Ends what a dead letter waits for. Both throw {@link PublicError} where there is none, or none that is open. */
export class DeadLetterSettling {
  readonly #parts: SettlingParts;

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  /** Publishes the record once more, as it was. Should this end before it is noted, it may be replayed again: every handler recognises what it has seen. */
  replay(id: number): Promise<SettledLetter> {
    return this.#settle(id, 'replayed', (row) => this.#publishAgain(row));
  }

  discard(id: number): Promise<SettledLetter> {
    return this.#settle(id, 'discarded', () => Promise.resolve());
  }

  #settle(id: number, state: DeadLetter['state'], work: (row: LockedRow) => Promise<void>): Promise<SettledLetter> {
    return this.#parts.source.transaction(async (manager) => {
      await work(await lockOpen(manager, id));
      await manager.query('update dead_letters set state = $2, settled_at = $3 where id = $1', [
        id,
        state,
        this.#parts.now(),
      ]);
      return { id, state };
    });
  }

  async #publishAgain({ topic, key, value, headers }: LockedRow): Promise<void> {
    // Publishing to what is not there would be tried for long.
    if (!(await this.#parts.listTopics()).includes(topic)) throw topicGone(topic);
    const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text, 'base64')]);
    try {
      await this.#parts.publish([{ topic, key, value, headers: Object.fromEntries(bytes) as Record<string, Buffer> }]);
    } catch {
      throw new PublicError(
        503,
        'ENTSYNC_BROKER',
        `The brokers did not take the record on ${topic}; is Kafka running?`,
      );
    }
  }
}

function topicGone(topic: string): PublicError {
  const message = `There is no topic ${topic} any more; discard the dead letter, or add its adapter again.`;
  return new PublicError(422, 'ENTSYNC_TOPIC_UNKNOWN', message);
}

/** Two operators at once: the second waits, and finds it settled. */
async function lockOpen(manager: EntityManager, id: number): Promise<LockedRow> {
  const [row] = await manager.query<LockedRow[]>(
    'select topic, key, value, headers, state from dead_letters where id = $1 for update',
    [id],
  );
  if (row === undefined) throw noSuchLetter(id);
  if (row.state !== 'open')
    throw new PublicError(409, 'ENTSYNC_DEAD_LETTER_SETTLED', `The dead letter ${id} was ${row.state} before.`, {
      state: row.state,
    });
  return row;
}
