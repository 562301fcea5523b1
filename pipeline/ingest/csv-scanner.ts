import { Buffer, isUtf8 } from 'node:buffer';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const NUL = 0;

/** Raw bytes of a rejected record that are kept: enough to find and understand it. */
const KEPT_RAW_BYTES = 4096;

export interface ScanOptions {
  /** Field separator, one ASCII byte. */
  readonly delimiter: number;
  /** Longest record in bytes; bounds memory and how far an unclosed quote is followed. */
  readonly maxRecordBytes: number;
}

export interface ScanSink {
  /** The first record. May throw to refuse the file. */
  header(fields: string[]): void;
  /** The first record is malformed: there is no way to read the file. Must throw. */
  badHeader(line: number, reason: string): never;
  /**
   * A record with as many fields as the header.
   *
   * @param bytes - Valid only during the call.
   * @param plain - Whether strict readers agree with us; false if a quote stands inside an unquoted field.
   */
  accept(line: number, bytes: Buffer, plain: boolean): void;
  /** A record that is not one: `line` is where it begins, 1-based, the header being line 1. */
  reject(line: number, reason: string, raw: string): void;
}

/** How a record ended; `next` is where the following one begins. */
interface RecordEnd {
  readonly end: number;
  readonly next: number;
  readonly fields: number;
  readonly plain: boolean;
  readonly problem: string | null;
}

/**
 * Splits delimited text (RFC 4180: quoted fields may hold separators, line breaks and doubled quotes) into records and
 * knows the physical line of each.
 *
 * DuckDB's own reader reports rejected rows by record ordinal instead of line, and loses the tail of a file behind an
 * unclosed quote without counting it; a ledger that must balance needs both, so the bytes are scanned here once and
 * only well-formed records are handed to DuckDB.
 *
 * A malformed record that spans several lines costs only its first line: scanning resumes at the next line, so one
 * stray quote cannot swallow the rows behind it. Blank lines are no records.
 */
export class CsvScanner {
  readonly #delimiter: number;
  readonly #maxRecordBytes: number;
  readonly #sink: ScanSink;
  #pending: Buffer = Buffer.alloc(0);
  #line = 1;
  #columns = 0;
  /** Inside a line that is longer than allowed: everything up to the next line break is dropped. */
  #skipping = false;
  readonly #tooLong: string;

  constructor({ delimiter, maxRecordBytes }: ScanOptions, sink: ScanSink) {
    this.#delimiter = delimiter;
    this.#maxRecordBytes = maxRecordBytes;
    this.#sink = sink;
    this.#tooLong = `longer than ${maxRecordBytes} bytes, or a quote is opened and not closed`;
  }

  /** Takes the next bytes of the file. */
  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#scan(false);
  }

  /** Tells that the file is over: the last record needs no line break. */
  end(): void {
    this.#scan(true);
  }

  #scan(final: boolean): void {
    const buffer = this.#pending;
    const clean = isUtf8(buffer);
    let start = 0;
    while (start < buffer.length) {
      if (this.#skipping) {
        start = this.#skipLine(buffer, start);
        continue;
      }
      const record = this.#scanRecord(buffer, start, final);
      if (record !== null) {
        start = this.#emit(buffer, start, { record, clean });
      } else if (buffer.length - start > this.#maxRecordBytes) {
        start = this.#rejectOverlong(buffer, start);
      } else {
        break;
      }
    }
    this.#pending = Buffer.from(buffer.subarray(start));
  }

  /**
   * Finds the end of the record that begins at `start`.
   *
   * @returns `null` if the buffer ends before the record (or the line to reject) does and more bytes may come.
   */
  #scanRecord(buffer: Buffer, start: number, final: boolean): RecordEnd | null {
    const delimiter = this.#delimiter;
    const length = buffer.length;
    let fields = 1;
    let plain = true;
    let problem: string | null = null;
    let fieldStart = true;
    let i = start;
    while (i < length) {
      const byte = buffer[i]!;
      if (byte === LF) return { end: i, next: i + 1, fields, plain, problem };
      if (byte === QUOTE && fieldStart) {
        const close = closingQuote(buffer, i + 1);
        if (close < 0 || (close + 1 === length && !final)) {
          if (!final) return null;
          return {
            end: length,
            next: length,
            fields,
            plain,
            problem:
              length - start > this.#maxRecordBytes ? this.#tooLong : 'a quote is opened and never closed',
          };
        }
        if (close - start > this.#maxRecordBytes) {
          if (!final && buffer.indexOf(LF, start) < 0) return null;
          return { end: i, next: i, fields, plain, problem: this.#tooLong };
        }
        i = close + 1;
        fieldStart = false;
        if (i < length && !endsField(buffer[i]!, delimiter)) {
          if (!final && buffer.indexOf(LF, start) < 0) return null;
          return { end: i, next: i, fields, plain, problem: 'text follows a closing quote' };
        }
        continue;
      }
      if (byte === CR) {
        if (i + 1 === length) return final ? { end: i, next: length, fields, plain, problem } : null;
        if (buffer[i + 1] === LF) return { end: i, next: i + 2, fields, plain, problem };
        problem ??= 'holds a carriage return outside quotes';
      }
      if (byte === QUOTE) plain = false;
      if (byte === delimiter) fields += 1;
      fieldStart = byte === delimiter;
      i += 1;
    }
    return final ? { end: length, next: length, fields, plain, problem } : null;
  }

  #skipLine(buffer: Buffer, start: number): number {
    const lineEnd = buffer.indexOf(LF, start);
    if (lineEnd < 0) return buffer.length;
    this.#skipping = false;
    this.#line += 1;
    return lineEnd + 1;
  }

  /** Hands a complete record on; returns where the next one begins. */
  #emit(buffer: Buffer, start: number, { record, clean }: { record: RecordEnd; clean: boolean }): number {
    const bytes = buffer.subarray(start, record.end);
    const problem = this.#problemOf(bytes, record, clean);
    if (problem !== null) return this.#rejectFirstLine(buffer, start, problem);
    if (bytes.length > 0) {
      if (this.#columns === 0) this.#acceptHeader(bytes);
      else this.#sink.accept(this.#line, bytes, record.plain);
    }
    this.#line += 1 + countLineBreaks(bytes);
    return record.next;
  }

  #acceptHeader(bytes: Buffer): void {
    const fields = splitFields(bytes, this.#delimiter);
    this.#columns = fields.length;
    this.#sink.header(fields);
  }

  #problemOf(bytes: Buffer, { fields, problem }: RecordEnd, clean: boolean): string | null {
    if (bytes.length > this.#maxRecordBytes) return this.#tooLong;
    if (problem !== null || bytes.length === 0) return problem;
    if (!clean && !isUtf8(bytes)) return 'not valid UTF-8 (set orders.encoding, for example to windows-1252)';
    if (bytes.includes(NUL)) return 'holds a NUL byte';
    if (this.#columns > 0 && fields !== this.#columns)
      return `has ${fields} fields, the header has ${this.#columns}`;
    return null;
  }

  /** Rejects the line that begins at `start`; the line is complete, or the file is over. */
  #rejectFirstLine(buffer: Buffer, start: number, problem: string): number {
    if (this.#columns === 0) this.#sink.badHeader(this.#line, problem);
    const lineEnd = buffer.indexOf(LF, start);
    this.#sink.reject(
      this.#line,
      problem,
      this.#rawText(buffer.subarray(start, lineEnd < 0 ? buffer.length : lineEnd)),
    );
    this.#line += 1;
    return lineEnd < 0 ? buffer.length : lineEnd + 1;
  }

  /** More bytes than a record may have are waiting and its end is not among them. */
  #rejectOverlong(buffer: Buffer, start: number): number {
    if (buffer.indexOf(LF, start) >= 0) return this.#rejectFirstLine(buffer, start, this.#tooLong);
    if (this.#columns === 0) this.#sink.badHeader(this.#line, this.#tooLong);
    this.#sink.reject(this.#line, this.#tooLong, this.#rawText(buffer.subarray(start)));
    this.#skipping = true;
    return start;
  }

  #rawText(bytes: Buffer): string {
    const kept = Math.min(KEPT_RAW_BYTES, this.#maxRecordBytes);
    const text = bytes.subarray(0, kept).toString('utf8').replaceAll('\0', '\uFFFD').replace(/\r$/, '');
    return bytes.length > kept ? `${text}...` : text;
  }
}

function endsField(byte: number, delimiter: number): boolean {
  return byte === delimiter || byte === LF || byte === CR;
}

/** Position of the quote that ends a quoted field (doubled quotes are content), or -1. */
function closingQuote(buffer: Buffer, from: number): number {
  let i = buffer.indexOf(QUOTE, from);
  while (i >= 0 && buffer[i + 1] === QUOTE) i = buffer.indexOf(QUOTE, i + 2);
  return i;
}

function countLineBreaks(bytes: Buffer): number {
  let count = 0;
  for (let i = bytes.indexOf(LF); i >= 0; i = bytes.indexOf(LF, i + 1)) count += 1;
  return count;
}

/** Fields of one well-formed record, unquoted. */
export function splitFields(record: Buffer, delimiter: number): string[] {
  const separator = String.fromCharCode(delimiter);
  const text = record.toString('utf8');
  const fields: string[] = [];
  let i = 0;
  for (;;) {
    if (text[i] === '"') {
      const close = endOfQuoted(text, i + 1);
      fields.push(text.slice(i + 1, close).replaceAll('""', '"'));
      i = close + 1;
    } else {
      const stop = text.indexOf(separator, i);
      fields.push(text.slice(i, stop < 0 ? undefined : stop));
      i = stop < 0 ? text.length : stop;
    }
    if (i >= text.length) return fields;
    i += 1;
  }
}

function endOfQuoted(text: string, from: number): number {
  let i = text.indexOf('"', from);
  while (i >= 0 && text[i + 1] === '"') i = text.indexOf('"', i + 2);
  return i < 0 ? text.length : i;
}

/** The separator that a header line uses: the candidate that occurs most often outside quotes; comma if none does. */
export function detectDelimiter(headerLine: string): string {
  const bare = headerLine.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((candidate) => ({
    candidate,
    count: bare.split(candidate).length - 1,
  }));
  return counts.reduce((best, entry) => (entry.count > best.count ? entry : best)).candidate;
}
