import { describe, expect, it } from 'vitest';
import { compareLabels, largestDifference, silhouettesByDefinition } from '../../bench/agreement.ts';
import { silhouettes } from '../../clustering/kernels/silhouettes.ts';
import { makeUniform } from '../clustering/support.ts';

describe('compareLabels(a, b)', () => {
  it('finds no difference under a renaming', () => {
    expect(compareLabels(Int32Array.of(0, 0, 1, -1, 2), Int32Array.of(2, 2, 0, -1, 1))).toEqual({
      ari: 1,
      differing: 0,
    });
  });

  it('never takes noise for a cluster', () => {
    expect(compareLabels(Int32Array.of(0, 0, 0, 1), Int32Array.of(-1, -1, -1, 1)).differing).toBe(3);
    expect(compareLabels(Int32Array.of(0, 1), Int32Array.of(-1, -1)).differing).toBe(2);
  });

  it('counts rows outside the overlaps when a cluster is split', () => {
    const { ari, differing } = compareLabels(Int32Array.of(0, 0, 0, 1, 1), Int32Array.of(0, 0, 2, 1, 1));
    expect(differing).toBe(1);
    expect(ari).toBeLessThan(1);
  });
});

describe('largestDifference(a, b)', () => {
  it('is the largest absolute one; NaN matches NaN only', () => {
    expect(largestDifference(Float64Array.of(1, 2, NaN), Float64Array.of(1.5, 1, NaN))).toBe(1);
    expect(largestDifference(Float64Array.of(1, NaN), Float64Array.of(1, 0))).toBe(Infinity);
  });
});

describe('silhouettesByDefinition(matrix, labels, rows)', () => {
  it('agrees with the kernel, singletons and gaps in the labels included', () => {
    const matrix = makeUniform(60, 3, { seed: 4 });
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i === 7 ? 5 : i % 3));
    const rows = [0, 7, 31, 59];
    const [all] = silhouettes(matrix, [labels]);
    const expected = Float64Array.from(rows, (row) => all![row]!);
    expect(largestDifference(silhouettesByDefinition(matrix, labels, rows), expected)).toBeLessThan(1e-12);
  });
});
