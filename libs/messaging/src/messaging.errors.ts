/** Records that were never read are gone from a topic. */
export class RecordsMissingError extends Error {
  readonly code = 'ENTSYNC_RECORDS_MISSING';

  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly count: number,
  ) {
    super(
      `${count} records of ${topic}/${partition} are gone before they were read; ` +
        `look at the topic's retention, then accept the loss with: entsync topics accept-loss ${topic}`,
    );
    this.name = 'RecordsMissingError';
  }
}

/** The brokers cannot be reached, or do not do what is asked. */
export class BrokerError extends Error {
  readonly code = 'ENTSYNC_BROKER';

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BrokerError';
  }
}
