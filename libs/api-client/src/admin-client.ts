import type { ServiceClient } from './service-client.ts';

/** One thing that happened. Times are microseconds since 1970. */
export interface TimelineStep {
  readonly at: number;
  readonly service: string;
  readonly eventId: number;
  readonly symbol: string;
  readonly severity: 'info' | 'warn' | 'error';
  /** The catalogue's sentence, filled in. */
  readonly text: string;
  readonly system: string | null;
  readonly account: string | null;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/** One change from its capture to its last outcome. */
export interface Timeline {
  readonly trackingId: string;
  readonly windowsAccount: string | null;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly steps: readonly TimelineStep[];
}

export interface SpoolAnswer {
  readonly records: number;
  readonly bytes: number;
  readonly undecided: number;
  readonly oldestAt?: number;
}

export interface HostedAdapter {
  readonly name: string;
  readonly state: string;
  readonly problem: string | null;
  readonly spool: SpoolAnswer | null;
  readonly shimAnswers: boolean | null;
}

/** What a principal said of itself last. */
export interface ReportedService {
  readonly principal: string;
  readonly role: string;
  readonly version: string;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly isSilent: boolean;
  readonly adapters: readonly HostedAdapter[];
  readonly spool: SpoolAnswer | null;
  readonly kind: string | null;
}

export interface TopicAnswer {
  readonly name: string;
  readonly partitions: number;
  readonly records: number;
  readonly carries: string | null;
  readonly consumers: readonly { readonly group: string; readonly lag: number }[];
  readonly deadLetters: number;
}

export type DeadLetterState = 'open' | 'replayed' | 'discarded';

export interface DeadLetterAnswer {
  readonly id: string | number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly reason: string;
  readonly detail: string;
  readonly service: string;
  readonly type: string | null;
  readonly trackingId: string | null;
  readonly at: number;
  readonly state: DeadLetterState;
  readonly bytes: number;
}

/** With the record as it was; what is sealed in it stays sealed. */
export interface WholeDeadLetter extends DeadLetterAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: unknown;
}

export interface DeadLetterFilter {
  readonly topic?: string;
  readonly state?: DeadLetterState;
  readonly limit?: number;
}

/** The service `admin`: what happened, who is there, what lies where. Every method throws `ServiceError`. */
export class AdminClient {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  /** The newest changes of an account or tracking id; none where nothing is known. */
  async timelines(name: string, limit: number): Promise<readonly Timeline[]> {
    const query = new URLSearchParams({ name, limit: `${limit}` });
    const { timelines } = await this.#service.get<{ timelines: readonly Timeline[] }>(
      `/admin/timelines?${query.toString()}`,
    );
    return timelines;
  }

  async services(): Promise<readonly ReportedService[]> {
    const { services } = await this.#service.get<{ services: readonly ReportedService[] }>('/admin/services');
    return services;
  }

  async topics(): Promise<readonly TopicAnswer[]> {
    const { topics } = await this.#service.get<{ topics: readonly TopicAnswer[] }>('/admin/topics');
    return topics;
  }

  async deadLetters({ topic, state, limit }: DeadLetterFilter): Promise<readonly DeadLetterAnswer[]> {
    const query = new URLSearchParams({
      ...(topic === undefined ? {} : { topic }),
      ...(state === undefined ? {} : { state }),
      ...(limit === undefined ? {} : { limit: `${limit}` }),
    });
    const answer = await this.#service.get<{ deadLetters: readonly DeadLetterAnswer[] }>(
      `/admin/dead-letters?${query.toString()}`,
    );
    return answer.deadLetters;
  }

  deadLetter(id: string): Promise<WholeDeadLetter> {
    return this.#service.get(`/admin/dead-letters/${encodeURIComponent(id)}`);
  }

  async settleDeadLetter(id: string, how: 'replay' | 'discard'): Promise<void> {
    await this.#service.post(`/admin/dead-letters/${encodeURIComponent(id)}/${how}`, {});
  }
}
