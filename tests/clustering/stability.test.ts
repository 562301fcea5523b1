import { describe, expect, it } from 'vitest';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { bestJaccards, jaccardStability } from '../../clustering/jaccard-stability.ts';
import { partitionStability } from '../../clustering/partition-stability.ts';
import { permuteColumns, permutedSilhouette } from '../../clustering/permuted-reference.ts';
import { bootstrapRows, sampleRows, shuffleInto } from '../../clustering/sampling.ts';
import { DEFAULT_SILHOUETTE_LIMITS } from '../../clustering/silhouette-sample.ts';
import { columnOf, matrixFromRows } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { kMeansOf, makeClouds } from './support.ts';

const random = createRandom(11);
const tools = { engine: plainEngine, random };
// Two clouds far from all, and one round cloud that K-means cuts in two at will.
const mixed = makeClouds([[0, 0], [60, 0], [0, 60]], { size: 80, spread: 1 }); // prettier-ignore
const fit = kMeansOf(mixed, { k: 4, nInit: 10, random });

describe('partitionStability(matrix, references, options)', () => {
  const options = { ...tools, runs: 8, share: 0.8, maxRows: 1000 };

  it('is 1 for separate clouds and less for a cloud cut in two', async () => {
    const whole = kMeansOf(mixed, { k: 3, nInit: 5, random });
    expect(await partitionStability(mixed, [{ labels: whole.labels, k: 3 }], options)).toEqual([1]);
    const [cut] = await partitionStability(mixed, [{ labels: fit.labels, k: 4 }], options);
    expect(cut).toBeLessThan(0.98);
  });

  it('is near 0 for labels that have nothing to do with the data', async () => {
    const labels = Int32Array.from({ length: 240 }, (_, i) => i % 3);
    const [stability] = await partitionStability(mixed, [{ labels, k: 3 }], options);
    expect(Math.abs(stability!)).toBeLessThan(0.1);
  });

  it('measures several partitions on the same subsamples', async () => {
    const partitions = [3, 4, 6].map((k) => ({ k, labels: kMeansOf(mixed, { k, nInit: 5, random }).labels }));
    const together = await partitionStability(mixed, partitions, options);
    expect(together).toHaveLength(3);
    expect(together[0]).toBe(1);
    expect(together[1]).toBeLessThan(0.98);
    // The largest k is started from the same seeds alone and among others.
    expect(await partitionStability(mixed, partitions.slice(2), options)).toEqual([together[2]]);
  });

  it('draws other subsamples and seeds for another generator only', async () => {
    const partition = [{ labels: fit.labels, k: 4 }];
    const expected = await partitionStability(mixed, partition, options);
    expect(await partitionStability(mixed, partition, options)).toEqual(expected);
    const other = { ...options, random: createRandom(12) };
    expect(await partitionStability(mixed, partition, other)).not.toEqual(expected);
  });

  it('hands all k of a few subsamples to the engine at a time, and tells before each call how far it is', async () => {
    const calls: number[][] = [];
    const engine = {
      ...plainEngine,
      kMeans: (...[matrix, tasks]: Parameters<typeof plainEngine.kMeans>) => {
        calls.push(tasks.map(({ ks }) => ks.length));
        return plainEngine.kMeans(matrix, tasks);
      },
    };
    const fractions: number[] = [];
    const onStep = (fraction: number) => {
      expect(calls).toHaveLength(fractions.length);
      fractions.push(fraction);
    };
    const partitions = [2, 3].map((k) => ({ labels: fit.labels, k }));
    await partitionStability(mixed, partitions, { ...options, engine, onStep });
    expect(calls.flat()).toEqual(Array<number>(8).fill(2));
    expect(calls.length).toBeGreaterThan(1);
    expect(fractions).toEqual(calls.map((_, call) => (call * calls[0]!.length) / 8));
  });

  it('fits at most maxRows rows, and at least as many as the largest k', async () => {
    const sizes: number[] = [];
    const engine = {
      ...plainEngine,
      kMeans: (...[matrix, tasks]: Parameters<typeof plainEngine.kMeans>) => {
        sizes.push(...tasks.map(({ rows }) => rows!.length));
        return plainEngine.kMeans(matrix, tasks);
      },
    };
    const partitions = [2, 4].map((k) => ({ labels: fit.labels, k }));
    const once = { ...options, engine, runs: 1 };
    await partitionStability(mixed, partitions, { ...once, maxRows: 50 });
    await partitionStability(mixed, partitions, { ...once, share: 0.001 });
    await partitionStability(mixed, partitions, once);
    expect(sizes).toEqual([50, 4, 192]);
  });
});

describe('bestJaccards(expected, found)', () => {
  it('compares each cluster with the most similar one, by hand', () => {
    const expected = Int32Array.from([0, 0, 0, 2, 2]);
    const found = Int32Array.from([1, 1, 0, 0, 0]);
    expect(bestJaccards(expected, found)).toEqual([2 / 3, NaN, 2 / 3]);
  });
});

describe('jaccardStability(matrix, reference, options)', () => {
  it('finds separate clouds again, and the halves of one cloud less often', async () => {
    const jaccards = await jaccardStability(
      mixed,
      { labels: fit.labels, k: 4 },
      { ...tools, runs: 15, maxRows: 1000 },
    );
    const bySize = jaccards.map((jaccard, label) => ({
      jaccard,
      size: fit.labels.filter((l) => l === label).length,
    }));
    for (const { jaccard } of bySize.filter(({ size }) => size === 80)) expect(jaccard).toBeGreaterThan(0.85);
    const halves = bySize.filter(({ size }) => size < 80);
    expect(halves).toHaveLength(2);
    for (const { jaccard } of halves) expect(jaccard).toBeLessThan(0.85);
  });

  it('handles fewer rows than k in a sample, and a single row', async () => {
    const few = matrixFromRows([[0], [5], [9]]);
    const [first] = await jaccardStability(
      few,
      { labels: Int32Array.from([0, 1, 2]), k: 3 },
      { ...tools, runs: 20, maxRows: 9 },
    );
    expect(first).toBe(1);
    const [only] = await jaccardStability(
      matrixFromRows([[1]]),
      { labels: new Int32Array(1), k: 1 },
      { ...tools, runs: 1, maxRows: 9 },
    );
    expect(only).toBe(1);
  });

  it('is not measured for a cluster no sample touched', async () => {
    const labels = Int32Array.from([1, 1]);
    const [missing] = await jaccardStability(
      matrixFromRows([[1], [2]]),
      { labels, k: 1 },
      { ...tools, runs: 2, maxRows: 2 },
    );
    expect(missing).toBeNaN();
  });
});

describe('permuteColumns(matrix, random)', () => {
  it('keeps every column and breaks the relation between them', () => {
    const matrix = matrixFromRows(Array.from({ length: 500 }, (_, i) => [i, 2 * i]));
    const permuted = permuteColumns(matrix, random);
    for (const c of [0, 1]) expect(columnOf(permuted, c).sort()).toEqual(columnOf(matrix, c).sort());
    const kept = columnOf(permuted, 0).filter((value, i) => columnOf(permuted, 1)[i] === 2 * value).length;
    expect(kept).toBeLessThan(20);
  });
});

describe('permutedSilhouette(matrix, options, tools)', () => {
  it('lies far below the silhouette of clouds on a diagonal', async () => {
    const diagonal = makeClouds([[0, 0], [10, 10], [20, 20]], { size: 60, spread: 1 }); // prettier-ignore
    const reference = await permutedSilhouette(
      diagonal,
      { ...DEFAULT_SILHOUETTE_LIMITS, k: 3, nInit: 5 },
      tools,
    );
    expect(reference).toBeGreaterThan(0.1);
    expect(reference).toBeLessThan(0.65);
  });

  it('is NaN for one cluster', async () => {
    expect(
      await permutedSilhouette(mixed, { ...DEFAULT_SILHOUETTE_LIMITS, k: 1, nInit: 1 }, tools),
    ).toBeNaN();
  });

  it('is a mean over a sample of many rows, near that over all', async () => {
    const diagonal = makeClouds([[0, 0], [10, 10], [20, 20]], { size: 300, spread: 1 }); // prettier-ignore
    const options = { ...DEFAULT_SILHOUETTE_LIMITS, k: 3, nInit: 5 };
    const whole = await permutedSilhouette(diagonal, options, tools);
    const limits = { silhouetteMaxRows: 500, silhouetteSampleRows: 300 };
    const sampled = await permutedSilhouette(diagonal, { ...options, ...limits }, tools);
    expect(sampled).not.toBe(whole);
    expect(Math.abs(sampled - whole)).toBeLessThan(0.05);
  });
});

describe('sampling', () => {
  it('draws distinct rows in ascending order, all of them alike often', () => {
    const hits = new Int32Array(10);
    for (let run = 0; run < 2000; run++) {
      const rows = sampleRows(10, 4, random.fork(`${run}`));
      expect(new Set(rows).size).toBe(4);
      expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
      for (const row of rows) hits[row]!++;
    }
    for (const count of hits) expect(Math.abs(count - 800)).toBeLessThan(100);
    expect([...sampleRows(3, 3, random)]).toEqual([0, 1, 2]);
  });

  it('leaves about 63 % of the rows in a bootstrap sample', () => {
    expect(bootstrapRows(10_000, 10_000, random).length / 10_000).toBeCloseTo(1 - 1 / Math.E, 2);
  });

  it('shuffles into every order alike often', () => {
    const counts = new Map<string, number>();
    for (let run = 0; run < 6000; run++) {
      const values = Int32Array.from([1, 2, 3]);
      shuffleInto(values, random.fork(`shuffle ${run}`));
      counts.set(values.join(''), (counts.get(values.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
