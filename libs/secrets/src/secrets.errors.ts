/** What was sealed cannot be opened: wrong key, changed on the way, or sealed for another purpose. Says no more than that. */
export class CannotOpenError extends Error {
  readonly code = 'ENTSYNC_CANNOT_OPEN';

  constructor(
    readonly reason: 'unknown-key' | 'unknown-suite' | 'not-authentic' | 'malformed' | 'other-context',
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CannotOpenError';
  }
}

/** A signature or MAC is missing or wrong. */
export class NotAuthenticError extends Error {
  readonly code = 'ENTSYNC_NOT_AUTHENTIC';

  constructor(readonly reason: 'missing' | 'wrong' | 'unknown-signer') {
    super(`The record is not authentic: its signature is ${reason}.`);
    this.name = 'NotAuthenticError';
  }
}

/** A file that holds keys is missing, readable by others, or not what it should be. */
export class KeyFileError extends Error {
  readonly code = 'ENTSYNC_KEY_FILE';

  constructor(
    readonly file: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'KeyFileError';
  }
}
