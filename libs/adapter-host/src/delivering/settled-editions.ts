import type { DeliverySettledV1 } from '@entsync/contracts';
import type { Edition } from '@entsync/domain';

/** More than can be in flight within the longest not-after. */
const KEPT = 20_000;

type Applied = Extract<DeliverySettledV1, { outcome: 'applied' }>;

/** What this host has done already: dispatches that have an outcome, and editions that were applied. */
export class SettledEditions {
  readonly #dispatches = new Set<string>();
  readonly #applied = new Map<string, Applied>();

  note(settled: Exclude<DeliverySettledV1, { outcome: 'superseded' }>): void {
    keep(this.#dispatches, settled.dispatchId);
    if (settled.outcome !== 'applied') return;
    this.#applied.set(editionKey(settled), settled);
    if (this.#applied.size > KEPT) this.#applied.delete(this.#applied.keys().next().value ?? '');
  }

  hasOutcome(dispatchId: string): boolean {
    return this.#dispatches.has(dispatchId);
  }

  /** How this very edition was applied before, should its outcome have been late. */
  applied(edition: Edition & { readonly account: string }): Applied | undefined {
    return this.#applied.get(editionKey(edition));
  }
}

function editionKey({ account, version, revision }: Edition & { readonly account: string }): string {
  return `${account}\u0000${version.time}/${version.origin}/${version.sequence}/${revision}`;
}

function keep(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size > KEPT) ids.delete(ids.values().next().value ?? '');
}
