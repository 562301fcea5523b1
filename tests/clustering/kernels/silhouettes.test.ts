import { describe, expect, it } from 'vitest';
import { meanSilhouette } from '../../../clustering/indices.ts';
import { silhouettes } from '../../../clustering/kernels/silhouettes.ts';
import { libraryEngine } from '../../../clustering/library-engine.ts';
import { matrixFromRows } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import { makeUniform, readReference, scaleBy, shuffleRows } from '../support.ts';

function randomLabels(
  n: number,
  { clusters, seed, first = 0 }: { clusters: number; seed: number; first?: number },
): Int32Array {
  const random = createRandom(seed);
  return Int32Array.from({ length: n }, () => first + random.integer(clusters - first));
}

describe('silhouettes(matrix, labelings)', () => {
  it('gives values worked out by hand', () => {
    const line = matrixFromRows([[0], [1], [5], [7]]);
    const [values] = silhouettes(line, [Int32Array.from([0, 0, 1, 1])]);
    // Row 0: a = 1, b = (5 + 7) / 2 = 6; row 2: a = 2, b = (5 + 4) / 2 = 4.5.
    expect([...values!]).toEqual([5 / 6, 4 / 5, 2.5 / 4.5, 4.5 / 6.5]);
  });

  it('gives a singleton 0 and ignores labels that do not occur', () => {
    const line = matrixFromRows([[0], [1], [5]]);
    const [values] = silhouettes(line, [Int32Array.from([4, 4, 2])]);
    expect([...values!]).toEqual([4 / 5, 3 / 4, 0]);
  });

  it('gives 0 to rows that coincide with their own and another cluster', () => {
    const [values] = silhouettes(matrixFromRows([[1], [1], [1], [1]]), [Int32Array.from([0, 0, 1, 1])]);
    expect([...values!]).toEqual([0, 0, 0, 0]);
  });

  it('is NaN for a labeling of one cluster, and 0 everywhere if every row is a cluster', () => {
    const line = matrixFromRows([[0], [1], [5]]);
    const [one, all] = silhouettes(line, [new Int32Array(3), Int32Array.from([0, 1, 2])]);
    expect([...one!]).toEqual([NaN, NaN, NaN]);
    expect([...all!]).toEqual([0, 0, 0]);
  });

  it('leaves rows labelled -1 out, each labeling for itself', () => {
    const line = matrixFromRows([[0], [100], [1], [5], [7]]);
    const [without, withAll] = silhouettes(line, [
      Int32Array.from([0, -1, 0, 1, 1]),
      Int32Array.from([0, 2, 0, 1, 1]),
    ]);
    expect([...without!]).toEqual([5 / 6, NaN, 4 / 5, 2.5 / 4.5, 4.5 / 6.5]);
    expect(withAll![1]).toBe(0);
  });

  it('returns empty arrays for no rows and nothing for no labelings', () => {
    expect(silhouettes(matrixFromRows([], ['x']), [new Int32Array(0)])).toEqual([new Float64Array(0)]);
    expect(silhouettes(matrixFromRows([[1]]), [])).toEqual([]);
  });

  it('refuses labels that do not fit and values that are not finite', () => {
    expect(() => silhouettes(matrixFromRows([[1]]), [new Int32Array(2)])).toThrow(
      'silhouettes: expected 1 labels, one per row, got 2',
    );
    expect(() => silhouettes(matrixFromRows([[Infinity]]), [new Int32Array(1)])).toThrow(
      'values must be finite',
    );
  });

  it('equals the definition for many unrelated labelings at once, some with rows left out', async () => {
    const matrix = makeUniform(240, 5, { seed: 6 });
    const labelings = [2, 3, 7, 15].flatMap((clusters, i) => [
      randomLabels(240, { clusters, seed: i }),
      randomLabels(240, { clusters, seed: 10 + i, first: -1 }),
    ]);
    const expected = await libraryEngine.silhouettes(matrix, labelings);
    silhouettes(matrix, labelings).forEach((values, l) => {
      values.forEach((value, i) => {
        if (labelings[l]![i]! < 0) expect(value).toBeNaN();
        else expect(Math.abs(value - expected[l]![i]!)).toBeLessThan(1e-12);
      });
    });
  });

  it.each([1, 7, 100])('gives chosen rows the values of the whole, and no others any (one in %i)', (step) => {
    const matrix = makeUniform(240, 5, { seed: 6 });
    const labelings = [
      randomLabels(240, { clusters: 9, seed: 1 }),
      randomLabels(240, { clusters: 4, seed: 2, first: -1 }),
      Int32Array.from({ length: 240 }, (_, row) => (row === 0 ? 1 : 0)),
      new Int32Array(240),
    ];
    const whole = silhouettes(matrix, labelings);
    const rows = Int32Array.from({ length: Math.ceil(240 / step) }, (_, i) => i * step);
    silhouettes(matrix, labelings, rows).forEach((values, l) => {
      values.forEach((value, row) => {
        const expected = row % step === 0 ? whole[l]![row]! : NaN;
        if (Number.isNaN(expected)) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(expected, 12);
      });
    });
  });

  it('gives no value without rows, and refuses rows that are not there', () => {
    const line = matrixFromRows([[0], [1], [5]]);
    const labels = Int32Array.of(0, 0, 1);
    expect(silhouettes(line, [labels], new Int32Array(0))).toEqual([Float64Array.of(NaN, NaN, NaN)]);
    expect(() => silhouettes(line, [labels], Int32Array.of(2, 1))).toThrow(
      'silhouettes: rows must be ascending, distinct and in [0, 3), got 1 at position 1',
    );
  });

  it('agrees with scikit-learn', () => {
    const { cases } = readReference<{
      cases: { points: number[][]; labels: number[]; silhouettes: number[] }[];
    }>('random');
    for (const { points, labels, silhouettes: expected } of cases) {
      const [values] = silhouettes(matrixFromRows(points), [Int32Array.from(labels)]);
      values!.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-9));
    }
  });

  it('finds the published means for four blobs, K = 2 to 6, in one call', () => {
    const { points, kmeans } = readReference('blobs-kmeans');
    const values = silhouettes(
      matrixFromRows(points),
      kmeans.map((fit) => Int32Array.from(fit.labels)),
    );
    const published = [0.7049787496, 0.5882004012, 0.6505186633, 0.5804620679, 0.4966479111];
    values.forEach((one, i) => expect(meanSilhouette(one)).toBeCloseTo(published[i]!, 9));
  });

  it.each([1e-9, 1e9])('does not depend on the unit: scale %f', (scale) => {
    const matrix = makeUniform(80, 3, { seed: 7 });
    const labels = randomLabels(80, { clusters: 4, seed: 7 });
    const [expected] = silhouettes(matrix, [labels]);
    const [scaled] = silhouettes(scaleBy(matrix, scale), [labels]);
    scaled!.forEach((value, i) => expect(value).toBeCloseTo(expected![i]!, 12));
  });

  it('moves with the rows', () => {
    const matrix = makeUniform(80, 3, { seed: 7 });
    const labels = randomLabels(80, { clusters: 4, seed: 7 });
    const [expected] = silhouettes(matrix, [labels]);
    const { matrix: shuffled, order } = shuffleRows(matrix, 5);
    const [found] = silhouettes(shuffled, [Int32Array.from(order, (row) => labels[row]!)]);
    found!.forEach((value, i) => expect(value).toBeCloseTo(expected![order[i]!]!, 12));
  });
});
