import { describe, expect, it } from 'vitest';
import {
  buildMergeTree,
  cutTree,
  hierarchical,
  type HierarchicalOptions,
  type Linkage,
} from '../../clustering/hierarchical.ts';
import { nearestCentroids, centroidsOf } from '../../clustering/centroids.ts';
import { sampleRows } from '../../clustering/sampling.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { canonical, makeClouds, makeUniform, readReference, scaleBy, shuffleRows } from './support.ts';

const LINKAGES: readonly Linkage[] = ['ward', 'average', 'complete'];

interface HierarchicalReference {
  cases: { data: string; linkage: Linkage; heights: number[]; labelsByK: Record<string, number[]> }[];
}

function cluster(matrix: Matrix, options: Partial<HierarchicalOptions> & { k: number }) {
  return hierarchical(matrix, { linkage: 'ward', maxRows: 5000, random: createRandom(1), ...options });
}

describe('buildMergeTree(matrix, linkage)', () => {
  const line = matrixFromRows([[0], [1], [3], [7]]);

  it.each([
    // Growth of the sum of squares by 1/2, 2/3 x 2.5^2 and 3/4 x (17/3)^2; heights are roots of twice that.
    ['ward', [1, Math.sqrt(25 / 3), Math.sqrt(289 / 6)]],
    ['average', [1, 2.5, 17 / 3]],
    ['complete', [1, 3, 7]],
  ] as const)('merges 0, 1, 3, 7 by %s at the distances worked out by hand', (linkage, heights) => {
    const tree = buildMergeTree(line, linkage);
    tree.heights.forEach((height, merge) => expect(height).toBeCloseTo(heights[merge]!, 12));
    expect([...cutTree(tree, 3)]).toEqual([0, 0, 1, 2]);
    expect([...cutTree(tree, 2)]).toEqual([0, 0, 0, 1]);
  });

  it('never descends and joins all rows, ties and duplicates included', () => {
    const lattice = makeUniform(150, 2, { seed: 3, step: 0.5 });
    for (const linkage of LINKAGES) {
      const tree = buildMergeTree(lattice, linkage);
      expect([...tree.heights]).toEqual([...tree.heights].sort((a, b) => a - b));
      for (const k of [1, 2, 17, 149, 150]) expect(new Set(cutTree(tree, k)).size).toBe(k);
    }
  });

  it('has no merges for one row', () => {
    expect(buildMergeTree(matrixFromRows([[5]]), 'ward').heights).toHaveLength(0);
  });

  it('agrees with scikit-learn in heights and, up to naming, in labels', () => {
    const { cases } = readReference<HierarchicalReference>('compare-hierarchical');
    expect(cases).toHaveLength(9);
    for (const { data, linkage, heights, labelsByK } of cases) {
      const tree = buildMergeTree(matrixFromRows(readReference(data).points), linkage);
      tree.heights.forEach((height, merge) => expect(height).toBeCloseTo(heights[merge]!, 10));
      for (const [k, labels] of Object.entries(labelsByK)) {
        expect(canonical(cutTree(tree, Number(k))), `${data}, ${linkage}, k = ${k}`).toEqual(
          canonical(labels),
        );
      }
    }
  });
});

describe('hierarchical(matrix, options)', () => {
  const clouds = makeClouds(
    [
      [0, 0],
      [9, 0],
      [0, 9],
    ],
    { size: 150, spread: 0.5 },
  );
  const truth = Array.from({ length: 450 }, (_, row) => Math.floor(row / 150));

  it.each(LINKAGES)('finds separate clouds by %s, numbered by lowest row', (linkage) => {
    expect(cluster(clouds, { k: 3, linkage })).toEqual({
      labels: Int32Array.from(truth),
      clusterCount: 3,
      sampled: false,
    });
  });

  it('gives every row its own cluster if k = n, and one to all if k = 1', () => {
    const rows = matrixFromRows([[1, 5], [1, 5], [2, 5]]); // prettier-ignore
    expect([...cluster(rows, { k: 3 }).labels]).toEqual([0, 1, 2]);
    expect([...cluster(rows, { k: 2 }).labels]).toEqual([0, 0, 1]);
    expect([...cluster(rows, { k: 1 }).labels]).toEqual([0, 0, 0]);
  });

  it.each(LINKAGES)(
    'does not depend on the order of rows, on the unit or on a constant column by %s',
    (linkage) => {
      const matrix = makeUniform(120, 3, { seed: 5 });
      const expected = canonical(cluster(matrix, { k: 7, linkage }).labels);
      const { matrix: shuffled, order } = shuffleRows(matrix, 8);
      const labels = cluster(shuffled, { k: 7, linkage }).labels;
      const back = new Int32Array(120);
      order.forEach((row, i) => (back[row] = labels[i]!));
      expect(canonical(back)).toEqual(expected);
      for (const unit of [1e-9, 1e9]) {
        expect(canonical(cluster(scaleBy(matrix, unit), { k: 7, linkage }).labels)).toEqual(expected);
      }
      const wider = matrixFromRows(
        Array.from({ length: 120 }, (_, i) => [...matrix.data.subarray(3 * i, 3 * i + 3), 4]),
      );
      expect(canonical(cluster(wider, { k: 7, linkage }).labels)).toEqual(expected);
    },
  );

  it('merges a sample beyond maxRows and sends the others to the nearest centroid', () => {
    const { labels, sampled } = cluster(clouds, { k: 3, maxRows: 60, random: createRandom('draw') });
    expect(sampled).toBe(true);
    expect([...labels]).toEqual(truth);
    const overlapping = makeUniform(200, 2, { seed: 9 });
    const rows = sampleRows(200, 50, createRandom('draw'));
    const sample = takeRows(overlapping, rows);
    const merged = cutTree(buildMergeTree(sample, 'average'), 4);
    const expected = nearestCentroids(overlapping, centroidsOf(sample, merged)).nearest;
    rows.forEach((row, i) => (expected[row] = merged[i]!));
    const options = { k: 4, linkage: 'average', maxRows: 50, random: createRandom('draw') } as const;
    expect(hierarchical(overlapping, options)).toEqual({ labels: expected, clusterCount: 4, sampled: true });
  });

  it('refuses no rows, a k out of range, a sample below k and values that are not finite', () => {
    expect(() => cluster(matrixFromRows([], ['x']), { k: 1 })).toThrow(InvalidInputError);
    for (const k of [0, 3, 1.5]) {
      expect(() => cluster(matrixFromRows([[1], [2]]), { k })).toThrow(
        new InvalidInputError(`hierarchical: k must be an integer in [1, 2], got ${k}`),
      );
    }
    expect(() => cluster(clouds, { k: 5, maxRows: 4 })).toThrow('maxRows must be >= k = 5, got 4');
    for (const maxRows of [2, 3]) {
      expect(() => cluster(matrixFromRows([[1], [2], [NaN]]), { k: 2, maxRows })).toThrow(
        'must be finite, got NaN',
      );
    }
    expect(() => buildMergeTree(matrixFromRows([], ['x']), 'ward')).toThrow('must have rows, got 0');
  });
});
