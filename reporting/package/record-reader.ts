/** Reads records that come in blocks one by one; many readers of one source would each get a part. */
export class RecordReader<Row> {
  readonly #blocks: AsyncIterator<readonly Row[]>;
  #block: readonly Row[] = [];
  #position = 0;

  constructor(blocks: AsyncIterable<readonly Row[]>) {
    this.#blocks = blocks[Symbol.asyncIterator]();
  }

  /** Whether the next record is there without waiting. */
  get isReady(): boolean {
    return this.#position < this.#block.length;
  }

  /** Waits for the next record; false at the end. @throws What the source throws. */
  async hasNext(): Promise<boolean> {
    while (!this.isReady) {
      const next = await this.#blocks.next();
      if (next.done === true) return false;
      this.#block = next.value;
      this.#position = 0;
    }
    return true;
  }

  /** Lets the source give up what it holds. */
  async close(): Promise<void> {
    await this.#blocks.return?.();
  }

  /** The next record, which must be ready. */
  next(): Row {
    return this.#block[this.#position++]!;
  }
}
