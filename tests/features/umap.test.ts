import { describe, expect, it } from 'vitest';
import { layOutByNeighbours } from '../../features/umap.ts';
import { createMatrix, matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';

/** Blobs of 20 rows around corners that are `distance` apart, with the first two columns as starts. */
function blobs(distance: number): { matrix: Matrix; start: Matrix } {
  const random = createRandom('blobs');
  const rows = Array.from({ length: 60 }, (_, i) =>
    [0, 1, 2].map((j) => (Math.floor(i / 20) === j ? distance : 0) + random.next()),
  );
  return { matrix: matrixFromRows(rows), start: matrixFromRows(rows.map((row) => row.slice(0, 2))) };
}

function layOut({ matrix, start }: { matrix: Matrix; start: Matrix }, seed = 1) {
  return layOutByNeighbours(matrix, { start, random: createRandom(seed) });
}

describe('layOutByNeighbours(matrix, options)', () => {
  it('keeps groups together and apart from each other', async () => {
    const { data } = await layOut(blobs(50));
    const distance = (i: number, j: number) =>
      Math.hypot(data[2 * i]! - data[2 * j]!, data[2 * i + 1]! - data[2 * j + 1]!);
    let within = 0;
    let between = Infinity;
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < i; j++) {
        if (Math.floor(i / 20) === Math.floor(j / 20)) within = Math.max(within, distance(i, j));
        else between = Math.min(between, distance(i, j));
      }
    }
    expect(between).toBeGreaterThan(within);
  });

  it('gives the same map for a seed, another for another', async () => {
    const [first, again, other] = [await layOut(blobs(5)), await layOut(blobs(5)), await layOut(blobs(5), 2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first).toMatchObject({ rows: 60, columns: 2, names: ['umap1', 'umap2'] });
  });

  it('leaves its input alone', async () => {
    const { matrix, start } = blobs(5);
    const [before, beforeStart] = [matrix.data.slice(), start.data.slice()];
    await layOut({ matrix, start });
    expect(matrix.data).toEqual(before);
    expect(start.data).toEqual(beforeStart);
  });

  it.each([
    ['four rows', matrixFromRows([[0], [1], [2], [3]])],
    ['equal rows', matrixFromRows(Array.from({ length: 30 }, () => [1, 1]))],
    ['one far row', matrixFromRows(Array.from({ length: 20 }, (_, i) => [i === 0 ? 1e9 : i]))],
  ])('stays finite with %s', async (_, matrix) => {
    const start = createMatrix(matrix.rows, ['x', 'y'], new Float64Array(2 * matrix.rows));
    const { data } = await layOut({ matrix, start });
    expect(data.every(Number.isFinite)).toBe(true);
  });

  it('refuses too few rows and starts that do not fit', async () => {
    const three = matrixFromRows([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    await expect(layOut({ matrix: three, start: three })).rejects.toThrow(/expected at least 4 rows, got 3/);
    const { matrix } = blobs(5);
    await expect(layOut({ matrix, start: three })).rejects.toThrow(
      /expected starts of shape \(60, 2\), got \(3, 2\)/,
    );
  });
});
