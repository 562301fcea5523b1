import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../../clustering/agreement.ts';
import { centroidsOf } from '../../clustering/centroids.ts';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { DEFAULT_HYBRID_OPTIONS, type HybridOptions } from '../../clustering/hybrid-options.ts';
import type { HybridPhase, HybridResult } from '../../clustering/hybrid-result.ts';
import { silhouettes } from '../../clustering/kernels/silhouettes.ts';
import { runHybrid } from '../../clustering/hybrid.ts';
import { meanSilhouette } from '../../clustering/indices.ts';
import { libraryEngine } from '../../clustering/library-engine.ts';
import { clusterLabelOf } from '../../clustering/row-assignments.ts';
import { createMatrix, matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { distance, makeClouds, scaleBy } from './support.ts';

const OPTIONS: HybridOptions = {
  ...DEFAULT_HYBRID_OPTIONS,
  kMin: 2,
  kMax: 6,
  nInit: 4,
  stabilityRuns: 4,
  jaccardRuns: 6,
};

function run(matrix: Matrix, changes: Partial<HybridOptions> = {}): Promise<HybridResult> {
  return runHybrid(matrix, { ...OPTIONS, ...changes }, { engine: plainEngine, random: createRandom(42) });
}

/**
 * Three groups of 150, 100 and 80 rows, the largest of two dense halves, and three rows far from everything: the
 * planted labels are '1.1', '1.2', '2', '3' and 'outlier'.
 */
function plant(): { matrix: Matrix; planted: string[] } {
  const parts = [
    { at: [0, 0, 0], size: 80, label: '3' },
    { at: [20, 0, 0], size: 80, label: '1.1' },
    { at: [20, 5, 0], size: 70, label: '1.2' },
    { at: [0, 20, 0], size: 100, label: '2' },
    { at: [90, 90, 0], size: 1, label: 'outlier' },
    { at: [-90, 90, 0], size: 1, label: 'outlier' },
    { at: [0, 0, -90], size: 1, label: 'outlier' },
  ];
  const clouds = parts.map(({ at, size, label }) =>
    makeClouds([at], { size, spread: 0.7, seed: label + at.join(',') }),
  );
  return {
    matrix: createMatrix(333, ['a', 'b', 'c'], Float64Array.from(clouds.flatMap((cloud) => [...cloud.data]))),
    planted: parts.flatMap(({ size, label }) => Array.from({ length: size }, () => label)),
  };
}

const { matrix, planted } = plant();
// 6 rows are minSamples here, so groups of three rows are noise; no noise beyond them is tolerated.
const result = await run(matrix, { targetNoise: 0.01 });

describe('runHybrid(matrix, options, tools)', () => {
  it('finds planted outliers, clusters by size and sub-clusters', async () => {
    expect(result.clusters.map((cluster) => cluster.size)).toEqual([150, 100, 80]);
    const found = result.clusterLabel.map((label, row) =>
      planted[row] === label ? null : [planted[row], label],
    );
    const astray = found.filter((pair) => pair !== null);
    // A stray row of a half may stay in the undivided rest of its cluster.
    expect(astray.every(([expected, label]) => expected!.startsWith('1.') && label === '1')).toBe(true);
    expect(astray.length).toBeLessThan(10);
    expect([...result.mainCluster]).toEqual(
      planted.map((label) => (label === 'outlier' ? 0 : Number(label.split('.')[0]))),
    );
  });

  it('keeps labels, numbers, centroids, distances and radii consistent', async () => {
    const { mainCluster, subCluster, clusterLabel, centroids, distanceToCentroid, clusters, nearestCluster } =
      result;
    expect(clusterLabel).toEqual(
      Array.from(mainCluster, (main, row) => clusterLabelOf(main, subCluster[row]!)),
    );
    expect(centroids).toEqual(
      centroidsOf(
        matrix,
        mainCluster.map((main) => main - 1),
      ),
    );
    const all = createMatrix(
      matrix.rows + 3,
      matrix.names,
      Float64Array.from([...matrix.data, ...centroids.data]),
    );
    mainCluster.forEach((main, row) => {
      const distances = [0, 1, 2].map((c) => distance(all, row, matrix.rows + c));
      const order = [1, 2, 3].sort((a, b) => distances[a - 1]! - distances[b - 1]!);
      expect(distanceToCentroid[row]).toBe(distances[order[0]! - 1]);
      expect(main === 0 || main === order[0]).toBe(true);
      expect(nearestCluster[row]).toBe(main === 0 ? order[0] : order[1]);
    });
    for (const { number, radius, size, silhouette } of clusters) {
      const rows = [...mainCluster.keys()].filter((row) => mainCluster[row] === number);
      expect(rows).toHaveLength(size);
      expect(radius).toBe(Math.max(...rows.map((row) => distanceToCentroid[row]!)));
      expect(silhouette).toBeCloseTo(
        meanSilhouette(Float64Array.from(rows, (row) => result.silhouette[row]!)),
        12,
      );
    }
  });

  it('reports silhouettes of clustered rows, and of all with the outliers as one cluster', async () => {
    const { mainCluster, silhouette, quality } = result;
    mainCluster.forEach((main, row) => expect(Number.isNaN(silhouette[row]!)).toBe(main === 0));
    expect(quality.silhouette).toBeCloseTo(meanSilhouette(silhouette), 12);
    const [all] = silhouettes(matrix, [mainCluster]);
    expect(quality.silhouetteAll).toBe(meanSilhouette(all!));
    expect(quality.silhouetteAll).toBeLessThan(quality.silhouette);
    expect(quality.permutedSilhouette).toBeLessThan(quality.silhouette - 0.05);
    expect(quality).toMatchObject({ stability: 1 });
    for (const { jaccard } of result.clusters) expect(jaccard).toBe(1);
  });

  it('measures samples of many rows and changes nothing else', async () => {
    const limits = { silhouetteMaxRows: 300, silhouetteSampleRows: 200 };
    const sampled = await run(matrix, { targetNoise: 0.01, ...limits });
    expect(sampled.clusterLabel).toEqual(result.clusterLabel);
    expect(sampled.centroids).toEqual(result.centroids);
    expect(sampled.silhouette.filter((value) => !Number.isNaN(value))).toHaveLength(200);
    expect(sampled.quality.silhouetteSampleRows).toBe(200);
    for (const name of ['silhouette', 'silhouetteAll', 'permutedSilhouette'] as const) {
      expect(sampled.quality[name]).not.toBe(result.quality[name]);
      const error = Math.abs(sampled.quality[name] - result.quality[name]);
      expect(error).toBeLessThan(0.05);
    }
    const { silhouette, silhouetteStandardError } = sampled.quality;
    expect(Math.abs(silhouette - result.quality.silhouette) / silhouetteStandardError!).toBeLessThan(4);
    expect(result.quality).toMatchObject({ silhouetteStandardError: null, silhouetteSampleRows: null });
    for (const { silhouette: mean } of sampled.clusters) expect(mean).toBeGreaterThan(0.7);
  });

  it('tells how the outliers were found', async () => {
    expect(result.outliers).toMatchObject({ minSamples: 6, outlierCount: 3, noise: 3 / 333 });
    expect(result.outliers.denseGroups).toBeGreaterThanOrEqual(3);
    const chosen = result.scan.filter((row) => row.isChosen);
    expect(chosen.map((row) => row.k)).toEqual([3]);
    expect(result.scan.map((row) => row.k)).toEqual([2, 3, 4, 5, 6]);
  });

  it('says so when eps had to be widened', async () => {
    const { outliers, warnings } = await run(matrix, { targetNoise: 0.009, minSamples: 25 });
    expect(outliers.noise).toBeLessThanOrEqual(0.009);
    expect(outliers.widened).toBe(true);
    expect(warnings[0]).toMatch(
      /^eps was widened from [\d.]+ \(the knee, [\d.]+ % outliers\) to [\d.]+ \(0\.\d %\)\.$/,
    );
  });

  it('announces its phases in order', async () => {
    const phases: HybridPhase[] = [];
    const steps: (readonly [HybridPhase, number])[] = [];
    const tools = {
      engine: plainEngine,
      random: createRandom(1),
      onPhase: (phase: HybridPhase, fraction = 0) => {
        if (phases.at(-1) !== phase) phases.push(phase);
        steps.push([phase, fraction]);
      },
    };
    await runHybrid(matrix, { ...OPTIONS, k: 2 }, tools);
    expect(phases).toEqual(['outliers', 'k-means', 'sub-clusters', 'stability', 'quality']);
    for (const phase of ['k-means', 'sub-clusters', 'stability']) {
      const fractions = steps.filter(([name]) => name === phase).map(([, fraction]) => fraction);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(new Set(fractions).size).toBeGreaterThan(1);
      expect(fractions.at(-1)).toBeLessThan(1);
    }
  });

  it('repeats itself for a seed and does not change its input', async () => {
    const before = matrix.data.slice();
    expect(await run(matrix, { targetNoise: 0.01 })).toEqual(result);
    expect(matrix.data).toEqual(before);
  });

  it('finds the same with the library engine', async () => {
    const tools = { engine: libraryEngine, random: createRandom(42) };
    const library = await runHybrid(matrix, { ...OPTIONS, targetNoise: 0.01 }, tools);
    expect(library.clusterLabel).toEqual(result.clusterLabel);
    expect(library.quality.silhouette).toBeCloseTo(result.quality.silhouette, 9);
  });

  it.each([2 ** -30, 2 ** 30])('does not depend on the unit: scale %f', async (scale) => {
    const scaled = await run(scaleBy(matrix, scale), { targetNoise: 0.01 });
    expect(scaled.clusterLabel).toEqual(result.clusterLabel);
  });

  it('leaves clusters whole when the third phase is switched off', async () => {
    const { subCluster, clusters } = await run(matrix, {
      subClusters: { ...OPTIONS.subClusters, enabled: false },
    });
    expect(new Set(subCluster)).toEqual(new Set([0]));
    expect(clusters.map((cluster) => cluster.subClusters)).toEqual([null, null, null]);
  });

  it('uses a fixed k, fixed eps and fixed minSamples', async () => {
    const fixed = await run(matrix, { k: 4, eps: 3, minSamples: 5 });
    expect(fixed.clusters).toHaveLength(4);
    expect(fixed.outliers).toMatchObject({ eps: 3, minSamples: 5, kneeEps: null, widened: false });
    expect(
      adjustedRandIndex(
        fixed.mainCluster,
        planted.map((label) => Number(label) || 0),
      ),
    ).toBeGreaterThan(0.9);
  });
});

describe('runHybrid at the edges', () => {
  it('returns no clusters and says why if every row is an outlier', async () => {
    const none = await run(matrix, { eps: 1e-6, minSamples: 5 });
    expect(none.clusters).toEqual([]);
    expect(none.scan).toEqual([]);
    expect(none.centroids.rows).toBe(0);
    expect(new Set(none.clusterLabel)).toEqual(new Set(['outlier']));
    expect(none.distanceToCentroid.every(Number.isNaN)).toBe(true);
    expect(none.quality).toMatchObject({ silhouette: NaN, permutedSilhouette: NaN });
    expect(none.warnings).toEqual([
      "All 333 rows are outliers at eps 0.000001, minSamples 5: nothing was clustered. Use a larger eps, or 'auto'.",
    ]);
  });

  it('puts equal rows into one cluster', async () => {
    const equal = await run(matrixFromRows(Array.from({ length: 40 }, () => [1, 2])));
    expect(equal.clusters).toHaveLength(1);
    expect(equal.clusters[0]).toMatchObject({ size: 40, radius: 0, silhouette: NaN });
    expect(new Set(equal.nearestCluster)).toEqual(new Set([0]));
    expect(equal.quality.permutedSilhouette).toBeNaN();
    expect(equal.warnings.join(' ')).toContain('Every K is degenerate');
  });

  it('clusters one row', async () => {
    const one = await run(matrixFromRows([[3, 4]]));
    expect(one.clusterLabel).toEqual(['1']);
    expect([...one.centroids.data]).toEqual([3, 4]);
  });

  it('shortens the range of K when few rows are left', async () => {
    const few = await run(matrixFromRows([[0], [1], [2], [3]]), { kMin: 5, eps: 10, minSamples: 1 });
    expect(few.scan.map((row) => row.k)).toEqual([3]);
    expect(few.warnings).toContain('4 rows allow K up to 3; 5 to 6 was asked for.');
  });

  it('gives sixty rows a result, with a warning that the clusters are small', async () => {
    const sixty = await run(makeClouds([[0, 0], [9, 0], [0, 9]], { size: 20, spread: 1 })); // prettier-ignore
    expect(sixty.clusters).toHaveLength(2);
    expect(sixty.warnings.join(' ')).toContain('below 30');
    const allowed = await run(makeClouds([[0, 0], [9, 0], [0, 9]], { size: 20, spread: 1 }), { minClusterSize: 5 }); // prettier-ignore
    expect(allowed.clusters).toHaveLength(3);
  });

  it('refuses no rows, values that are not finite, and a fixed k above the rows left', async () => {
    await expect(run(matrixFromRows([], ['x']))).rejects.toThrow(
      'runHybrid: the matrix must have rows, got 0',
    );
    await expect(run(matrixFromRows([[1], [NaN]]))).rejects.toThrow(
      'runHybrid: values must be finite, got NaN in row 1',
    );
    await expect(run(matrixFromRows([[1], [2]]), { k: 3 })).rejects.toThrow(
      'kMeans: k must be an integer in [1, 2], got 3',
    );
  });
});
