import { beforeAll, describe, expect, it } from 'vitest';
import { compareAlgorithms, type ComparisonRow } from '../../../clustering/comparison/compare.ts';
import { DEFAULT_COMPARISON_OPTIONS } from '../../../clustering/comparison/comparison-options.ts';
import { plainEngine } from '../../../clustering/plain-engine.ts';
import { clusterSizes } from '../../../clustering/labels.ts';
import { matrixFromRows } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import { canonical, readReference } from '../support.ts';

interface DataSetReference {
  readonly data: 'iris' | 'wine';
  readonly kmeans: number[];
  readonly dbscan: { readonly eps: number; readonly minSamples: number; readonly labels: number[] }[];
  readonly hierarchical: Readonly<Record<'ward' | 'average' | 'complete', number[]>>;
  readonly mixture: number[];
  readonly hdbscan: {
    readonly minClusterSize: number;
    readonly minSamples: number;
    readonly labels: number[];
    readonly orderDependent: number[];
  };
}

const { dataSets } = readReference<{ dataSets: DataSetReference[] }>('compare-data-sets');

describe.each(dataSets)('the comparison on $data', (reference) => {
  let rows: readonly ComparisonRow[];
  const named = (algorithm: string) => rows.filter((row) => row.algorithm === algorithm);
  const labelsOf = (algorithm: string) => canonical(named(algorithm)[0]!.labels);

  beforeAll(async () => {
    const { points } = readReference(reference.data);
    // As in the script: iris in millimetres, where equal distances are equal to the last bit.
    const scaled = points.map((row) => row.map((value) => Math.round(10 * value)));
    const matrix = matrixFromRows(reference.data === 'iris' ? scaled : points);
    // The mixture of wine has optima of nearly equal likelihood: the best needs more starts than people wait for.
    const options = { ...DEFAULT_COMPARISON_OPTIONS, k: 3, mixtureStarts: 20 };
    const hybrid = { ...options.hybrid, jaccardRuns: 1, stabilityRuns: 2, kMax: 4 };
    const tools = { engine: plainEngine, random: createRandom(1), seconds: () => 0 };
    rows = await compareAlgorithms([{ name: 'core', matrix }], { ...options, hybrid }, tools);
  });

  it('finds the clusters of K-means that scikit-learn finds', () => {
    expect(labelsOf('K-means')).toEqual(canonical(reference.kmeans));
  });

  it('finds the clusters and the noise of DBSCAN in every cell of the grid, at the same radii', () => {
    const grid = named('DBSCAN');
    expect(grid).toHaveLength(reference.dbscan.length);
    for (const [cell, { eps, minSamples, labels }] of reference.dbscan.entries()) {
      expect(grid[cell]!.parameters['minSamples']).toBe(minSamples);
      expect(grid[cell]!.parameters['eps']).toBeCloseTo(eps, 12);
      expect(canonical(grid[cell]!.labels), `eps ${eps}, ${minSamples}`).toEqual(canonical(labels));
      expect(grid[cell]!.clusterCount).toBe(new Set(labels.filter((label) => label >= 0)).size);
      expect(grid[cell]!.noise).toBe(labels.filter((label) => label === -1).length);
    }
    expect(grid.some(({ noise, clusterCount }) => noise > 0 && clusterCount > 1)).toBe(true);
  });

  it.each(['ward', 'average', 'complete'] as const)('finds the clusters of %s linkage', (linkage) => {
    const row = named('hierarchical').find(({ parameters }) => parameters['linkage'] === linkage)!;
    expect(canonical(row.labels)).toEqual(canonical(reference.hierarchical[linkage]));
  });

  it('finds the components of the mixture', () => {
    expect(labelsOf('Gaussian mixture')).toEqual(canonical(reference.mixture));
  });

  it('finds the clusters and the noise of HDBSCAN', () => {
    const { minClusterSize, minSamples, labels, orderDependent } = reference.hdbscan;
    expect(named('HDBSCAN')[0]!.parameters).toEqual({ minClusterSize, minSamples });
    expect(orderDependent).toEqual([]);
    expect(labelsOf('HDBSCAN')).toEqual(canonical(labels));
  });
});

describe('HDBSCAN on iris', () => {
  it('parts one species from the two others: 50 and 100', () => {
    const { hdbscan } = dataSets.find(({ data }) => data === 'iris')!;
    expect([...clusterSizes(Int32Array.from(canonical(hdbscan.labels)))]).toEqual([50, 100]);
  });
});
