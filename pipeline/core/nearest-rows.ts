import type { Matrix } from './matrix.ts';

/** The rows nearest to one row, the nearest first. */
export interface NearestRows {
  readonly rows: Int32Array;
  /** Squared distances to them, in squared units of the matrix. */
  readonly squares: Float64Array;
}

/**
 * Finds the other rows nearest to a row; ties go to the lower row.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param query - The row, and how many others: in [1, n - 1].
 * @remarks O(n·d): for the some thousand rows of a map. Clustering has engines.
 */
export function nearestRows(
  { data, rows, columns }: Matrix,
  { from, count }: { readonly from: number; readonly count: number },
): NearestRows {
  const nearest = new Int32Array(count);
  const squares = new Float64Array(count).fill(Infinity);
  for (let j = 0; j < rows; j++) {
    if (j === from) continue;
    let square = 0;
    for (let c = 0; c < columns; c++) square += (data[j * columns + c]! - data[from * columns + c]!) ** 2;
    if (square >= squares[count - 1]!) continue;
    let place = count - 1;
    for (; place > 0 && squares[place - 1]! > square; place--) {
      squares[place] = squares[place - 1]!;
      nearest[place] = nearest[place - 1]!;
    }
    squares[place] = square;
    nearest[place] = j;
  }
  return { rows: nearest, squares };
}
