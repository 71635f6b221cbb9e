import type { z } from 'zod';

/**
 * One message and version: what its JSON value looks like and under which key it lies on its topic.
 *
 * A published version is never edited: add the next one beside it.
 */
export interface MessageDefinition<Data> {
  /** In kebab-case; events in the past tense, commands imperative. */
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<Data>;
  /** The record key: what must stay in order lies on one partition. Lower-cased. */
  readonly key: (data: Data) => string;
  /** What the message is about, for CloudEvents' `subject` and for people. */
  readonly subject: (data: Data) => string;
}

/** The CloudEvents type: `org.entsync.<name>.v<version>`. */
export function messageType(definition: Pick<MessageDefinition<never>, 'name' | 'version'>): string {
  return `org.entsync.${definition.name}.v${definition.version}`;
}

/** A message as it travels, in CloudEvents' words. */
export interface Envelope<Data> {
  /** Unique within its source. For a change it is the tracking id. */
  readonly id: string;
  /** Who made the message: `/entsync/<principal>`. */
  readonly source: string;
  /** When it was made. */
  readonly time: Date;
  /** W3C trace context; its trace id is the tracking id without dashes. */
  readonly traceparent?: string;
  readonly data: Data;
}

/** A record in Kafka's terms. */
export interface RawRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | undefined>>;
}

/** A record that is ready to be published. */
export interface EncodedMessage {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}
