import { Buffer } from 'node:buffer';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { FileError, messageOf, PipelineError } from '../core/errors.ts';
import { CsvScanner, detectDelimiter, splitFields } from './csv-scanner.ts';

const LF = 10;
const READ_BLOCK = 1 << 20;
const WRITE_BLOCK = 1 << 20;
/** What is read before delimiter and encoding are decided. */
const HEAD_BYTES = 1 << 16;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** How files begin that are taken for CSV by their name. */
const SIGNATURES = [
  { bytes: [0x1f, 0x8b], advice: 'it is gzip data; rename it to end in .gz' },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    advice: 'it is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV',
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], advice: 'it is an old Excel workbook; save the sheet as CSV' },
  { bytes: [0x50, 0x41, 0x52, 0x31, 0x15], advice: 'it is Parquet; rename it to end in .parquet' },
];

export type Encoding = 'auto' | 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

export interface CsvOptions {
  readonly delimiter: string;
  readonly encoding: Encoding;
  readonly maxRecordBytes: number;
}

export interface Reject {
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

/** What stands in a CSV file. The accepted records are in the clean copy, each behind its line number. */
export interface CsvContent {
  /** Header fields as delivered; empty for an empty file. */
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly accepted: number;
  readonly rejects: readonly Reject[];
}

/**
 * Reads a CSV or CSV.gz file and writes its well-formed records, as UTF-8 and each preceded by its physical line
 * number, to `copyPath`, which a strict reader then takes without a reject.
 *
 * @param onHeader - Called with the header fields before any record; may throw to refuse the file.
 * @throws {FileError} If the file cannot be read, is damaged, is no text or has a malformed header.
 */
export async function readCsv(
  path: string,
  copyPath: string,
  { onHeader, ...options }: CsvOptions & { onHeader: (fields: readonly string[]) => void },
): Promise<CsvContent> {
  const copy = openSync(copyPath, 'w');
  const writer = new BlockWriter(copy);
  const content = { header: [] as readonly string[], delimiter: ',', accepted: 0, rejects: [] as Reject[] };
  let scanner: CsvScanner | null = null;
  const start = (head: Buffer): CsvScanner => {
    content.delimiter =
      options.delimiter === 'auto'
        ? detectDelimiter(firstLineBytes(head).toString('utf8'))
        : options.delimiter;
    const delimiter = content.delimiter.charCodeAt(0);
    return new CsvScanner(
      { delimiter, maxRecordBytes: options.maxRecordBytes },
      {
        header: (fields) => onHeader((content.header = fields)),
        badHeader: (line, reason) => {
          throw new FileError(
            `${path}, line ${line}: the header cannot be read (${reason}); is this a CSV file?`,
          );
        },
        accept: (line, bytes, plain) => {
          content.accepted += 1;
          writer.write(`${line}${content.delimiter}`, plain ? bytes : requote(bytes, delimiter));
        },
        reject: (line, reason, raw) => content.rejects.push({ line, reason, raw }),
      },
    );
  };
  try {
    for await (const chunk of textChunks(path, options.encoding)) (scanner ??= start(chunk)).push(chunk);
    scanner?.end();
    writer.flush();
  } catch (error) {
    throw error instanceof PipelineError
      ? error
      : new FileError(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  } finally {
    closeSync(copy);
  }
  return content;
}

/** The text of a file as UTF-8 bytes: unpacked, decoded, without byte order mark. The first chunk holds the header. */
async function* textChunks(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  const bytes = bytesOf(path);
  const head = await readHead(bytes);
  const found = detectEncoding(head, encoding);
  const decoder = found === 'utf-8' ? null : new TextDecoder(found);
  const decode = (chunk: Buffer) =>
    decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  assertText(path, head, found);
  yield decode(found === 'utf-8' && head.subarray(0, 3).equals(UTF8_MARK) ? head.subarray(3) : head);
  for await (const chunk of bytes) yield decode(chunk);
  if (decoder !== null) yield Buffer.from(decoder.decode());
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: READ_BLOCK });
  const stream: Readable = isPacked(path) ? compose(file, createGunzip({ chunkSize: READ_BLOCK })) : file;
  for await (const chunk of stream) yield chunk as Buffer;
}

/** Unpacks; what goes wrong with the file reaches whoever reads the result. */
function compose(file: Readable, gunzip: Gunzip): Readable {
  return pipeline(file, gunzip, () => undefined);
}

function isPacked(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** At least the first 64 kB, or the whole file if it is shorter. */
async function readHead(bytes: AsyncGenerator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let length = 0; length < HEAD_BYTES;) {
    const next = await bytes.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(parts);
}

function detectEncoding(head: Buffer, encoding: Encoding): Exclude<Encoding, 'auto'> {
  if (encoding !== 'auto') return encoding;
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Refuses what is no text at all: an image, an archive, a spreadsheet. */
function assertText(path: string, head: Buffer, encoding: Encoding): void {
  if (encoding.startsWith('utf-16')) return;
  const known = SIGNATURES.find(({ bytes }) => head.subarray(0, bytes.length).equals(Buffer.from(bytes)));
  if (known !== undefined) throw new FileError(`${path} is not a text file: ${known.advice}`);
  if (!firstLineBytes(head).includes(0)) return;
  throw new FileError(
    `${path} is not a text file (its first line holds NUL bytes); if it is UTF-16 without a byte order mark, set ` +
      `orders.encoding to utf-16le or utf-16be`,
  );
}

function firstLineBytes(head: Buffer): Buffer {
  const end = head.indexOf(LF);
  return end < 0 ? head : head.subarray(0, end);
}

/** A record with every field quoted, for strict readers. */
function requote(record: Buffer, delimiter: number): Buffer {
  const fields = splitFields(record, delimiter).map((field) => `"${field.replaceAll('"', '""')}"`);
  return Buffer.from(fields.join(String.fromCharCode(delimiter)));
}

/** Collects small writes into blocks. */
class BlockWriter {
  readonly #file: number;
  readonly #block = Buffer.allocUnsafe(WRITE_BLOCK);
  #used = 0;

  constructor(file: number) {
    this.#file = file;
  }

  /** Writes a record and its line break behind a short prefix. */
  write(prefix: string, record: Buffer): void {
    if (this.#used + prefix.length + record.length + 1 > WRITE_BLOCK) this.flush();
    this.#used += this.#block.write(prefix, this.#used, 'latin1');
    if (record.length + 1 > WRITE_BLOCK - this.#used) {
      this.flush();
      writeSync(this.#file, record);
    } else {
      this.#used += record.copy(this.#block, this.#used);
    }
    this.#block[this.#used++] = LF;
  }

  flush(): void {
    writeSync(this.#file, this.#block, 0, this.#used);
    this.#used = 0;
  }
}
