import { setTimeout as sleep } from 'node:timers/promises';

import { Secret } from '@entsync/domain';
import type { Producer } from '@entsync/producer';
import { generateToken } from '@entsync/secrets';

interface Announced {
  readonly password: string;
  readonly trackingId: string;
}

/** Changes of many people's passwords, and what each of them must log in with at the end. */
export class Load {
  readonly #producer: Producer;
  readonly #names: readonly string[];
  readonly #announced = new Map<string, Announced[]>();
  #next = 0;

  constructor(producer: Producer, names: readonly string[]) {
    this.#producer = producer;
    this.#names = names;
  }

  /** Announces a new password for each of the next `count` people. Resolves when the brokers have them all, however long they are away. */
  async burst(count: number): Promise<void> {
    const people = Array.from({ length: count }, () => this.#names[(this.#next += 1) % this.#names.length] ?? '');
    const sealed = await Promise.all(people.map((name) => this.#seal(name)));
    for (;;) {
      try {
        await this.#producer.publish(sealed);
        return;
      } catch {
        // Whether they have arrived nobody can tell: the same ones again are harmless.
        await sleep(200);
      }
    }
  }

  /** The password of the newest change of each person, and those before it. */
  get expected(): readonly { name: string; newest: Announced; older: readonly Announced[] }[] {
    return [...this.#announced].map(([name, all]) => {
      const newest = all.at(-1);
      if (newest === undefined) throw new Error(`${name} has no change.`);
      return { name, newest, older: all.slice(0, -1) };
    });
  }

  async #seal(name: string) {
    const all = this.#announced.get(name) ?? [];
    this.#announced.set(name, all);
    const password = `${name}-${all.length + 1}-${generateToken().slice(0, 12)}`;
    const { trackingId, message } = await this.#producer.seal({
      account: `CORP\\${name}`,
      newPassword: Secret.ofText(password),
    });
    all.push({ password, trackingId });
    return message;
  }
}
