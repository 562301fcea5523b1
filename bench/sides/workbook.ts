import { statSync } from 'node:fs';
import type { Matrix } from '../../pipeline/core/matrix.ts';
import type { FormatKind } from '../../reporting/number-format.ts';
import { SEGMENT_COLOURS } from '../../reporting/palette.ts';
import type { Cell, StreamedSheet } from '../../reporting/sheet-model.ts';
import { writeWorkbook } from '../../reporting/workbook.ts';
import { serve } from './serve.ts';

/** Customers in a block, as the stage that reports hands them over. */
const BLOCK_ROWS = 5000;

/** Formats of the columns of numbers, in turn; bench/peers/workbook.py has the same. */
const FORMATS: readonly FormatKind[] = ['index', 'percent', 'currency', 'days'];

const SEGMENTS = 7;

await serve(({ answerPrefix }, { matrix }) => async () => {
  const path = `${answerPrefix}.xlsx`;
  const model = {
    title: 'Customers',
    asOf: new Date(0),
    currency: 'EUR',
    addresses: new Map<string, string>(),
  };
  await writeWorkbook({ ...model, sheets: [sheetOf(matrix)] }, path);
  return { labels: new Int32Array(0), values: Float64Array.of(statSync(path).size) };
});

/** Customers with four columns of text and one of numbers for each of the matrix. */
function sheetOf(matrix: Matrix): StreamedSheet {
  const text = { format: 'text', width: 20 } as const;
  return {
    kind: 'streamed',
    name: 'Customer Assignments',
    tableName: 'customers',
    columns: [
      ...['Customer', 'Segment', 'Name', 'Outlier'].map((header) => ({ ...text, header })),
      ...matrix.names.map((header, j) => ({ header, format: FORMATS[j % FORMATS.length]!, width: 12 })),
    ],
    frozenColumns: 1,
    tabColour: 'E69F00',
    blocks: blocksOf(matrix),
  };
}

async function* blocksOf(matrix: Matrix): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let start = 0; start < matrix.rows; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, matrix.rows - start);
    yield await Promise.resolve(Array.from({ length: count }, (_, i) => rowOf(matrix, start + i)));
  }
}

function rowOf({ data, columns }: Matrix, i: number): readonly Cell[] {
  const segment = i % SEGMENTS;
  return [
    `customer-${i}@example.com`,
    { value: String(segment), role: 'chip', fill: SEGMENT_COLOURS[segment]! },
    `Archetype ${segment}`,
    i % 20 === 0 ? 'yes' : 'no',
    ...data.subarray(i * columns, (i + 1) * columns),
  ];
}
