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
}

/** In milliseconds. */
const TIMEOUT = 30_000;

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

  async #request<T>(method: string, path: string, body: unknown): Promise<T> {
    const response = await this.#fetch(method, path, body);
    const answer = await readAnswer(response);
    if (response.ok) return answer as T;
    const { code, message } = (answer ?? {}) as { code?: string; message?: string };
    throw new ServiceError(
      response.status,
      code ?? 'ENTSYNC_HTTP',
      message ?? `${this.#address.name} answered ${response.status}.`,
    );
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Response> {
    const { url, token, name } = this.#address;
    try {
      return await fetch(new URL(path, url), {
        method,
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new ServiceError(
        0,
        'ENTSYNC_SERVICE_DOWN',
        `${name} does not answer at ${url}; is it running? (entsync status)`,
      );
    }
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
