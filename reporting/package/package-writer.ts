import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Part } from './package-parts.ts';

/** The first day a zip archive knows, in local time as it wants it: the same bytes whenever and wherever it is written. */
const TIMESTAMP = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100_644 } as const;

/**
 * zlib's level. Sheets are repetitive: 4 takes half the time of 6 and a tenth more bytes, and the compressor, on a
 * thread of its own, keeps up with what writes the rows.
 */
const COMPRESSION = { compressionLevel: 4 } as const;

/** Writes the parts of a package into a zip archive, one after the other. */
export class PackageWriter {
  readonly #zip = new ZipFile();
  readonly #written: Promise<void>;

  /** @param file - Is ended when the package is. */
  constructor(file: Writable) {
    const output = this.#zip.outputStream as Readable;
    this.#zip.on('error', (error: Error) => output.destroy(error));
    this.#written = pipeline(output, file);
    // Whoever waits for the package hears of it; nobody may be waiting yet.
    this.#written.catch(() => undefined);
  }

  /** Adds a part that is there as a whole; pictures, packed already, are stored as they are. */
  add({ path, content }: Part): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    const packing = path.endsWith('.png') ? { compress: false } : COMPRESSION;
    this.#zip.addBuffer(bytes, path, { ...TIMESTAMP, ...packing });
  }

  /**
   * Adds a part piece by piece, as fast as the compressor takes it; resolves once it has taken all.
   *
   * @throws What `chunks` throws, or what prevents the file from being written.
   */
  async addStream(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    const stream = Readable.from(chunks, { objectMode: false });
    this.#zip.addReadStream(stream, path, { ...TIMESTAMP, ...COMPRESSION });
    try {
      await Promise.race([finished(stream), this.#written]);
    } finally {
      stream.destroy();
    }
  }

  /** Resolves once the whole package is in the file. @throws What prevents it from being written. */
  async end(): Promise<void> {
    this.#zip.end();
    await this.#written;
  }

  /** Gives the package up: closes the file. */
  destroy(error: Error): void {
    (this.#zip.outputStream as Readable).destroy(error);
  }
}
