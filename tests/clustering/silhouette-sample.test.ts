import { describe, expect, it } from 'vitest';
import { meanSilhouette } from '../../clustering/indices.ts';
import { silhouettes } from '../../clustering/kernels/silhouettes.ts';
import { drawSilhouetteRows, silhouetteStandardError } from '../../clustering/silhouette-sample.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { makeClouds } from './support.ts';

describe('drawSilhouetteRows(n, limits, random)', () => {
  const limits = { silhouetteMaxRows: 100, silhouetteSampleRows: 30 };

  it('takes all rows up to the limit, and where the sample would be no smaller', () => {
    expect(drawSilhouetteRows(100, limits, createRandom(1))).toBeNull();
    expect(drawSilhouetteRows(101, limits, createRandom(1))).toHaveLength(30);
    const larger = { silhouetteMaxRows: 10, silhouetteSampleRows: 101 };
    expect(drawSilhouetteRows(101, larger, createRandom(1))).toBeNull();
  });

  it('draws the same distinct rows from the same seed, in order, and leaves the generator as it is', () => {
    const random = createRandom(1);
    const rows = drawSilhouetteRows(1000, limits, random)!;
    expect(rows).toEqual(drawSilhouetteRows(1000, limits, createRandom(1)));
    expect(rows).not.toEqual(drawSilhouetteRows(1000, limits, createRandom(2)));
    expect(new Set(rows).size).toBe(30);
    expect(rows).toEqual(rows.slice().sort());
    expect(random.next()).toBe(createRandom(1).next());
  });
});

describe('silhouetteStandardError(silhouettes, rows)', () => {
  it('gives a value worked out by hand', () => {
    // Variance 0.04, three known of twelve.
    const values = Float64Array.of(0.1, NaN, 0.3, 0.5);
    expect(silhouetteStandardError(values, 12)).toBeCloseTo(Math.sqrt((0.04 / 3) * (9 / 12)), 12);
  });

  it('is 0 if all are known, and NaN for fewer than two', () => {
    expect(silhouetteStandardError(Float64Array.of(0.1, 0.4), 2)).toBe(0);
    expect(silhouetteStandardError(Float64Array.of(0.1, NaN), 2)).toBeNaN();
    expect(silhouetteStandardError(Float64Array.of(NaN), 1)).toBeNaN();
  });

  it('is what means of samples scatter by: never beyond four of it, beyond two about one time in twenty', () => {
    const matrix = makeClouds([[0, 0], [3, 0], [0, 5]], { size: 200, spread: 1 }); // prettier-ignore
    const labels = Int32Array.from({ length: 600 }, (_, row) => Math.floor(row / 200));
    const [all] = silhouettes(matrix, [labels]);
    const limits = { silhouetteMaxRows: 1, silhouetteSampleRows: 150 };
    const errors = Array.from({ length: 400 }, (_, seed) => {
      const rows = drawSilhouetteRows(600, limits, createRandom(seed))!;
      const sample = Float64Array.from(rows, (row) => all![row]!);
      const error = meanSilhouette(sample) - meanSilhouette(all!);
      return Math.abs(error) / silhouetteStandardError(sample, 600);
    });
    expect(Math.max(...errors)).toBeLessThan(4);
    const beyond = errors.filter((error) => error > 1.96).length / errors.length;
    expect(beyond).toBeGreaterThan(0.02);
    expect(beyond).toBeLessThan(0.09);
  });
});
