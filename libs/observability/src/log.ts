import { pino, type DestinationStream, type Logger } from 'pino';

/** What may stand beside a message: names and numbers. A value of another shape is not printed. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured logs, a line of JSON each. */
export class Log {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  debug(message: string, facts: LogFacts = {}): void {
    this.#logger.debug(facts, message);
  }

  info(message: string, facts: LogFacts = {}): void {
    this.#logger.info(facts, message);
  }

  warn(message: string, facts: LogFacts = {}): void {
    this.#logger.warn(facts, message);
  }

  error(message: string, facts: LogFacts = {}): void {
    this.#logger.error(facts, message);
  }

  /** For libraries that hand over a level, a message and facts. Bound, so that it can be passed on. */
  readonly line = (level: LogLevel, message: string, facts: Readonly<Record<string, unknown>>): void => {
    const shown = Object.entries(facts).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
    this[level](message, Object.fromEntries(shown) as LogFacts);
  };

  /** An error by its class, code and message: never the object, which may carry what was handled. */
  failure(message: string, error: unknown, facts: LogFacts = {}): void {
    this.error(message, { ...facts, ...errorFacts(error) });
  }
}

/** What may be shown of an error. Messages of errors that are not ours may quote what they met, so only their class and code are. */
export function errorFacts(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  const isOurs = typeof code === 'string' && code.startsWith('ENTSYNC_');
  const frame = firstFrame(error);
  return {
    error: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { errorCode: code } : {}),
    ...(isOurs ? { reason: error.message } : {}),
    ...(frame === undefined ? {} : { at: frame }),
  };
}

/** Looked for behind the message, which is part of the stack and may have lines of its own. */
function firstFrame({ message, stack = '' }: Error): string | undefined {
  const at = stack.indexOf(message);
  if (at < 0) return undefined;
  const lines = stack.slice(at + message.length).split('\n');
  return lines.map((line) => line.trim()).find((line) => line.startsWith('at '));
}

export interface LogOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Where lines go; the standard output by default. */
  readonly destination?: DestinationStream;
}

export function createLog({ service, level, destination }: LogOptions): Log {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return new Log(destination === undefined ? pino(options) : pino(options, destination));
}
