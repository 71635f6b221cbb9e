import {
  encodeMessage,
  EXTERNAL_TO_WINDOWS_PARTIAL,
  externalPasswordChangedV1,
  traceparentOf,
  WINDOWS_TO_EXTERNAL,
  windowsPasswordChangedV1,
} from '@entsync/contracts';
import { Secret, WINDOWS, type Micros } from '@entsync/domain';
import { machineClocks, type OutgoingMessage } from '@entsync/messaging';
import { newId, sealCapture, signRecord, type CaptureContext, type Recipient, type SigningKey } from '@entsync/secrets';

/** What a source says of one change. Everything but the passwords has a value that fits. */
export interface ChangeFacts {
  readonly password: string;
  readonly oldPassword?: string;
  readonly trackingId?: string;
  readonly origin?: string;
  readonly sequence?: number;
  readonly capturedAt?: Micros;
  readonly clockOffset?: Micros;
  /** What is sealed with the password, where it is not what the message says. */
  readonly sealedFor?: Partial<CaptureContext>;
}

export interface AnnouncedRecord {
  readonly trackingId: string;
  readonly record: OutgoingMessage;
}

type Stamp = Required<Pick<ChangeFacts, 'trackingId' | 'origin' | 'sequence' | 'capturedAt' | 'clockOffset'>>;

/** Makes signed records for the public topics, as the documentation of these topics asks for it: every part of them can be chosen. */
export class ChangeSource {
  readonly principal: string;
  readonly #signing: SigningKey;
  readonly #recipient: Recipient;
  readonly #origin = newId();
  #sequence = 0;

  constructor(principal: string, signing: SigningKey, recipient: Recipient) {
    this.principal = principal;
    this.#signing = signing;
    this.#recipient = recipient;
  }

  /** A Windows password was changed. @param account `DOMAIN\user` */
  async windows(account: string, facts: ChangeFacts): Promise<AnnouncedRecord> {
    const { trackingId, ...stamp } = this.#stamp(facts);
    const sealed = await this.#seal({ system: WINDOWS, account, ...stamp }, facts);
    const message = encodeMessage(windowsPasswordChangedV1, {
      ...this.#envelope(trackingId, stamp.capturedAt),
      data: { account, ...stamp, sealed },
    });
    return { trackingId, record: this.sign(WINDOWS_TO_EXTERNAL, message) };
  }

  /** A password was changed in an external system. */
  async external(adapter: string, account: string, facts: ChangeFacts): Promise<AnnouncedRecord> {
    const { trackingId, ...stamp } = this.#stamp(facts);
    const sealed = await this.#seal({ system: adapter, account, ...stamp }, facts);
    const message = encodeMessage(externalPasswordChangedV1, {
      ...this.#envelope(trackingId, stamp.capturedAt),
      data: { adapter, account, ...stamp, sealed },
    });
    return { trackingId, record: this.sign(EXTERNAL_TO_WINDOWS_PARTIAL, message) };
  }

  /** The message as this source's word on the topic. */
  sign(topic: string, message: Pick<OutgoingMessage, 'key' | 'value' | 'headers'>): OutgoingMessage {
    const record = { ...message, topic };
    return { ...record, headers: { ...message.headers, ...signRecord(this.principal, this.#signing, record) } };
  }

  #stamp(facts: ChangeFacts): Stamp {
    this.#sequence += 1;
    const { trackingId = newId(), origin = this.#origin, sequence = this.#sequence, clockOffset = 0 } = facts;
    return { trackingId, origin, sequence, clockOffset, capturedAt: facts.capturedAt ?? machineClocks.wall() };
  }

  async #seal(
    { system, account, origin, sequence, capturedAt }: CaptureContext,
    { password, oldPassword, sealedFor }: ChangeFacts,
  ): Promise<string> {
    const passwords = {
      newPassword: Secret.ofText(password),
      ...(oldPassword === undefined ? {} : { oldPassword: Secret.ofText(oldPassword) }),
    };
    const context = { system, account, origin, sequence, capturedAt, ...sealedFor };
    return Buffer.from(await sealCapture(this.#recipient, context, passwords)).toString('base64');
  }

  #envelope(trackingId: string, capturedAt: Micros) {
    return {
      id: trackingId,
      source: `/entsync/${this.principal}`,
      time: new Date(capturedAt / 1_000),
      traceparent: traceparentOf(trackingId),
    };
  }
}

/** The record as if nobody had signed it. */
export function unsigned(record: OutgoingMessage): OutgoingMessage {
  const headers = Object.entries(record.headers).filter(([name]) => !name.startsWith('entsync_'));
  return { ...record, headers: Object.fromEntries(headers) };
}

/** The record with another value under the same signature. */
export function altered(record: OutgoingMessage): OutgoingMessage {
  const data = JSON.parse(record.value!.toString()) as Record<string, unknown>;
  return { ...record, value: Buffer.from(JSON.stringify({ ...data, actor: 'somebody else' })) };
}
