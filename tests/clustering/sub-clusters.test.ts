import { describe, expect, it } from 'vitest';
import { plainEngine } from '../../clustering/plain-engine.ts';
import {
  autoMinSamples,
  DEFAULT_HYBRID_OPTIONS,
  type SubClusterOptions,
} from '../../clustering/hybrid-options.ts';
import type { SilhouetteLimits } from '../../clustering/silhouette-sample.ts';
import { findSubClusters } from '../../clustering/sub-clusters.ts';
import { createMatrix, matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { makeClouds, scaleBy } from './support.ts';

function find(
  members: Matrix,
  changes: Partial<SubClusterOptions & SilhouetteLimits> = {},
): ReturnType<typeof findSubClusters> {
  return findSubClusters(
    members,
    { ...DEFAULT_HYBRID_OPTIONS, ...DEFAULT_HYBRID_OPTIONS.subClusters, ...changes },
    { engine: plainEngine, random: createRandom(1) },
  );
}

/** Clouds one after the other, of different sizes. */
function stack(...parts: Matrix[]): Matrix {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return createMatrix(rows, parts[0]!.names, Float64Array.from(parts.flatMap((part) => [...part.data])));
}

const small = makeClouds([[0, 0]], { size: 60, spread: 0.4 });
const large = makeClouds([[9, 0]], { size: 100, spread: 0.4 });
const tiny = makeClouds([[0, 9]], { size: 12, spread: 0.2 });

describe('findSubClusters(members, options, tools)', () => {
  it('numbers dense groups by size and leaves small groups and stray rows undivided', async () => {
    const { labels, count, whyNot, silhouette } = await find(stack(small, large, tiny), {
      eps: 0.8,
      minSamples: 4,
    });
    expect(count).toBe(2);
    expect(whyNot).toBeNull();
    expect(new Set(labels.subarray(0, 60))).toEqual(new Set([2]));
    expect(new Set(labels.subarray(60, 160))).toEqual(new Set([1]));
    expect(new Set(labels.subarray(160))).toEqual(new Set([0]));
    expect(silhouette).toBeGreaterThan(0.8);
  });

  it('judges the groups by a sample of many rows', async () => {
    const options = { eps: 0.8, minSamples: 4 };
    const whole = await find(stack(small, large), options);
    const limits = { silhouetteMaxRows: 100, silhouetteSampleRows: 40 };
    const sampled = await find(stack(small, large), { ...options, ...limits });
    expect(sampled.labels).toEqual(whole.labels);
    expect(sampled.silhouette).not.toBe(whole.silhouette);
    expect(Math.abs(sampled.silhouette - whole.silhouette)).toBeLessThan(0.02);
  });

  it('finds the groups with an automatic radius too, in any unit', async () => {
    for (const scale of [1e-9, 1, 1e9])
      expect((await find(scaleBy(stack(small, large), scale))).count).toBe(2);
  });

  it('keeps the largest groups only', async () => {
    const centres = [[0, 0], [9, 0], [0, 9], [9, 9]]; // prettier-ignore
    const sizes = [40, 80, 60, 50];
    const clouds = stack(
      ...centres.map((centre, i) => makeClouds([centre], { size: sizes[i]!, spread: 0.4 })),
    );
    const { labels, count } = await find(clouds, { maxCount: 2, eps: 1, minSamples: 3 });
    expect(count).toBe(2);
    expect([labels[0], labels[40], labels[120], labels[180]]).toEqual([0, 1, 2, 0]);
  });

  it('leaves a cluster whole that is one dense group', async () => {
    expect(await find(large, { eps: 1 })).toMatchObject({
      count: 0,
      eps: 1,
      whyNot: '1 of 1 dense groups have 30 rows or more',
    });
  });

  it('leaves a cluster whole that is too small for two, without looking', async () => {
    expect(await find(makeClouds([[0, 0], [9, 9]], { size: 29, spread: 1 }))).toMatchObject({ count: 0, eps: null, whyNot: '58 rows are too few for two sub-clusters of 30' }); // prettier-ignore
    expect((await find(stack(large, small), { minShare: 0.51 })).whyNot).toBe(
      '160 rows are too few for two sub-clusters of 82',
    );
  });

  it('leaves a cluster whole whose groups are not separate enough', async () => {
    const found = await find(stack(small, large), { minSilhouette: 0.99 });
    expect(found.count).toBe(0);
    expect([...new Set(found.labels)]).toEqual([0]);
    expect(found.whyNot).toMatch(/^silhouette 0\.\d{3} below 0\.99$/);
  });

  it('leaves equal rows whole', async () => {
    expect(await find(matrixFromRows(Array.from({ length: 80 }, () => [1, 1])))).toMatchObject({
      count: 0,
      eps: 0,
    });
  });
});

describe('autoMinSamples(rows, columns)', () => {
  it('is twice the columns, at least 5, at most the rows', () => {
    expect([autoMinSamples(100, 1), autoMinSamples(100, 6), autoMinSamples(3, 6)]).toEqual([5, 12, 3]);
  });
});
