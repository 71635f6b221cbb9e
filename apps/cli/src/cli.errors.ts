/** The command was not written as it must be. */
export class UsageError extends Error {
  readonly code = 'ENTSYNC_USAGE';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** It was understood, and is not done: something speaks against it. The message says what, and the cure. */
export class RefusedError extends Error {
  readonly code = 'ENTSYNC_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'RefusedError';
  }
}

/** Something that is needed does not answer. */
export class UnreachableError extends Error {
  readonly code = 'ENTSYNC_UNREACHABLE';

  constructor(message: string) {
    super(message);
    this.name = 'UnreachableError';
  }
}
