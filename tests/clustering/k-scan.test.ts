import { describe, expect, it } from 'vitest';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { meanSilhouette, scatterIndices } from '../../clustering/indices.ts';
import { scanClusterCounts, type KScanOptions } from '../../clustering/k-scan.ts';
import { silhouettes as silhouettesOf } from '../../clustering/kernels/silhouettes.ts';
import { clusterSizes } from '../../clustering/labels.ts';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { canonical, makeClouds } from './support.ts';

const OPTIONS: KScanOptions = {
  k: 'auto',
  kMin: 2,
  kMax: 8,
  nInit: 5,
  stabilityRuns: 6,
  stabilityShare: 0.8,
  stabilityMaxRows: 20_000,
  minStability: 0.8,
  minClusterSize: 10,
  minClusterShare: 0.01,
  maxClusterShare: 0.85,
  silhouetteMaxRows: 1000,
  silhouetteSampleRows: 1000,
};
const CENTRES = [[0, 0], [10, 0], [0, 10], [10, 10], [30, 30]]; // prettier-ignore
const clouds = makeClouds(CENTRES, { size: 40, spread: 1 });

function scan(matrix: Matrix, changes: Partial<KScanOptions> = {}): ReturnType<typeof scanClusterCounts> {
  return scanClusterCounts(
    matrix,
    { ...OPTIONS, ...changes },
    { engine: plainEngine, random: createRandom(3) },
  );
}

describe('scanClusterCounts(matrix, options, tools)', () => {
  it('finds five separate clouds, stable and best by silhouette', async () => {
    const { rows, chosen, fit, basis } = await scan(clouds);
    expect(rows.map((row) => row.k)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(rows[chosen]).toMatchObject({
      k: 5,
      smallestCluster: 40,
      largestShare: 0.2,
      isChosen: true,
      whyNot: null,
    });
    expect(rows[chosen]!.stability).toBe(1);
    expect(basis).toBe('rule');
    expect(canonical(fit.labels)).toEqual(Array.from({ length: 200 }, (_, i) => Math.floor(i / 40)));
  });

  it('measures a sample of many rows, the same for every K, and states the error', async () => {
    const whole = await scan(clouds);
    const limits = { silhouetteMaxRows: 150, silhouetteSampleRows: 80 };
    const { rows, chosen, fit, silhouettes, silhouetteSampleRows } = await scan(clouds, limits);
    expect([whole.silhouetteSampleRows, silhouetteSampleRows]).toEqual([null, 80]);
    expect(fit).toEqual(whole.fit);
    expect(chosen).toBe(whole.chosen);
    const known = [...silhouettes.keys()].filter((row) => !Number.isNaN(silhouettes[row]!));
    expect(known).toHaveLength(80);
    for (const row of known) expect(silhouettes[row]).toBeCloseTo(whole.silhouettes[row]!, 12);
    expect(rows[chosen]!.silhouette).toBe(meanSilhouette(silhouettes));
    rows.forEach((row, index) => {
      expect(row.silhouetteStandardError).toBeGreaterThan(0);
      const error = Math.abs(row.silhouette - whole.rows[index]!.silhouette);
      expect(error / row.silhouetteStandardError!).toBeLessThan(4);
    });
  });

  it('gives the chosen K the measures of its fit', async () => {
    const { rows, chosen, fit, silhouettes } = await scan(clouds);
    const row = rows[chosen]!;
    expect(row.inertia).toBe(fit.inertia);
    expect(row.calinskiHarabasz).toBe(scatterIndices(clouds, fit.labels).calinskiHarabasz);
    expect(row.daviesBouldin).toBe(scatterIndices(clouds, fit.labels).daviesBouldin);
    expect(row.silhouette).toBe(meanSilhouette(silhouettes));
    const [alone] = silhouettesOf(clouds, [fit.labels]);
    silhouettes.forEach((value, i) => expect(value).toBeCloseTo(alone![i]!, 12));
    expect(row.silhouetteStandardError).toBeNull();
    expect(row.smallestCluster).toBe(Math.min(...clusterSizes(fit.labels)));
  });

  it('puts the elbow at the bend of the inertia', async () => {
    const { rows } = await scan(matrixFromRows([[0], [0.1], [10], [10.1], [20], [20.1]]), { kMax: 5 });
    const bend = rows.reduce((best, row) => (row.elbowDistance > best.elbowDistance ? row : best));
    expect(bend.k).toBe(3);
    expect(rows[0]!.elbowDistance).toBe(0);
  });

  it('tries only a fixed K, and refuses one above n, naming both', async () => {
    const { rows, fit, warnings } = await scan(clouds, { k: 5 });
    expect(rows.map(({ k, isChosen }) => [k, isChosen])).toEqual([[5, true]]);
    expect(rows[0]!.elbowDistance).toBeNaN();
    expect(fit.centroids.rows).toBe(5);
    expect(warnings).toEqual([]);
    await expect(scan(clouds, { k: 300 })).rejects.toThrow(
      'kMeans: k must be an integer in [1, 200], got 300',
    );
  });

  it('shortens the range to n - 1 and says so', async () => {
    const { rows, warnings } = await scan(matrixFromRows([[0], [1], [10], [11]]), { kMin: 3 });
    expect(rows.map((row) => row.k)).toEqual([3]);
    expect(warnings[0]).toBe('4 rows allow K up to 3; 3 to 8 was asked for.');
    expect((await scan(matrixFromRows([[0], [5]]))).rows.map((row) => row.k)).toEqual([1]);
    expect((await scan(matrixFromRows([[0]]))).fit.labels).toEqual(new Int32Array(1));
  });

  it('warns of a K at an end of the range', async () => {
    expect((await scan(clouds, { kMin: 5 })).warnings).toContain(
      'K = 5 is the smallest tried: fewer clusters may fit better.',
    );
    expect((await scan(clouds, { kMax: 5 })).warnings).toContain(
      'K = 5 is the largest tried: more clusters may fit better.',
    );
    expect((await scan(clouds)).warnings.filter((warning) => warning.includes('tried'))).toEqual([]);
  });

  it('names the indices that disagree, no others, and is silent where none does', async () => {
    const near = makeClouds([[0, 0], [4, 0], [40, 0], [44, 0]], { size: 40, spread: 0.9 }); // prettier-ignore
    const { rows, chosen, warnings } = await scan(near);
    expect(rows[chosen]!.k).toBe(2);
    const davies = rows.map((row) => row.daviesBouldin);
    expect(davies.indexOf(Math.min(...davies))).toBe(chosen);
    expect(warnings.find((warning) => warning.includes('by other indices'))).toMatch(
      /^K = 2 was chosen; by other indices: Calinski-Harabasz K = [3-8], the elbow K = [3-8]\.$/,
    );
    const triangle = makeClouds([[0, 0], [10, 0], [5, 9]], { size: 40, spread: 1 }); // prettier-ignore
    expect((await scan(triangle)).warnings).toEqual([]);
  });

  it('falls back with a warning where every row is equal', async () => {
    const { fit, warnings, rows } = await scan(matrixFromRows(Array.from({ length: 50 }, () => [1, 2])));
    expect(fit.centroids.rows).toBe(1);
    expect(rows.every((row) => row.isDegenerate)).toBe(true);
    expect(warnings).toContain(
      'Every K is degenerate; K = 2 exceeds the limits least: only 1 distinct clusters; largest cluster 100 % above 85 %.',
    );
  });

  it('calls a K unstable whose clusters do not come back', async () => {
    const round = makeClouds([[0, 0]], { size: 300, spread: 1 });
    const stabilities = (await scan(round)).rows.map((row) => row.stability);
    expect(Math.min(...stabilities)).toBeLessThan(0.8);
  });

  it('repeats itself, and measures the largest K alike whatever smaller ones are tried', async () => {
    const whole = await scan(clouds);
    expect(await scan(clouds)).toEqual(whole);
    const { inertia, stability } = (await scan(clouds, { k: 8 })).rows[0]!;
    expect(whole.rows[6]).toMatchObject({ k: 8, inertia, stability });
  });

  it('fits every K in one call, and tells before each step how far it is', async () => {
    const calls: (readonly (readonly number[])[])[] = [];
    const engine = {
      ...plainEngine,
      kMeans: (...[matrix, tasks]: Parameters<typeof plainEngine.kMeans>) => {
        calls.push(tasks.map((task) => task.ks));
        return plainEngine.kMeans(matrix, tasks);
      },
    };
    const fractions: number[] = [];
    const onStep = (fraction: number) => void fractions.push(fraction);
    await scanClusterCounts(clouds, OPTIONS, { engine, random: createRandom(3), onStep });
    expect(calls[0]).toEqual([[2, 3, 4, 5, 6, 7, 8]]);
    expect(calls.slice(1).flat()).toEqual(Array(6).fill([2, 3, 4, 5, 6, 7, 8]));
    expect(fractions[0]).toBe(0);
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions).toEqual([...new Set(fractions)].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThan(1);
  });

  it('refuses a range that is none', async () => {
    await expect(scan(clouds, { kMin: 9 })).rejects.toThrow(
      'expected integers 1 <= kMin <= kMax, got 9 and 8',
    );
    await expect(scan(clouds, { kMin: 0 })).rejects.toThrow('got 0 and 8');
  });
});
