import { describe, expect, it } from 'vitest';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';
import { nearestRows } from '../../pipeline/core/nearest-rows.ts';

describe('nearestRows(matrix, query)', () => {
  it('is worked out by hand: the nearest first, ties to the lower row, never the row itself', () => {
    const { rows, squares } = nearestRows(
      matrixFromRows([
        [0, 0],
        [3, 4],
        [0, 1],
        [1, 0],
        [0, 0],
      ]),
      {
        from: 0,
        count: 4,
      },
    );
    expect([...rows]).toEqual([4, 2, 3, 1]);
    expect([...squares]).toEqual([0, 1, 1, 25]);
  });

  it('keeps as many as are asked for', () => {
    expect([...nearestRows(matrixFromRows([[0], [5], [1]]), { from: 1, count: 1 }).rows]).toEqual([2]);
  });
});
