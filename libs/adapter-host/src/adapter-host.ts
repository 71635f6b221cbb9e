import type { AdapterDefinition } from '@entsync/adapter-sdk';
import type { AdapterConfiguredV1, HostedAdapterStatus } from '@entsync/contracts';
import { PublicError } from '@entsync/service';

import type { HostParts } from './host-parts.ts';
import { NamedAdapter } from './named-adapter.ts';

/** Runs the named adapters of one kind that the store has bound to this host. */
export class AdapterHost<Settings> {
  readonly #definition: AdapterDefinition<Settings>;
  readonly #parts: HostParts;
  readonly #principal: string;
  readonly #adapters = new Map<string, NamedAdapter<Settings>>();
  readonly #changed: () => void;
  #work: Promise<void> = Promise.resolve();

  /** @param changed called when a named adapter came, went or has other keys: a heartbeat should tell soon */
  constructor(definition: AdapterDefinition<Settings>, parts: HostParts, principal: string, changed: () => void) {
    this.#definition = definition;
    this.#parts = parts;
    this.#principal = principal;
    this.#changed = changed;
    parts.feed.onChange((changedRecord) => {
      if (changedRecord.kind === 'adapter') this.#enqueue(() => this.#take(changedRecord));
      if (changedRecord.kind === 'store') this.#enqueue(() => this.#tellShims());
    });
  }

  /** Resolves when everything that was configured so far is being served. */
  settled(): Promise<void> {
    return this.#work;
  }

  async stop(): Promise<void> {
    await this.#work;
    await Promise.all([...this.#adapters.values()].map((adapter) => adapter.stop()));
  }

  get problem(): string | undefined {
    return [...this.#adapters.values()].map((adapter) => adapter.readiness()).find((problem) => problem !== undefined);
  }

  status(): Promise<HostedAdapterStatus[]> {
    return Promise.all([...this.#adapters.values()].map((adapter) => adapter.status()));
  }

  get adapters(): readonly NamedAdapter<Settings>[] {
    return [...this.#adapters.values()];
  }

  adapter(name: string): NamedAdapter<Settings> {
    const adapter = this.#adapters.get(name.toLowerCase());
    if (adapter === undefined)
      throw new PublicError(404, 'ENTSYNC_ADAPTER', `This host does not run an adapter ${name}.`);
    return adapter;
  }

  /** One change at a time. A failure must not keep later changes away. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(work)
      .catch((error: unknown) => this.#parts.log.failure('a configuration could not be taken', error));
  }

  async #take(configured: AdapterConfiguredV1): Promise<void> {
    const key = configured.name.toLowerCase();
    const isOurs = configured.adapterKind === this.#definition.kind && configured.host === this.#principal;
    const known = this.#adapters.get(key);
    if (!isOurs || configured.state === 'deleted') {
      this.#adapters.delete(key);
      await known?.stop();
      if (known !== undefined) this.#changed();
      return;
    }
    if (known !== undefined) return known.take(configured);
    const adapter = await NamedAdapter.open(this.#definition, this.#parts, configured);
    this.#adapters.set(key, adapter);
    await adapter.tellShim();
    await adapter.start();
    this.#changed();
  }

  async #tellShims(): Promise<void> {
    await Promise.all([...this.#adapters.values()].map((adapter) => adapter.tellShim()));
  }
}
