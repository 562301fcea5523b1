import { describe, expect, it } from 'vitest';
import { makeTraps } from '../../bench/kernels/adversarial.ts';
import { MATRICES } from '../../bench/random-matrices.ts';
import { dbscan } from '../../clustering/kernels/dbscan.ts';
import { columnOf } from '../../pipeline/core/matrix.ts';

describe.each(Object.entries(MATRICES))('the matrix %s', (_, make) => {
  it('is the same for the same seed, another for another', () => {
    expect(make(50, 4, 1)).toEqual(make(50, 4, 1));
    expect(make(50, 4, 1).data).not.toEqual(make(50, 4, 2).data);
  });

  it('is finite, has the shape asked for and no constant column', () => {
    const matrix = make(500, 20, 1);
    expect([matrix.rows, matrix.columns, matrix.data.length]).toEqual([500, 20, 10_000]);
    expect(matrix.data.every(Number.isFinite)).toBe(true);
    for (let j = 0; j < 20; j++) expect(new Set(columnOf(matrix, j)).size).toBeGreaterThan(1);
  });
});

describe('the matrix rfm', () => {
  it('has columns of variance 1, skewed to the right, with values that occur often', () => {
    const counts = columnOf(MATRICES['rfm']!(4000, 6, 1), 0);
    const mean = counts.reduce((sum, value) => sum + value, 0) / 4000;
    const moment = (power: number) => counts.reduce((sum, value) => sum + (value - mean) ** power, 0) / 4000;
    expect(moment(2)).toBeCloseTo(1, 9);
    expect(moment(3)).toBeGreaterThan(0.5);
    expect(new Set(counts).size).toBeLessThan(400);
  });
});

describe('makeTraps(n, seed)', () => {
  it('gives what DBSCAN finds in them', () => {
    const traps = makeTraps(343, 1);
    expect(traps.map(({ matrix }) => matrix.rows)).toEqual([343, 2, 343, 343]);
    for (const { name, matrix, eps, minSamples, expected } of traps) {
      const { clusterCount, noiseCount } = dbscan(matrix, { eps: eps!, minSamples });
      expect({ clusters: clusterCount, noise: noiseCount }, name).toEqual(expected);
    }
  });
});
