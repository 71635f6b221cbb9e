export type MalformedReason =
  | 'header-missing'
  | 'header-invalid'
  | 'unknown-version'
  | 'unknown-type'
  | 'value-missing'
  | 'oversized'
  | 'not-json'
  | 'schema';

/** A record is not one of the messages that belong on its topic. Names what is wrong, never what was read. */
export class MalformedMessageError extends Error {
  readonly code = 'ENTSYNC_MESSAGE_MALFORMED';

  constructor(
    readonly reason: MalformedReason,
    readonly detail: string,
  ) {
    super(`The record is malformed (${reason}): ${detail}.`);
    this.name = 'MalformedMessageError';
  }
}
