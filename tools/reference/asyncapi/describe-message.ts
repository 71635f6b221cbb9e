import { messageType, TOPICS } from '@entsync/contracts';
import { DEAD_LETTER_HEADERS } from '@entsync/messaging';

import { TOPIC_CONTENT, type DocumentedMessage, type Proof } from '../sources/topic-messages.ts';

type Schema = Readonly<Record<string, unknown>>;

export const DEAD_LETTER = 'dead-letter';

const BINDING_VERSION = '0.5.0';

/** What a reader refuses to do without. */
const CLOUD_EVENT: Readonly<Record<string, Schema>> = {
  ce_specversion: { type: 'string', const: '1.0' },
  ce_id: {
    type: 'string',
    description: 'Unique within its source; of a change it is the tracking id, a lower-case UUID.',
  },
  ce_source: { type: 'string', description: '/entsync/ and the principal that made it.' },
  ce_time: { type: 'string', format: 'date-time' },
};

const BESIDES: Readonly<Record<string, Schema>> = {
  ce_subject: { type: 'string', description: 'What it is about, percent-encoded.' },
  'content-type': { type: 'string', const: 'application/json' },
  traceparent: { type: 'string', description: 'W3C trace context; its trace id is the tracking id without dashes.' },
};

const BASE64 = { type: 'string', contentEncoding: 'base64' };

/** Headers by which a record is proven; docs/reference/sealed-capture.md has the bytes that are signed. */
export const PROOF_HEADERS: Readonly<Record<Proof, Readonly<Record<string, Schema>>>> = {
  signature: {
    entsync_signer: { type: 'string', description: 'The principal that signed.' },
    entsync_signature: { ...BASE64, description: 'Ed25519, 64 bytes.' },
  },
  mac: { entsync_mac: { ...BASE64, description: 'HMAC-SHA-256, 32 bytes.' } },
  none: {},
};

export function messageKey(message: DocumentedMessage): string {
  return `${message.name}.v${message.version}`;
}

export function describeMessage(message: DocumentedMessage): readonly [string, Schema] {
  const proof = PROOF_HEADERS[proofOf(message)];
  return [
    messageKey(message),
    {
      name: messageType(message),
      title: `${message.name.replaceAll('-', ' ')}, version ${message.version}`,
      contentType: 'application/json',
      headers: {
        type: 'object',
        properties: {
          ...CLOUD_EVENT,
          ce_type: { type: 'string', const: messageType(message) },
          ...BESIDES,
          ...proof,
        },
        required: [...Object.keys(CLOUD_EVENT), 'ce_type', ...Object.keys(proof)],
      },
      payload: payloadOf(message),
      bindings: keyBinding(keyOf(message)),
    },
  ];
}

/** A record as it was, with the reason. */
export function describeDeadLetter(): Schema {
  const headers = Object.values(DEAD_LETTER_HEADERS);
  return {
    name: DEAD_LETTER,
    title: 'dead letter',
    summary: 'The record as it was: key, headers and value; and why it is here.',
    headers: {
      type: 'object',
      properties: Object.fromEntries(headers.map((name) => [name, { type: 'string' }])),
      required: headers,
    },
    payload: {},
    bindings: keyBinding('as on its source'),
  };
}

function payloadOf({ schema }: DocumentedMessage): Schema {
  const { $schema: _dialect, ...payload } = schema.toJSONSchema({ target: 'draft-7', io: 'input' });
  return payload;
}

function keyBinding(description: string): Schema {
  return { kafka: { key: { type: 'string', description }, bindingVersion: BINDING_VERSION } };
}

function proofOf(message: DocumentedMessage): Proof {
  return Object.values(TOPIC_CONTENT).find(({ messages }) => messages.includes(message))?.proof ?? 'none';
}

function keyOf(message: DocumentedMessage): string {
  const topics = Object.entries(TOPIC_CONTENT).filter(([, { messages }]) => messages.includes(message));
  const key = TOPICS.find(({ name }) => topics.some(([topic]) => topic === name))?.key ?? 'adapter/account';
  return `${key}, lower-cased`;
}
