/**
 * Records are gone from a topic: from its beginning, before they were read; or from its end, after they were, and what lies there now is
 * another log.
 */
export class RecordsMissingError extends Error {
  readonly code = 'ENTSYNC_RECORDS_MISSING';

  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly count: number,
    readonly from: 'beginning' | 'end' = 'beginning',
  ) {
    const loss =
      from === 'beginning'
        ? `${count} records of ${topic}/${partition} are gone before they were read; look at the topic's retention`
        : `${topic}/${partition} ends ${count} records before what was handled already; look at what happened to the brokers`;
    super(`${loss}, then accept the loss with: entsync topics accept-loss ${topic}`);
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
