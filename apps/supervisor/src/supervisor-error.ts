export type SupervisorErrorCode =
  | 'ENTSYNC_HOME_NEWER'
  | 'ENTSYNC_HOME_IN_USE'
  | 'ENTSYNC_HOME_REFUSED'
  | 'ENTSYNC_NOT_READY'
  | 'ENTSYNC_STILL_STOPPING'
  | 'ENTSYNC_DATABASE_REFUSED'
  | 'ENTSYNC_EXAMPLE_REFUSED';

/** Why an installation cannot be started or stopped: one sentence that says what to do. */
export class SupervisorError extends Error {
  constructor(
    readonly code: SupervisorErrorCode,
    message: string,
    facts: { readonly cause?: unknown } = {},
  ) {
    super(message, facts);
    this.name = 'SupervisorError';
  }
}
