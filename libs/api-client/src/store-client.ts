import type { ServiceClient } from './service-client.ts';

/** What became of a captured change. Times are microseconds since 1970. */
export interface ChangeAnswer {
  readonly trackingId: string;
  readonly system: string;
  readonly account: string;
  readonly windowsAccount: string | null;
  readonly state: 'accepted' | 'echo' | 'duplicate' | 'outdated' | 'refused' | 'held';
  /** The event that stands for what was decided. */
  readonly eventId: number;
  readonly principal: string;
  readonly changedAt: number;
  readonly receivedAt: number;
}

export interface DeliveryAnswer {
  readonly adapter: string;
  readonly account: string;
  readonly trackingId: string;
  readonly state: 'held-back' | 'published' | 'superseded' | 'parked' | 'applied' | 'refused' | 'expired' | 'withdrawn';
  readonly revision: number;
  readonly changedAt: number;
  readonly firstPublishedAt: number | null;
  readonly appliedAt: number | null;
  /** The failure class of the last attempt. */
  readonly failure: string | null;
  readonly reason: string | null;
}

/** One change by its tracking id; empty while the store has not decided about it. */
export interface TrackedChange {
  readonly changes: readonly ChangeAnswer[];
  readonly deliveries: readonly DeliveryAnswer[];
}

export interface TargetAnswer {
  readonly application: string;
  readonly adapter: string | null;
  readonly account: string;
  readonly mappingEnabled: boolean;
  readonly applicationEnabled: boolean;
  readonly adapterEnabled: boolean | null;
  readonly storedSince: number | null;
}

/** Everything about one person. */
export interface PersonAnswer extends TrackedChange {
  readonly windowsAccount: string;
  readonly windowsPasswordSince: number | null;
  readonly targets: readonly TargetAnswer[];
}

export interface PrincipalAnswer {
  readonly name: string;
  readonly role: string;
  readonly claims: {
    readonly domains?: readonly string[];
    readonly kind?: string;
    readonly adapter?: string;
  };
  readonly enrolledAt: string;
  readonly revokedAt: string | null;
}

export interface ApplyRequest {
  readonly document: unknown;
  /** Passwords of service logins by adapter, sealed to the store; in base64. */
  readonly logins: Readonly<Record<string, string>>;
  readonly preview: boolean;
}

export interface ApplyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly eventId?: number;
}

export interface AppliedChange {
  readonly what: string;
  readonly name: string;
  readonly how: 'created' | 'changed' | 'deleted';
  readonly details: readonly string[];
}

export interface ApplyAnswer {
  readonly changes: readonly AppliedChange[];
  readonly problems: readonly ApplyProblem[];
}

export interface SecretAnswer {
  readonly msid: string;
  readonly isBackedUp: boolean;
  readonly warning?: string;
}

/** Administration of the credential mapping store. Every method throws `ServiceError`. Passwords are given sealed to it, in base64. */
export class StoreClient {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  /** Whom passwords are sealed to: a public key in base64. */
  recipient(): Promise<{ readonly keyId: string; readonly publicKey: string }> {
    return this.#service.get('/admin/recipient');
  }

  apply(request: ApplyRequest): Promise<ApplyAnswer> {
    return this.#service.post('/admin/apply', request);
  }

  setCredentials(account: string, sealed: string): Promise<{ readonly stored: number }> {
    return this.#service.post('/admin/credentials', { account, sealed });
  }

  retry(account: string): Promise<{ readonly released: number }> {
    return this.#service.post('/admin/retry', { account });
  }

  drop(account: string): Promise<{ readonly dropped: number }> {
    return this.#service.post('/admin/drop', { account });
  }

  change(trackingId: string): Promise<TrackedChange> {
    return this.#service.get(`/admin/changes/${encodeURIComponent(trackingId)}`);
  }

  /** The people whom this account belongs to. */
  async people(account: string): Promise<readonly PersonAnswer[]> {
    const query = new URLSearchParams({ name: account });
    const { people } = await this.#service.get<{ people: readonly PersonAnswer[] }>(
      `/admin/accounts?${query.toString()}`,
    );
    return people;
  }

  async principals(): Promise<readonly PrincipalAnswer[]> {
    const { principals } = await this.#service.get<{ principals: readonly PrincipalAnswer[] }>('/admin/principals');
    return principals;
  }

  async revoke(principal: string): Promise<void> {
    await this.#service.post(`/admin/principals/${encodeURIComponent(principal)}/revoke`, {});
  }

  secret(): Promise<SecretAnswer> {
    return this.#service.get('/admin/secret');
  }

  /** The encrypted master secret, as it belongs into a file. */
  backupSecret(sealed: string, reminder: string): Promise<object> {
    return this.#service.post('/admin/secret/backup', { sealed, reminder });
  }
}
