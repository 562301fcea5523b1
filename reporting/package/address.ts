/** Place of a cell, both 1-based. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Letters of a column: 1 is A, 27 is AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** `B5:D9`. */
export function rangeAddress(first: CellPlace, last: CellPlace): string {
  return `${columnLetters(first.column)}${first.row}:${columnLetters(last.column)}${last.row}`;
}

/** `'Visualizations'!$B$5:$B$9`, or one cell if both places are the same. */
export function absoluteReference(sheet: string, first: CellPlace, last: CellPlace): string {
  const [from, to] = [first, last].map(({ row, column }) => `$${columnLetters(column)}$${row}`);
  return `'${sheet.replaceAll("'", "''")}'!${from === to ? from : `${from}:${to}`}`;
}
