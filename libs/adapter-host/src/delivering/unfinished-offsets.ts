/** Which records were taken and not finished yet: nothing past the lowest of them may be committed. */
export class UnfinishedOffsets {
  readonly #partitions = new Map<number, Set<number>>();

  begin(partition: number, offset: number): void {
    const offsets = this.#partitions.get(partition) ?? new Set();
    offsets.add(offset);
    this.#partitions.set(partition, offsets);
  }

  finish(partition: number, offset: number): void {
    this.#partitions.get(partition)?.delete(offset);
  }

  lowest(partition: number): number | undefined {
    const offsets = this.#partitions.get(partition);
    // Sets keep the order in which offsets were begun, which is rising within an assignment; after one it may begin anew lower.
    return offsets === undefined || offsets.size === 0 ? undefined : Math.min(...offsets);
  }
}
