import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../pipeline/core/errors.ts';
import { readCsv, type CsvContent, type CsvOptions } from '../../pipeline/ingest/read-csv.ts';
import { temporaryFolder } from './folder.ts';

const OPTIONS: CsvOptions = { delimiter: 'auto', encoding: 'auto', maxRecordBytes: 1 << 20 };

/** Reads a file of this name and content; `copy` is the clean copy as text. */
async function read(
  content: string | Buffer,
  { name = 'orders.csv', ...options }: Partial<CsvOptions> & { name?: string } = {},
): Promise<CsvContent & { copy: string }> {
  const folder = temporaryFolder();
  const copyPath = join(folder.path, 'copy');
  const path = folder.write(name, content);
  const result = await readCsv(path, copyPath, { ...OPTIONS, ...options, onHeader: () => undefined });
  return { ...result, copy: readFileSync(copyPath, 'utf8') };
}

function utf16(text: string, { bigEndian = false, mark = true } = {}): Buffer {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('readCsv(path, copyPath, options): encodings', () => {
  const text = 'name,town\nZoë,Łódź\n';
  const expected = { header: ['name', 'town'], accepted: 1, rejects: [], copy: '2,Zoë,Łódź\n' };

  it.each([
    ['UTF-8', Buffer.from(text), {}],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`), {}],
    ['UTF-16 LE with a byte order mark', utf16(text), {}],
    ['UTF-16 BE with a byte order mark', utf16(text, { bigEndian: true }), {}],
    ['UTF-16 LE without one, configured', utf16(text, { mark: false }), { encoding: 'utf-16le' }],
    [
      'UTF-16 BE without one, configured',
      utf16(text, { mark: false, bigEndian: true }),
      { encoding: 'utf-16be' },
    ],
    ['gzip', gzipSync(text), { name: 'orders.CSV.GZ' }],
  ] as const)('reads %s', async (_what, bytes, options) => {
    expect(await read(bytes, options)).toMatchObject(expected);
  });

  it('reads windows-1252 where it is configured, and else rejects the lines that are not UTF-8', async () => {
    const bytes = Buffer.from('name,price\nZo\xeb,5 \x80\nAnn,6\n', 'latin1');
    const configured = await read(bytes, { encoding: 'windows-1252' });
    expect(configured).toMatchObject({ accepted: 2, rejects: [], copy: '2,Zoë,5 €\n3,Ann,6\n' });
    const automatic = await read(bytes);
    expect(automatic).toMatchObject({ accepted: 1, copy: '3,Ann,6\n' });
    expect(automatic.rejects).toEqual([
      {
        line: 2,
        reason: expect.stringContaining('set orders.encoding') as string,
        raw: expect.any(String) as string,
      },
    ]);
  });

  it('shows a character that is cut off at the end of the file', async () => {
    const { copy } = await read(utf16('a\nxy').subarray(0, -1));
    expect(copy).toBe('2,x\uFFFD\n');
  });

  it('reads UTF-16 whose characters are cut by the blocks of the stream', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},Łódź ${i}`);
    const { accepted, copy, rejects } = await read(utf16(`id,town\n${rows.join('\n')}\n`));
    expect({ accepted, rejects }).toEqual({ accepted: 60_000, rejects: [] });
    expect(copy.endsWith('60001,59999,Łódź 59999\n')).toBe(true);
  });
});

describe('readCsv(path, copyPath, options): what is no CSV file', () => {
  const gzip = { name: 'x.csv.gz', message: /^cannot read .*x\.csv\.gz/ };
  it.each([
    { what: 'a cut gzip file', bytes: gzipSync('a,b\n1,2\n'.repeat(9999)).subarray(0, 60), ...gzip },
    { what: 'a gzip file with a wrong checksum', bytes: damagedGzip(), ...gzip },
    { what: 'text named .gz', bytes: 'a,b\n1,2\n', ...gzip },
    {
      what: 'gzip data named .csv',
      bytes: gzipSync('a,b\n'),
      message: /x\.csv is not .*rename it to end in \.gz/,
    },
    { what: 'a workbook', bytes: 'PK\x03\x04\x14\0\x06', message: /x\.csv is not .*save the sheet as CSV/ },
    {
      what: 'Parquet named .csv',
      bytes: 'PAR1\x15\x04\x15',
      message: /x\.csv is not .*rename it to end in \.parquet/,
    },
    {
      what: 'UTF-16 without mark',
      bytes: utf16('a,b\n', { mark: false }),
      message: /x\.csv is not .*to utf-16le/,
    },
    {
      what: 'a picture',
      bytes: Buffer.from('\x89PNG\r\n\0', 'latin1'),
      message: /x\.csv, line 1: .*is this a CSV/,
    },
    { what: 'a header with an open quote', bytes: 'a,"b\n1,2\n', message: /x\.csv, line 1: .*never closed/ },
    { what: 'line ends of old Macs', bytes: 'a,b\r1,2\r', message: /x\.csv, line 1: .*carriage return/ },
  ])('refuses $what, naming the file', async ({ bytes, message, ...rest }) => {
    const failure = read(bytes, { name: 'x.csv', ...rest });
    await expect(failure).rejects.toThrow(FileError);
    await expect(failure).rejects.toThrow(message);
  });

  it('refuses a file that does not exist', async () => {
    const { path } = temporaryFolder();
    const reading = readCsv(join(path, 'no.csv'), join(path, 'copy'), {
      ...OPTIONS,
      onHeader: () => undefined,
    });
    await expect(reading).rejects.toThrow(/cannot read .*no\.csv/);
  });

  it('takes a header that begins like a Parquet file for text', async () => {
    expect((await read('PAR1,PAR2\n1,2\n')).header).toEqual(['PAR1', 'PAR2']);
  });
});

function damagedGzip(): Buffer {
  const bytes = gzipSync('a,b\n1,2\n');
  bytes[bytes.length - 8]! ^= 0xff;
  return bytes;
}

describe('readCsv(path, copyPath, options): records', () => {
  it('reads nothing from an empty file and no rows from a header', async () => {
    expect(await read('')).toMatchObject({ header: [], accepted: 0, rejects: [], copy: '' });
    expect(await read('\n\n')).toMatchObject({ header: [], accepted: 0 });
    expect(await read('a,b')).toMatchObject({ header: ['a', 'b'], accepted: 0, copy: '' });
  });

  it.each([
    [';', 'a;b\r\n"1;5";2\r\n', '2;"1;5";2\n'],
    ['\t', 'a\tb\n1,5\t2\n', '2\t1,5\t2\n'],
    ['|', 'a|b\n1|\n', '2|1|\n'],
  ])('finds the separator %j on the header line', async (delimiter, content, copy) => {
    expect(await read(content)).toMatchObject({ delimiter, header: ['a', 'b'], copy });
  });

  it('takes the configured separator', async () => {
    expect(await read('a,b;c\n1,2;3\n', { delimiter: ';' })).toMatchObject({
      header: ['a,b', 'c'],
      accepted: 1,
    });
  });

  it('quotes a record anew where strict readers would stumble', async () => {
    const { copy } = await read('a,b\n5" pipe,"x,y"\nplain,1\n');
    expect(copy).toBe('2,"5"" pipe","x,y"\n3,plain,1\n');
  });

  it('rejects a line of 10 MB, keeps its beginning and goes on behind it', async () => {
    const { accepted, rejects, copy } = await read(`a,b\n${'x'.repeat(10_000_000)},1\n2,3\n`);
    expect({ accepted, copy }).toEqual({ accepted: 1, copy: '3,2,3\n' });
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({
      line: 2,
      reason: expect.stringContaining('longer than 1048576') as string,
    });
    expect(rejects[0]!.raw.length).toBeLessThan(5000);
  });

  it('accepts a record just as long as allowed, beyond one block of the copy', async () => {
    const longest = `${'x'.repeat((1 << 20) - 2)},1`;
    const { accepted, rejects, copy } = await read(`a,b\n${longest}\n${longest}2\n3,4\n`);
    expect({ accepted, rejected: rejects.length }).toEqual({ accepted: 2, rejected: 1 });
    expect(copy === `2,${longest}\n4,3,4\n`).toBe(true);
  });

  it('stops where the header is refused', async () => {
    const folder = temporaryFolder();
    const path = folder.write('orders.csv', 'a,b\n1,2\n');
    const onHeader = () => {
      throw new FileError('no such column');
    };
    await expect(readCsv(path, join(folder.path, 'copy'), { ...OPTIONS, onHeader })).rejects.toThrow(
      'no such column',
    );
  });
});
