import { ADAPTER_STATUS, encodeMessage, statusReportedV1, type StatusReportedV1 } from '@entsync/contracts';
import type { Publisher } from '@entsync/messaging';
import { newId, signRecord, type SigningKey } from '@entsync/secrets';

/** Who reports. */
export interface HeartbeatIdentity {
  readonly principal: string;
  readonly signing: SigningKey;
}

export type ReportedStatus = Omit<StatusReportedV1, 'principal' | 'clockOffset' | 'version' | 'startedAt'>;

const VERSION = '0.1.0';
/** In milliseconds. */
export const HEARTBEAT_INTERVAL = 10_000;

/** Reports that a sender lives, and learns broker time from the acknowledgement. */
export class Heartbeat {
  readonly #publisher: Publisher;
  readonly #identity: HeartbeatIdentity;
  readonly #startedAt: number;

  constructor(publisher: Publisher, identity: HeartbeatIdentity) {
    this.#publisher = publisher;
    this.#identity = identity;
    this.#startedAt = publisher.clock.now();
  }

  async send(status: ReportedStatus): Promise<void> {
    const { principal, signing } = this.#identity;
    const { clock } = this.#publisher;
    const message = encodeMessage(statusReportedV1, {
      id: newId(),
      source: `/entsync/${principal}`,
      time: new Date(clock.now() / 1_000),
      data: { principal, version: VERSION, startedAt: this.#startedAt, clockOffset: clock.wallOffset(), ...status },
    });
    const record = { topic: ADAPTER_STATUS, ...message };
    await this.#publisher.publish([
      { ...record, headers: { ...message.headers, ...signRecord(principal, signing, record) } },
    ]);
  }
}
