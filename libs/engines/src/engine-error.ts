/**
 * Why a server could not be had. Closed.
 *
 * | code                         | when |
 * |------------------------------|------|
 * | ENTSYNC_JAVA_MISSING         | no Java, or one older than 17 |
 * | ENTSYNC_MAVEN_MISSING        | no `mvn` to fetch Kafka with |
 * | ENTSYNC_DOWNLOAD_FAILED      | Maven ran, but did not bring everything |
 * | ENTSYNC_PACKAGES_MISSING     | packages of the operating system that somebody has to install |
 * | ENTSYNC_PLATFORM_UNSUPPORTED | there are no PostgreSQL binaries that run on this machine |
 * | ENTSYNC_ACCOUNT_MISSING      | root has no unprivileged account to run PostgreSQL as |
 * | ENTSYNC_OPTION_INVALID       | the caller asked for something that cannot be written down |
 * | ENTSYNC_PASSWORD_REFUSED     | an existing data folder was made with another password |
 * | ENTSYNC_PORT_TAKEN           | another program listens on the port |
 * | ENTSYNC_DISK_FULL            | no space left |
 * | ENTSYNC_ENGINE_RUNNING       | an earlier server still uses the same data folder |
 * | ENTSYNC_ENGINE_DIED          | the server ended before it answered |
 * | ENTSYNC_ENGINE_TIMEOUT       | the server lives, but does not answer in time |
 * | ENTSYNC_TOOL_MISSING         | a program that we run on the way is not there |
 * | ENTSYNC_TOOL_FAILED          | a program that we run on the way failed |
 */
const ENGINE_ERROR_CODES = [
  'ENTSYNC_JAVA_MISSING',
  'ENTSYNC_MAVEN_MISSING',
  'ENTSYNC_DOWNLOAD_FAILED',
  'ENTSYNC_PACKAGES_MISSING',
  'ENTSYNC_PLATFORM_UNSUPPORTED',
  'ENTSYNC_ACCOUNT_MISSING',
  'ENTSYNC_OPTION_INVALID',
  'ENTSYNC_PASSWORD_REFUSED',
  'ENTSYNC_PORT_TAKEN',
  'ENTSYNC_DISK_FULL',
  'ENTSYNC_ENGINE_RUNNING',
  'ENTSYNC_ENGINE_DIED',
  'ENTSYNC_ENGINE_TIMEOUT',
  'ENTSYNC_TOOL_MISSING',
  'ENTSYNC_TOOL_FAILED',
] as const;

export type EngineErrorCode = (typeof ENGINE_ERROR_CODES)[number];

export interface EngineErrorFacts {
  /** The last lines of what the server or the tool said. */
  readonly logTail?: string;
  readonly cause?: unknown;
}

/** The only error that this library rejects with on purpose. Its message is one sentence that says what to do. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly logTail: string | undefined;

  constructor(code: EngineErrorCode, message: string, facts: EngineErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'EngineError';
    this.code = code;
    this.logTail = facts.logTail;
  }
}

export function isEngineError(error: unknown, code: EngineErrorCode): error is EngineError {
  return error instanceof EngineError && error.code === code;
}
