/** A record that could not be understood or handled, as people see it. Times are microseconds since 1970. */
export interface DeadLetter {
  readonly id: number;
  /** Where it lay before, with partition and offset there. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly reason: string;
  readonly detail: string;
  /** Who put it here. */
  readonly service: string;
  readonly type: string | null;
  readonly trackingId: string | null;
  readonly at: number;
  readonly state: 'open' | 'replayed' | 'discarded';
  /** Of the value. */
  readonly bytes: number;
}

/** With the record itself; what is sealed in it is shown as it is, in base64. */
export interface WholeDeadLetter extends DeadLetter {
  readonly headers: Readonly<Record<string, string>>;
  /** Its JSON; or base64, and then with a note. */
  readonly value: unknown;
  readonly note?: string;
}

export interface LetterRow {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly reason: string;
  readonly detail: string;
  readonly service: string;
  readonly type: string | null;
  readonly tracking_id: string | null;
  readonly at: string;
  readonly state: DeadLetter['state'];
  readonly bytes: number;
}

export interface WholeRow extends LetterRow {
  /** In base64. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

export function toLetter(row: LetterRow): DeadLetter {
  const { topic, partition, reason, detail, service, type, state, bytes } = row;
  return {
    id: Number(row.id),
    topic,
    partition,
    offset: Number(row.offset),
    key: row.key?.toString() ?? null,
    reason,
    detail,
    service,
    type,
    trackingId: row.tracking_id,
    at: Number(row.at),
    state,
    bytes,
  };
}

export function toWholeLetter(row: WholeRow): WholeDeadLetter {
  const headers = Object.entries(row.headers).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]);
  return { ...toLetter(row), headers: Object.fromEntries(headers) as Record<string, string>, ...readValue(row.value) };
}

function readValue(value: Buffer | null): Pick<WholeDeadLetter, 'value' | 'note'> {
  if (value === null) return { value: null };
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value)) };
  } catch {
    return { value: value.toString('base64'), note: 'The value is not JSON in UTF-8; it is shown in base64.' };
  }
}
