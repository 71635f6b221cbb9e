/** A topic with one partition, as one consumer sees it. What was read may be read again until it is committed. */
export class Topic<T> {
  readonly #records: T[] = [];
  readonly #positions = new Map<string, number>();

  append(record: T): void {
    this.#records.push(record);
  }

  get records(): readonly T[] {
    return this.#records;
  }

  /** The next record for `consumer`, which is thereby at the record behind it. */
  take(consumer: string): T | undefined {
    const position = this.#positions.get(consumer) ?? 0;
    const record = this.#records[position];
    if (record !== undefined) this.#positions.set(consumer, position + 1);
    return record;
  }

  /** The last record that `consumer` took comes again. */
  rewind(consumer: string): void {
    this.#positions.set(consumer, Math.max(0, (this.#positions.get(consumer) ?? 0) - 1));
  }

  hasNext(consumer: string): boolean {
    return (this.#positions.get(consumer) ?? 0) < this.#records.length;
  }
}
