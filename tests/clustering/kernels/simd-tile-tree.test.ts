import { describe, expect, it } from 'vitest';
import { principalAxesInto } from '../../../clustering/kernels/simd/principal-axes.ts';
import { rotateRows } from '../../../clustering/kernels/simd/rotation.ts';
import { buildTileTree, LANES } from '../../../clustering/kernels/simd/tile-tree.ts';
import { matrixFromRows } from '../../../pipeline/core/matrix.ts';
import { distance, makeClouds, makeUniform, scaleBy } from '../support.ts';

describe('principalAxesInto(covariance, d)', () => {
  it('finds the axes of a two-dimensional distribution worked out by hand', () => {
    // Variance 3 along (1, 1), 1 along (1, -1).
    const { axes, skew } = principalAxesInto(Float64Array.of(2, 1, 1, 2), 2);
    expect(Math.abs(axes[0]! + axes[1]!)).toBeCloseTo(Math.SQRT2, 12);
    expect(Math.abs(axes[2]! - axes[3]!)).toBeCloseTo(Math.SQRT2, 12);
    expect(skew).toBeLessThan(1e-14);
  });

  it('gives orthonormal axes that leave no correlation, also for zeros, equal variances and one dimension', () => {
    for (const d of [1, 2, 7, 40]) {
      const data = makeUniform(3 * d, d, { seed: d }).data;
      const product = new Float64Array(d * d);
      for (let a = 0; a < d; a++) {
        for (let b = 0; b < d; b++) {
          for (let i = 0; i < 3 * d; i++) product[a * d + b]! += data[i * d + a]! * data[i * d + b]!;
        }
      }
      const { axes, skew } = principalAxesInto(product.slice(), d);
      expect(skew).toBeLessThan(1e-12);
      const form = (a: number, b: number): number => {
        let sum = 0;
        for (let i = 0; i < d; i++) {
          for (let j = 0; j < d; j++) sum += axes[a * d + i]! * product[i * d + j]! * axes[b * d + j]!;
        }
        return sum;
      };
      for (let a = 1; a < d; a++) {
        expect(form(a, a)).toBeLessThanOrEqual(form(a - 1, a - 1) * (1 + 1e-9));
        expect(Math.abs(form(a, a - 1))).toBeLessThan(1e-3 * Math.sqrt(form(a, a) * form(a - 1, a - 1)));
      }
    }
    for (const values of [
      [0, 0, 0, 0],
      [1, 0, 0, 1],
      [NaN, NaN, NaN, NaN],
    ])
      // prettier-ignore
      expect([...principalAxesInto(Float64Array.from(values), 2).axes]).toEqual([1, 0, 0, 1]);
  });
});

describe('rotateRows(matrix)', () => {
  it.each([1e-100, 1e-9, 1, 1e9, 1e100])('keeps distances up to the stated error at scale %f', (factor) => {
    const matrix = scaleBy(makeClouds([[0, 0, 100], [5, 5, -40]], { size: 40, spread: 1 }), factor); // prettier-ignore
    const { coordinates, norms, scale } = rotateRows(matrix)!;
    const turned = matrixFromRows(
      Array.from({ length: 80 }, (_, i) => [...coordinates.subarray(3 * i, 3 * i + 3)]),
    );
    expect(Number.isInteger(Math.log2(scale))).toBe(true);
    for (let i = 0; i < 80; i++) {
      const norm = Math.hypot(...coordinates.subarray(3 * i, 3 * i + 3));
      expect(norm).toBeLessThanOrEqual(norms[i]! * (1 + 2 ** -24));
      expect(norms[i]!).toBeLessThanOrEqual(1);
      for (let j = 0; j < i; j++) {
        const error = Math.abs(distance(turned, i, j) - distance(matrix, i, j) * scale);
        expect(error).toBeLessThanOrEqual(2 ** -24 * (norms[i]! + norms[j]!));
      }
    }
  });

  it('puts the axis of most variance first', () => {
    const matrix = matrixFromRows(Array.from({ length: 50 }, (_, i) => [0.01 * (i % 3), i, 2 * i]));
    const { coordinates } = rotateRows(matrix)!;
    for (let i = 0; i < 50; i++) {
      expect(Math.abs(coordinates[3 * i + 1]!)).toBeLessThanOrEqual(Math.abs(coordinates[0]!) / 50);
    }
  });

  it('declines values whose squares overflow or vanish', () => {
    expect(rotateRows(matrixFromRows([[0], [1e150]]))).toBeNull();
    expect(rotateRows(matrixFromRows([[-1e308], [1e308]]))).toBeNull();
    expect(rotateRows(matrixFromRows([[0], [1e-150]]))).toBeNull();
    expect(rotateRows(matrixFromRows([[1e150], [1e150]]))).not.toBeNull();
  });
});

describe('buildTileTree(matrix)', () => {
  it.each([
    [1, 2],
    [32, 3],
    [33, 1],
    [1_000, 5],
    [4_097, 3],
  ])('orders %i rows into full leaves, with boxes that hold them at every level', (rows, columns) => {
    const tree = buildTileTree(makeUniform(rows, columns, { seed: rows, step: 0.25 }))!;
    expect([...tree.rowOf].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
    expect(tree.levels[0]!.nodes).toBe(Math.ceil(rows / LANES));
    expect(tree.levels.at(-1)!.nodes).toBeLessThanOrEqual(4);
    let outside = 0;
    tree.levels.forEach(({ boxes }, level) => {
      for (let p = 0; p < rows; p++) {
        const node = Math.floor(p / (LANES * 4 ** level));
        const box = (node >> 2) * (8 * columns + 4) + (node & 3);
        if (tree.norms[p]! > boxes[box + 8 * columns]!) outside++;
        for (let c = 0; c < columns; c++) {
          const value = tree.tiles[((p >> 5) * columns + c) * LANES + (p & 31)]!;
          if (value < boxes[box + 8 * c]! || value > boxes[box + 8 * c + 4]!) outside++;
        }
      }
    });
    expect(outside).toBe(0);
    expect(tree.tiles.filter((value) => value === Infinity)).toHaveLength(tree.tiles.length - rows * columns);
  });
});
