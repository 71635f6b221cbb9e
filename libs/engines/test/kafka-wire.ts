import { setTimeout as sleep } from 'node:timers/promises';

import { ask } from '../src/network/ask.ts';

/** As much of Kafka's protocol as it takes to see that a broker works: no client library belongs into this project. */

const PRODUCE = 0;
const METADATA = 3;
const CREATE_TOPICS = 19;
const CORRELATION = 7;
const UNKNOWN_TOPIC = 3;

/** The names of the topics. */
export async function listTopics(port: number): Promise<string[]> {
  const answer = new Reader(await request(port, METADATA, 4, [int32(-1), int8(0)]));
  answer.int32();
  answer.list(() => [answer.int32(), answer.text(), answer.int32(), answer.text()]);
  answer.text();
  answer.int32();
  return answer.list(() => {
    answer.int16();
    const name = answer.text();
    answer.int8();
    answer.list(() => [answer.int16(), answer.int32(), answer.int32(), answer.int32s(), answer.int32s()]);
    return name;
  });
}

/** Kafka's error code; 0 is success. */
export async function createTopic(port: number, name: string): Promise<number> {
  const topic = [text(name), int32(1), int16(1), int32(0), int32(0)];
  const answer = new Reader(await request(port, CREATE_TOPICS, 2, [int32(1), ...topic, int32(10_000), int8(0)]));
  answer.int32();
  return answer.list(() => [answer.text(), answer.int16(), answer.text()] as const)[0]![1];
}

/** Kafka's error code, and what became of the record if that is 0. */
export interface ProduceAnswer {
  readonly error: number;
  readonly offset: bigint;
  /** In milliseconds since 1970. */
  readonly time: bigint;
}

/** Produces to a topic that was just made: it answers before its partitions are there, and clients try again. */
export async function produceToNew(port: number, topic: string): Promise<ProduceAnswer> {
  for (let turn = 0; turn < 100; turn += 1) {
    const answer = await produce(port, topic);
    if (answer.error !== UNKNOWN_TOPIC) return answer;
    await sleep(50);
  }
  throw new Error(`The topic ${topic} does not appear.`);
}

/** Appends one record to partition 0, with a client's time of 1970. */
export async function produce(port: number, topic: string): Promise<ProduceAnswer> {
  const batch = recordBatch(Buffer.from('value'));
  const partition = [int32(0), int32(batch.length), batch];
  const body = [int16(-1), int16(-1), int32(10_000), int32(1), text(topic), int32(1), ...partition];
  const answer = new Reader(await request(port, PRODUCE, 3, body));
  const [result] = answer.list(() => {
    answer.text();
    return answer.list(() => {
      answer.int32();
      return { error: answer.int16(), offset: answer.int64(), time: answer.int64() };
    });
  });
  return result![0]!;
}

async function request(port: number, api: number, version: number, body: readonly Buffer[]): Promise<Buffer> {
  const message = Buffer.concat([int16(api), int16(version), int32(CORRELATION), int16(-1), ...body]);
  const answer = await ask(port, Buffer.concat([int32(message.length), message]));
  if (answer === undefined) throw new Error('The broker gave no answer.');
  return answer.subarray(8);
}

function recordBatch(value: Buffer): Buffer {
  const record = Buffer.concat([int8(0), varint(0), varint(0), varint(-1), varint(value.length), value, varint(0)]);
  const counted = [int16(0), int32(0), int64(1n), int64(1n), int64(-1n), int16(-1), int32(-1), int32(1)];
  const checked = Buffer.concat([...counted, varint(record.length), record]);
  const behindLength = Buffer.concat([int32(-1), int8(2), int32(crc32c(checked) | 0), checked]);
  return Buffer.concat([int64(0n), int32(behindLength.length), behindLength]);
}

function crc32c(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f6_3b78 : 0);
  }
  return crc ^ 0xffff_ffff;
}

function int8(value: number): Buffer {
  return Buffer.of(value);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int64(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(value);
  return buffer;
}

/** Zigzag; small numbers only. */
function varint(value: number): Buffer {
  return Buffer.of(value < 0 ? -2 * value - 1 : 2 * value);
}

function text(value: string): Buffer {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}

class Reader {
  #position = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#skip(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#skip(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#skip(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#skip(8));
  }

  /** Empty for null. */
  text(): string {
    const length = Math.max(0, this.int16());
    const start = this.#skip(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.int32() }, read);
  }

  int32s(): number[] {
    return this.list(() => this.int32());
  }

  #skip(length: number): number {
    this.#position += length;
    return this.#position - length;
  }
}
