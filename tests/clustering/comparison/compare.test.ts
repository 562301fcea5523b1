import { beforeAll, describe, expect, it } from 'vitest';
import { compareAlgorithms, type ComparisonRow } from '../../../clustering/comparison/compare.ts';
import {
  DEFAULT_COMPARISON_OPTIONS,
  type ComparisonOptions,
} from '../../../clustering/comparison/comparison-options.ts';
import { plainEngine } from '../../../clustering/plain-engine.ts';
import { DEFAULT_HYBRID_OPTIONS } from '../../../clustering/hybrid-options.ts';
import { kDistances } from '../../../clustering/kernels/k-distances.ts';
import { silhouettes } from '../../../clustering/kernels/silhouettes.ts';
import { meanSilhouette, scatterIndices } from '../../../clustering/indices.ts';
import { permutedSilhouette } from '../../../clustering/permuted-reference.ts';
import { matrixFromRows, takeColumns, takeRows, type Matrix } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import { createNormal } from '../support.ts';

const OPTIONS: ComparisonOptions = {
  ...DEFAULT_COMPARISON_OPTIONS,
  k: 3,
  nInit: 3,
  dbscanQuantiles: [0.5, 0.95],
  dbscanMinSamples: [5, 8],
  hybrid: {
    ...DEFAULT_HYBRID_OPTIONS,
    kMax: 4,
    nInit: 2,
    stabilityRuns: 2,
    jaccardRuns: 1,
    minClusterSize: 20,
  },
};

const PERMUTED = { ...DEFAULT_HYBRID_OPTIONS, k: 3, nInit: 3 };

/** Clouds of 90, 70 and 50 rows in two of three columns, and ten rows strewn around. */
function makeCustomers(): Matrix {
  const random = createRandom('customers');
  const normal = createNormal(random);
  const clouds = [[0, 0, 90], [12, 12, 70], [24, 24, 50]].flatMap(([x, y, size]) =>
    Array.from({ length: size! }, () => [x! + 1.2 * normal(), y! + 1.2 * normal(), normal() / 2]),
  ); // prettier-ignore
  const strewn = Array.from({ length: 10 }, () => [40 * random.next() - 8, 40 * random.next() - 8, 0]);
  return matrixFromRows([...clouds, ...strewn], ['a', 'b', 'c']);
}

const all = makeCustomers();
const core = takeColumns(all, ['a', 'b']);
const truth = Array.from({ length: 210 }, (_, row) => (row < 90 ? 0 : row < 160 ? 1 : 2));

function compare(changes: Partial<ComparisonOptions> = {}, onStep?: (fraction: number) => void) {
  let now = 0;
  const tools = { engine: plainEngine, random: createRandom(1), seconds: () => now++ };
  const spaces = [
    { name: 'core', matrix: core },
    { name: 'all', matrix: all },
  ] as const;
  return compareAlgorithms(
    spaces,
    { ...OPTIONS, ...changes },
    onStep === undefined ? tools : { ...tools, onStep },
  );
}

describe('compareAlgorithms(spaces, options, tools)', () => {
  let rows: ComparisonRow[];
  const steps: number[] = [];
  const rowOf = (algorithm: string, featureSet = 'core') =>
    rows.find((row) => row.algorithm === algorithm && row.featureSet === featureSet)!;

  beforeAll(async () => {
    rows = await compare({}, (fraction) => steps.push(fraction));
  });

  it('tries every algorithm on every set of features', () => {
    const names = ['K-means', ...Array<string>(4).fill('DBSCAN'), ...Array<string>(3).fill('hierarchical'), 'Gaussian mixture', 'HDBSCAN', 'hybrid']; // prettier-ignore
    expect(rows.map((row) => `${row.featureSet} ${row.algorithm}`)).toEqual([
      ...names.map((name) => `core ${name}`),
      ...names.map((name) => `all ${name}`),
    ]);
    const linkages = rows
      .filter((row) => row.algorithm === 'hierarchical')
      .map((row) => row.parameters['linkage']);
    expect(linkages).toEqual(['ward', 'average', 'complete', 'ward', 'average', 'complete']);
  });

  it('finds the planted clusters, and numbers clusters by size', () => {
    for (const name of ['K-means', 'hierarchical', 'Gaussian mixture', 'HDBSCAN', 'hybrid']) {
      for (const featureSet of ['core', 'all']) {
        const { labels, clusterCount } = rowOf(name, featureSet);
        const isClustered = [...truth.keys()].filter((row) => labels[row]! >= 0);
        const found = isClustered.map((row) => labels[row]!);
        expect(isClustered.length, name).toBeGreaterThan(190);
        expect(found, name).toEqual(isClustered.map((row) => truth[row]));
        expect(clusterCount).toBe(3);
      }
    }
    for (const { labels, clusterCount } of rows) {
      const sizes = Array.from({ length: clusterCount }, (_, c) => labels.filter((l) => l === c).length);
      expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
    }
  });

  it('measures what was clustered, by the definitions', () => {
    for (const row of rows) {
      const matrix = row.featureSet === 'core' ? core : all;
      const sizes = [...new Set(row.labels)]
        .filter((label) => label >= 0)
        .map((label) => row.labels.filter((l) => l === label).length);
      const noise = row.labels.filter((label) => label === -1).length;
      expect(row).toMatchObject({
        clusterCount: sizes.length,
        noise,
        coverage: (220 - noise) / 220,
        sampled: false,
      });
      expect(row.smallestCluster).toBe(Math.min(...sizes));
      expect(row.largestShare).toBe(Math.max(...sizes) / (220 - noise));
      expect(row.silhouette).toBeCloseTo(meanSilhouette(silhouettes(matrix, [row.labels])[0]!), 12);
      expect(row.calinskiHarabasz).toBe(scatterIndices(matrix, row.labels).calinskiHarabasz);
      expect(row.daviesBouldin).toBe(scatterIndices(matrix, row.labels).daviesBouldin);
    }
    expect(rowOf('hybrid').noise).toBeGreaterThan(0);
  });

  it('sets each silhouette beside that of as many clusters in permuted columns', async () => {
    for (const featureSet of ['core', 'all'] as const) {
      const random = createRandom(1).fork(featureSet).fork('permuted');
      const matrix = featureSet === 'core' ? core : all;
      const expected = await permutedSilhouette(matrix, PERMUTED, { engine: plainEngine, random });
      for (const name of ['K-means', 'hierarchical', 'Gaussian mixture']) {
        expect(rowOf(name, featureSet).permutedSilhouette).toBe(expected);
      }
    }
    for (const name of ['K-means', 'hierarchical', 'Gaussian mixture', 'HDBSCAN', 'hybrid']) {
      const { silhouette, permutedSilhouette: reference } = rowOf(name);
      expect(silhouette).toBeGreaterThan(reference + 0.1);
    }
  });

  it('permutes the clustered rows only', async () => {
    const { labels, permutedSilhouette: reference } = rowOf('hybrid');
    const clustered = takeRows(
      core,
      [...labels.keys()].filter((row) => labels[row]! >= 0),
    );
    expect(clustered.rows).toBeLessThan(220);
    const tools = { engine: plainEngine, random: createRandom(1).fork('core').fork('permuted') };
    expect(reference).toBe(await permutedSilhouette(clustered, PERMUTED, tools));
  });

  it('gives the parameters as set or found', () => {
    expect(rowOf('K-means').parameters).toEqual({ k: 3 });
    expect(rowOf('hierarchical').parameters).toEqual({ linkage: 'ward', k: 3 });
    expect(rowOf('HDBSCAN').parameters).toEqual({ minClusterSize: 20, minSamples: 5 });
    expect(rowOf('hybrid').parameters).toMatchObject({ k: 3, minSamples: 5 });
    const grid = rows.filter((row) => row.algorithm === 'DBSCAN' && row.featureSet === 'core');
    expect(grid.map((row) => row.parameters['minSamples'])).toEqual([5, 5, 8, 8]);
    const curve = kDistances(core, 5).sort();
    expect(grid.slice(0, 2).map((row) => row.parameters['eps'])).toEqual([curve[110], curve[209]]);
    expect(grid.map((row) => row.noise / 220 <= 0.5)).toEqual([true, true, true, true]);
  });

  it('times each fit by the clock it is given and tells before each how far it is', () => {
    expect(rows.every((row) => row.seconds === 1)).toBe(true);
    expect(steps).toHaveLength(rows.length);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect([steps[0], steps[11]]).toEqual([0, 0.5]);
    expect(steps.at(-1)).toBeLessThan(1);
  });

  it('gives the same again, and the same for one set of features alone', async () => {
    expect(await compare()).toEqual(rows);
    const tools = { engine: plainEngine, random: createRandom(1), seconds: () => 0 };
    const alone = await compareAlgorithms([{ name: 'all', matrix: all }], OPTIONS, tools);
    expect(alone.map((row) => ({ ...row, seconds: 1 }))).toEqual(
      rows.filter((row) => row.featureSet === 'all'),
    );
  });

  it('says where an algorithm saw a sample only', async () => {
    const sampled = await compare({ hierarchicalMaxRows: 100, hdbscanMaxRows: 100, silhouetteMaxRows: 120 });
    const names = new Set(sampled.filter((row) => row.sampled).map((row) => row.algorithm));
    expect(names).toEqual(new Set(['hierarchical', 'HDBSCAN']));
    const kMeans = sampled[0]!;
    expect(kMeans.labels).toEqual(rows[0]!.labels);
    expect(kMeans.silhouette).not.toBe(rows[0]!.silhouette);
    expect(kMeans.silhouette).toBeCloseTo(rows[0]!.silhouette, 1);
    expect(kMeans.calinskiHarabasz).toBe(rows[0]!.calinskiHarabasz);
  });

  it('measures no reference for more clusters than anybody reads', async () => {
    const few = await compare({ maxClusters: 2 });
    expect(few[0]!.clusterCount).toBe(3);
    expect(few[0]!.permutedSilhouette).toBeNaN();
    expect(few[0]!.silhouette).toBe(rows[0]!.silhouette);
  });

  it('measures nothing where there is nothing to measure', async () => {
    const matrix = matrixFromRows(
      Array.from({ length: 6 }, () => [1, 2]),
      ['a', 'b'],
    );
    const tools = { engine: plainEngine, random: createRandom(1), seconds: () => 0 };
    const equal = await compareAlgorithms([{ name: 'core', matrix }], { ...OPTIONS, k: 1 }, tools);
    const grid = equal.filter((row) => row.algorithm === 'DBSCAN');
    // Radii and densities that coincide are tried once.
    expect(grid.map((row) => row.parameters)).toEqual([
      { eps: 0, minSamples: 5 },
      { eps: 0, minSamples: 6 },
    ]);
    expect(grid[0]).toMatchObject({
      clusterCount: 1,
      noise: 0,
      coverage: 1,
      largestShare: 1,
      silhouette: NaN,
    });
    expect(equal.find((row) => row.algorithm === 'HDBSCAN')).toMatchObject({
      clusterCount: 0,
      noise: 6,
      coverage: 0,
      smallestCluster: 0,
      largestShare: NaN,
      silhouette: NaN,
      permutedSilhouette: NaN,
      calinskiHarabasz: NaN,
      daviesBouldin: NaN,
    });
  });

  it('refuses no rows, a k out of range and values that are not finite', async () => {
    const refuse = (points: number[][], k = 1) => {
      const matrix = matrixFromRows(points, ['x']);
      const tools = { engine: plainEngine, random: createRandom(1), seconds: () => 0 };
      return expect(compareAlgorithms([{ name: 'core', matrix }], { ...OPTIONS, k }, tools)).rejects;
    };
    await refuse([]).toThrow('compareAlgorithms: the matrix of core must have rows, got 0');
    await refuse([[1], [2]], 3).toThrow('k must be an integer in [1, 2], got 3');
    await refuse([[1], [NaN]]).toThrow(
      'compareAlgorithms: values must be finite, got NaN in row 1, column x',
    );
  });
});
