import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../pipeline/core/random.ts';
import { CsvScanner, detectDelimiter, splitFields } from '../../pipeline/ingest/csv-scanner.ts';

interface Scanned {
  header: string[];
  rows: [line: number, fields: string[]][];
  rejects: [line: number, reason: string, raw: string][];
}

function scan(input: string | Buffer, { chunk = 1 << 20, max = 4096 } = {}): Scanned {
  const result: Scanned = { header: [], rows: [], rejects: [] };
  const scanner = new CsvScanner(
    { delimiter: 44, maxRecordBytes: max },
    {
      header: (fields) => (result.header = fields),
      badHeader: (line, reason) => {
        throw new Error(`line ${line} ${reason}`);
      },
      accept: (line, bytes) => result.rows.push([line, splitFields(bytes, 44)]),
      reject: (line, reason, raw) => result.rejects.push([line, reason, raw]),
    },
  );
  const bytes = Buffer.from(input as string);
  for (let i = 0; i < bytes.length; i += chunk) scanner.push(Buffer.from(bytes.subarray(i, i + chunk)));
  scanner.end();
  return result;
}

const NASTY = [
  'a,b,c',
  '1,2,3',
  '"x',
  'y",2,3',
  '4,5',
  '1,2,3,4',
  '"un"bad,2,3',
  '7,8,9',
  '',
  ',,',
  '10,"un closed,1',
  '11,12,13',
  '14,"say ""hi""",16',
  '17,5" pipe,18',
  '',
].join('\n');

describe('CsvScanner', () => {
  it('knows the physical line of every record and reject', () => {
    const { header, rows, rejects } = scan(NASTY);
    expect(header).toEqual(['a', 'b', 'c']);
    expect(rows).toEqual([
      [2, ['1', '2', '3']],
      [3, ['x\ny', '2', '3']],
      [8, ['7', '8', '9']],
      [10, ['', '', '']],
      [12, ['11', '12', '13']],
      [13, ['14', 'say "hi"', '16']],
      [14, ['17', '5" pipe', '18']],
    ]);
    expect(rejects.map(([line, reason]) => [line, reason])).toEqual([
      [5, 'has 2 fields, the header has 3'],
      [6, 'has 4 fields, the header has 3'],
      [7, 'text follows a closing quote'],
      [11, 'text follows a closing quote'],
    ]);
    expect(rejects[3]![2]).toBe('10,"un closed,1');
  });

  it('gives the same answer however the bytes are cut into chunks, with either line ending', () => {
    for (const text of [NASTY, NASTY.replaceAll('\n', '\r\n'), NASTY.trimEnd()]) {
      const whole = scan(text);
      for (let chunk = 1; chunk <= 40; chunk++) expect(scan(text, { chunk })).toEqual(whole);
    }
  });

  it('rejects one line for a quote that is never closed and keeps the rows behind it', () => {
    const { rows, rejects } = scan('a,b\n1,"open\n2,3\n4,5\n');
    expect(rejects).toEqual([[2, 'a quote is opened and never closed', '1,"open']]);
    expect(rows.map(([line]) => line)).toEqual([3, 4]);
  });

  it('gives up on an open quote at the longest record, not at the end of the file', () => {
    const { rows, rejects } = scan(`a,b\n1,"open\n${'2,3\n'.repeat(2000)}`, { chunk: 100 });
    expect(rejects).toEqual([[2, 'longer than 4096 bytes, or a quote is opened and not closed', '1,"open']]);
    expect(rows.length).toBe(2000);
  });

  it('rejects a line longer than allowed as one record', () => {
    for (const chunk of [7, 1000, 1 << 20]) {
      const { rows, rejects } = scan(`a,b\n${'x'.repeat(10_000)},1\n2,3\n`, { chunk });
      expect(rejects.map(([line, reason]) => [line, reason])).toEqual([
        [2, expect.stringContaining('longer than 4096 bytes')],
      ]);
      expect(rows).toEqual([[3, ['2', '3']]]);
    }
  });

  it('rejects bytes that are not UTF-8 and NUL bytes by line', () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\ncaf'),
      Buffer.from([0xe9]),
      Buffer.from(',1\nx\0,2\ncafé,3\n'),
    ]);
    for (const chunk of [1, 3, 1000]) {
      const { rows, rejects } = scan(bytes, { chunk });
      expect(rejects.map(([line]) => line)).toEqual([2, 3]);
      expect(rows).toEqual([[4, ['café', '3']]]);
    }
  });

  it('accepts a last record without line break and reads nothing from nothing', () => {
    expect(scan('a\n1').rows).toEqual([[2, ['1']]]);
    expect(scan('')).toEqual({ header: [], rows: [], rejects: [] });
    expect(scan('a,b\n').header).toEqual(['a', 'b']);
  });

  it('refuses a malformed header', () => {
    expect(() => scan('a,"b"c\n1,2\n')).toThrow('line 1 text follows a closing quote');
  });

  it('reads back what a writer quotes, for random fields', () => {
    const random = createRandom('csv');
    const alphabet = ['a', 'é', ',', '"', '\n', ' ', '€', '\r\n'];
    const field = () => Array.from({ length: random.integer(6) }, () => alphabet[random.integer(8)]).join('');
    const rows = Array.from({ length: 300 }, () => [field(), field(), `${random.integer(9)}`]);
    const text = rows
      .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
      .join('\n');
    for (const chunk of [1, 13, 4096]) {
      const scanned = scan(`x,y,z\n${text}\n`, { chunk });
      expect(scanned.rejects).toEqual([]);
      expect(scanned.rows.map(([, fields]) => fields)).toEqual(rows);
    }
  });

  it('accounts for every non-blank line of random bytes', () => {
    const random = createRandom('noise');
    const alphabet = '0,"\n\r\n,0"';
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => alphabet[random.integer(alphabet.length)]).join('');
      expect(scan(`a,b\n${text}`, { chunk: 1 + random.integer(9) })).toEqual(scan(`a,b\n${text}`));
      const whole = scan(`a,b\n${text}`, { max: 20 });
      const pieces = scan(`a,b\n${text}`, { max: 20, chunk: 1 + random.integer(9) });
      expect(pieces.rows).toEqual(whole.rows);
      expect(pieces.rejects.map(([line]) => line)).toEqual(whole.rejects.map(([line]) => line));
      const lines = [...whole.rows, ...whole.rejects].map(([line]) => line);
      expect(new Set(lines).size).toBe(lines.length);
    }
  });
});

describe('detectDelimiter(headerLine)', () => {
  it('takes the candidate that occurs most often outside quotes', () => {
    expect(detectDelimiter('a;b;"x,y,z,w"')).toBe(';');
    expect(detectDelimiter('a\tb')).toBe('\t');
    expect(detectDelimiter('a|b|c,d')).toBe('|');
    expect(detectDelimiter('single')).toBe(',');
  });
});
