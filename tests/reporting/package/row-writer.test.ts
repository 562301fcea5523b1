import { describe, expect, it } from 'vitest';
import { RecordReader } from '../../../reporting/package/record-reader.ts';
import { createRowWriter } from '../../../reporting/package/row-writer.ts';
import type { CellLook } from '../../../reporting/styles.ts';
import { blocksOf } from '../sample-input.ts';
import { parseXml } from './xml-tree.ts';

/** Numbers looks in the order in which they are asked for. */
function styleNumbers(): { readonly looks: CellLook[]; readonly index: (look: CellLook) => number } {
  const looks: CellLook[] = [];
  return { looks, index: (look) => looks.push(look) };
}

describe('createRowWriter(formats, styleIndex)', () => {
  it('writes each value as what it is and leaves out what is none', () => {
    const row = createRowWriter(['text', 'index', 'text', 'index', 'text', 'count'], () => 7);
    expect(row(12, ['a&b', 0.1, null, Number.NaN, true, Infinity])).toBe(
      '<row r="12"><c r="A12" s="7" t="inlineStr"><is><t>a&amp;b</t></is></c><c r="B12" s="7"><v>0.1</v></c>' +
        '<c r="E12" s="7" t="b"><v>1</v></c></row>',
    );
  });

  it('keeps numbers to the last digit', () => {
    const row = createRowWriter(['index'], () => 0);
    for (const value of [0.1 + 0.2, 1e-300, -1.7976931348623157e308, 1e21, -0]) {
      expect(Number(parseXml(row(1, [value])).children[0]!.children[0]!.text)).toBe(value === 0 ? 0 : value);
    }
  });

  it('keeps formulas, spaces, line ends and tabs as text', () => {
    const row = createRowWriter(['text'], () => 0);
    for (const text of [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      ' a ',
      'a\nb',
      '<t>',
      '"',
      '\u00E4\u{1F6D2}',
    ]) {
      const cell = parseXml(row(1, [text])).children[0]!;
      const content = cell.children[0]!.children[0]!;
      expect([cell.attributes.t, content.name, content.text]).toEqual(['inlineStr', 't', text]);
      if (/^\s|\s$|\n/.test(text)) expect(content.attributes['xml:space']).toBe('preserve');
    }
  });

  it('asks once for the style of plain cells, each time for others', () => {
    const { looks, index } = styleNumbers();
    const row = createRowWriter(['text', 'percent'], index);
    const chip = { value: '1', role: 'chip', fill: '0072B2' } as const;
    for (const first of ['a', chip, 'b', chip, 'x'.repeat(300)]) row(2, [first, 0.5]);
    expect(looks.map(({ value, role, format, fill }) => [String(value).length, role, format, fill])).toEqual([
      [1, 'record', 'text', undefined],
      [3, 'record', 'percent', undefined],
      [1, 'chip', 'text', '0072B2'],
      [1, 'chip', 'text', '0072B2'],
      [300, 'record', 'text', undefined],
    ]);
  });
});

describe('RecordReader', () => {
  it('hands out the records of all blocks in order, empty blocks left out', async () => {
    const reader = new RecordReader(blocksOf<number>([], [1, 2], [], [3]));
    const read: number[] = [];
    while (await reader.hasNext()) read.push(reader.next());
    expect(read).toEqual([1, 2, 3]);
    expect(await reader.hasNext()).toBe(false);
  });

  it('has the source clean up when it is given up', async () => {
    let isClean = false;
    async function* source(): AsyncGenerator<readonly number[]> {
      try {
        yield await Promise.resolve([1]);
        yield [2];
      } finally {
        isClean = true;
      }
    }
    const reader = new RecordReader(source());
    await reader.hasNext();
    await reader.close();
    expect(isClean).toBe(true);
  });

  it('knows without waiting whether a record is there', async () => {
    const reader = new RecordReader(blocksOf<number>([1]));
    expect(reader.isReady).toBe(false);
    await reader.hasNext();
    expect(reader.isReady).toBe(true);
    reader.next();
    expect(reader.isReady).toBe(false);
  });
});
