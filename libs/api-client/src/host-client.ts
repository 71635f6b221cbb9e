import { ServiceError, type ServiceClient } from './service-client.ts';

/** Whether everything is there that an adapter needs at its target. */
export interface AdapterCheckAnswer {
  readonly adapter: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly problem?: string;
  readonly missingPrivilege?: string;
}

const NOT_FOUND = 404;

/** A host of named adapters. Every method throws `ServiceError`. */
export class HostClient {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  /** Asks the target. `undefined` when this host does not run the adapter. */
  async check(adapter: string): Promise<AdapterCheckAnswer | undefined> {
    try {
      return await this.#service.post<AdapterCheckAnswer>(`/admin/adapters/${encodeURIComponent(adapter)}/check`, {});
    } catch (error) {
      if (error instanceof ServiceError && error.status === NOT_FOUND) return undefined;
      throw error;
    }
  }
}
