/** The spool can take no more: whoever wanted to add a record must be told, so that nothing is lost silently. */
export class SpoolFullError extends Error {
  readonly code = 'ENTSYNC_SPOOL_FULL';

  constructor(
    readonly directory: string,
    readonly limit: 'records' | 'disk',
    cause?: unknown,
  ) {
    super(
      limit === 'disk'
        ? `The disk that holds the spool ${directory} is full; free some space.`
        : `The spool ${directory} has reached its limit; look why its records are not published.`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'SpoolFullError';
  }
}
