import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { anchorAddresses, placeSheet } from '../../reporting/layout.ts';
import type { Block, Sheet } from '../../reporting/sheet-model.ts';

function sheetOf(...blocks: Block[]): Sheet {
  return {
    name: 'S',
    widths: [10, 20, 30],
    frozenColumns: 1,
    pages: { wide: 1, high: 0 },
    tabColour: '000000',
    blocks,
  };
}

const table: Block = {
  kind: 'table',
  columns: [
    { header: 'Name', format: 'text' },
    { header: 'Share', format: 'percent', span: 2 },
  ],
  rows: [
    { cells: ['a', 0.5], anchor: 'row a' },
    { cells: ['b', { value: 3, format: 'count' }], outlineLevel: 1 },
  ],
  empty: 'Nothing.',
  isMain: true,
};

describe('placeSheet(sheet)', () => {
  it('puts blocks below each other, cells on the columns they span', () => {
    const placed = placeSheet(sheetOf({ kind: 'title', text: 'T' }, { kind: 'heading', text: 'H' }, table));
    expect(
      placed.rows.map((row) => row.cells.map(({ value, column, span }) => [value, column, span])),
    ).toEqual([
      [['T', 1, 3]],
      [],
      [['H', 1, 3]],
      [
        ['Name', 1, 1],
        ['Share', 2, 2],
      ],
      [
        ['a', 1, 1],
        [0.5, 2, 2],
      ],
      [
        ['b', 1, 1],
        [3, 2, 2],
      ],
    ]);
    expect(placed.rows[4]!.cells[1]!.format).toBe('percent');
    expect(placed.rows[5]!.cells[1]!.format).toBe('count');
    expect(placed.rows.map((row) => row.outlineLevel)).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('freezes and repeats the header of the main table', () => {
    const placed = placeSheet(sheetOf({ kind: 'title', text: 'T' }, table));
    expect(placed.frozenRows).toBe(2);
    expect(placed.repeatedRow).toBe(2);
  });

  it('freezes the title where no table is the main one', () => {
    const placed = placeSheet(sheetOf({ kind: 'title', text: 'T' }));
    expect([placed.frozenRows, placed.repeatedRow]).toEqual([1, 1]);
  });

  it('names tables that have records, under headers a table can have', () => {
    const row = { cells: [0.1, 0.2, 0.3] };
    const named = (name: string, rows = [row, row]): Block => ({
      kind: 'table',
      name,
      rows,
      columns: ['Rate', 'Rate\nagain', 'rate'].map((header) => ({ header, format: 'percent' })),
      empty: 'none',
    });
    const placed = placeSheet(sheetOf(named('some rates'), named('none', [])));
    const headers = ['Rate', 'Rate again', 'rate (2)'];
    expect(placed.tables).toMatchObject([{ name: 'some_rates', headerRow: 1, lastRow: 3, headers }]);
    expect(placed.rows[0]!.cells.map(({ value }) => value)).toEqual(headers);
  });

  it('refuses a named table with columns that span several', () => {
    const wide: Block = {
      kind: 'table',
      name: 'wide',
      columns: [{ header: 'A', format: 'text', span: 2 }],
      rows: [{ cells: ['a'] }],
      empty: '',
    };
    expect(() => placeSheet(sheetOf(wide))).toThrow(/a column of the named table wide spans several/);
  });

  it('refuses a chart of a table that is not there', () => {
    const run = { from: { row: 1, column: 0 }, to: { row: 2, column: 0 } };
    const look = {
      ...({ kind: 'bars', title: '', alt: '', categoryTitle: '', valueTitle: '' } as const),
      ...{ hasLegend: false, hasValueLabels: false },
    };
    const size = { width: 10, height: 10 };
    const chart: Block = {
      kind: 'chart',
      table: 'none',
      look,
      categories: run,
      series: [],
      formatCode: '0',
      size,
    };
    expect(() => placeSheet(sheetOf(chart))).toThrow(/a chart is drawn from none, which is not there/);
  });

  it('makes rows as high as their wrapped text', () => {
    const [one, three] = ['x'.repeat(50), 'x'.repeat(150)].map(
      (text) => placeSheet(sheetOf({ kind: 'paragraph', text })).rows[0]!.height,
    );
    expect([one, three]).toEqual([15, 45]);
    const wide = placeSheet(sheetOf({ kind: 'paragraph', text: '忠'.repeat(75) })).rows[0]!.height;
    expect(wide).toBe(45);
    expect(placeSheet(sheetOf({ kind: 'note', text: 'a\nb\nc' })).rows[0]!.height).toBe(45);
    expect(placeSheet(sheetOf({ kind: 'note', text: 'x'.repeat(32_000) })).rows[0]!.height).toBe(409);
  });

  it('says what is the case in place of an empty table', () => {
    const placed = placeSheet(sheetOf({ ...table, rows: [], isMain: false }));
    expect(placed.rows.map((row) => row.cells.map((cell) => cell.value))).toEqual([['Nothing.']]);
  });

  it('keeps the header of an empty main table, so that there is something to freeze', () => {
    const placed = placeSheet(sheetOf({ ...table, rows: [] }));
    expect(placed.rows.map((row) => row.cells[0]!.value)).toEqual(['Name', 'Nothing.']);
  });

  it('leaves cells empty where a number is none', () => {
    const placed = placeSheet(sheetOf({ ...table, rows: [{ cells: ['a', Number.NaN] }] }));
    expect(placed.rows[1]!.cells[1]!.value).toBeNull();
  });

  it('refuses rows that do not fit their table, and two main tables', () => {
    expect(() => placeSheet(sheetOf({ ...table, rows: [{ cells: ['a'] }] }))).toThrow(
      new InvalidInputError('sheet S: a row has 1 cells, its table 2 columns'),
    );
    expect(() => placeSheet(sheetOf(table, table))).toThrow('sheet S: more than one main table');
  });
});

describe('anchorAddresses(sheets)', () => {
  it('finds the row of each anchor', () => {
    const placed = placeSheet(sheetOf({ kind: 'title', text: 'T', anchor: 'top' }, table));
    expect([...anchorAddresses([placed])]).toEqual([
      ['top', "'S'!A1"],
      ['row a', "'S'!A3"],
    ]);
  });

  it('refuses an anchor that stands twice', () => {
    const placed = placeSheet(sheetOf({ kind: 'title', text: 'T', anchor: 'top' }));
    expect(() => anchorAddresses([placed, placed])).toThrow('anchor top stands twice');
  });
});
