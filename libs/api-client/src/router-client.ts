import type { ServiceClient } from './service-client.ts';

/** What the lanes of one adapter are doing. */
export interface LaneAnswer {
  readonly adapter: string;
  readonly waiting: number;
  readonly dispatched: number;
  readonly retrying: number;
  readonly breaker: 'closed' | 'open' | 'probing';
  /** Microseconds since 1970; absent while the breaker is closed. */
  readonly openUntil?: number;
}

/** The router, for operators. Every method throws `ServiceError`. */
export class RouterClient {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  async lanes(): Promise<readonly LaneAnswer[]> {
    const { lanes } = await this.#service.get<{ lanes: readonly LaneAnswer[] }>('/admin/lanes');
    return lanes;
  }
}
