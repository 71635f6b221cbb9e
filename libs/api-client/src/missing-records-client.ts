import type { ServiceClient } from './service-client.ts';

/** Records that a service should read next, and that are gone. */
export interface MissingRecordsAnswer {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  /** From the beginning of the topic, before they were read; or from its end, after they were. */
  readonly from: 'beginning' | 'end';
}

/** What a service waits for a person for. Every method throws `ServiceError`. */
export class MissingRecordsClient {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  async list(): Promise<readonly MissingRecordsAnswer[]> {
    const { missing } = await this.#service.get<{ missing: readonly MissingRecordsAnswer[] }>('/admin/missing-records');
    return missing;
  }

  /** Lets the service go on without them. Resolves to what it goes on without. */
  async accept(topic: string): Promise<readonly MissingRecordsAnswer[]> {
    const { accepted } = await this.#service.post<{ accepted: readonly MissingRecordsAnswer[] }>(
      '/admin/missing-records/accept',
      { topic },
    );
    return accepted;
  }
}
