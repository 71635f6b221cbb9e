import type { z } from 'zod';

import { MalformedMessageError } from './malformed-message.error.ts';
import { messageType, type EncodedMessage, type Envelope, type MessageDefinition, type RawRecord } from './message.ts';

/** Nothing that EntSync sends comes near it; what is larger is not read. In bytes. */
export const MAX_VALUE_BYTES = 256 * 1024;

/** CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_*` headers, the data as the JSON value. */
export function encodeMessage<Data>(definition: MessageDefinition<Data>, envelope: Envelope<Data>): EncodedMessage {
  const { id, source, time, traceparent, data } = envelope;
  return {
    key: definition.key(data),
    value: Buffer.from(JSON.stringify(data)),
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: messageType(definition),
      ce_source: source,
      ce_time: time.toISOString(),
      ce_subject: encodeURIComponent(definition.subject(data)),
      'content-type': 'application/json',
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  };
}

/** A decoded message, with the definition that it was decoded by. */
export interface DecodedMessage<Data> extends Envelope<Data> {
  readonly type: string;
}

/** Reads a record as one of the given messages. Throws {@link MalformedMessageError}, which says what is wrong and never what was read. */
export function decodeMessage<Data>(
  definitions: readonly MessageDefinition<Data>[],
  record: RawRecord,
): DecodedMessage<Data> {
  const type = requireHeader(record, 'ce_type');
  if (requireHeader(record, 'ce_specversion') !== '1.0') {
    throw new MalformedMessageError('unknown-version', 'ce_specversion is not 1.0');
  }
  const definition = definitions.find((each) => messageType(each) === type);
  if (definition === undefined) throw new MalformedMessageError('unknown-type', `no message here has this ce_type`);
  const traceparent = header(record, 'traceparent');
  return {
    type,
    id: requireHeader(record, 'ce_id'),
    source: requireHeader(record, 'ce_source'),
    time: readTime(requireHeader(record, 'ce_time')),
    data: readData(definition.schema, record.value),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

export function header(record: Pick<RawRecord, 'headers'>, name: string): string | undefined {
  return record.headers[name]?.toString();
}

function requireHeader(record: RawRecord, name: string): string {
  const value = header(record, name);
  if (value === undefined || value === '') throw new MalformedMessageError('header-missing', `no header ${name}`);
  return value;
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new MalformedMessageError('header-invalid', 'ce_time is no time');
  return time;
}

function readData<Data>(schema: z.ZodType<Data>, value: Buffer | null): Data {
  if (value === null) throw new MalformedMessageError('value-missing', 'the record has no value');
  if (value.byteLength > MAX_VALUE_BYTES) {
    throw new MalformedMessageError('oversized', `${value.byteLength} bytes; at most ${MAX_VALUE_BYTES} are read`);
  }
  const parsed = schema.safeParse(parseJson(value));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(value)'}: ${issue.code}`);
  throw new MalformedMessageError('schema', [...new Set(fields)].slice(0, 5).join('; '));
}

function parseJson(value: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    // The parser's own message quotes what it read.
    throw new MalformedMessageError('not-json', 'the value is not JSON in UTF-8');
  }
}
