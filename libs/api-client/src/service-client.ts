/** A service said no, or could not be reached. Its message is for people. */
export class ServiceError extends Error {
  constructor(
    /** The HTTP status; 0 when nobody answered. */
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

/** Where a service answers, and with which token it is administered. */
export interface ServiceAddress {
  readonly name: string;
  readonly url: string;
  readonly token?: string;
  /** How long an answer may take, in milliseconds. */
  readonly timeout?: number;
}

/** What a service says of itself. */
export interface ServiceHealth {
  readonly state: 'ready' | 'not-ready' | 'down';
  /** Why it is not ready, by the name of the check. */
  readonly problems: Readonly<Record<string, string>>;
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** In milliseconds. */
const DEFAULT_TIMEOUT = 30_000;

/** One service of an installation over HTTP. */
export class ServiceClient {
  readonly #address: ServiceAddress;

  constructor(address: ServiceAddress) {
    this.#address = address;
  }

  /** Throws {@link ServiceError}. */
  get<T>(path: string): Promise<T> {
    return this.#request('GET', path, undefined);
  }

  /** Throws {@link ServiceError}. */
  post<T>(path: string, body: unknown): Promise<T> {
    return this.#request('POST', path, body);
  }

  /** Whether it can do its job. Never throws: a service that does not answer is down. */
  async health(): Promise<ServiceHealth> {
    try {
      const { ok, body } = await this.#fetch('GET', '/health/ready', undefined);
      const { problems = {} } = (body ?? {}) as Partial<ServiceHealth>;
      return { state: ok ? 'ready' : 'not-ready', problems };
    } catch (error) {
      if (error instanceof ServiceError) return { state: 'down', problems: {} };
      throw error;
    }
  }

  async #request<T>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await this.#fetch(method, path, body);
    if (answer.ok) return answer.body as T;
    const { code, message } = (answer.body ?? {}) as { code?: string; message?: string };
    throw new ServiceError(
      answer.status,
      code ?? 'ENTSYNC_HTTP',
      message ?? `${this.#address.name} answered ${answer.status}.`,
    );
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Answer> {
    const { url, token, name, timeout = DEFAULT_TIMEOUT } = this.#address;
    try {
      const response = await fetch(new URL(path, url), {
        method,
        signal: AbortSignal.timeout(timeout),
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { ok: response.ok, status: response.status, body: await readBody(response) };
    } catch {
      throw new ServiceError(
        0,
        'ENTSYNC_SERVICE_DOWN',
        `${name} does not answer at ${url}; is it running? (entsync status)`,
      );
    }
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
