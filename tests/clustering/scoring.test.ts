import { beforeAll, describe, expect, it } from 'vitest';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { runHybrid } from '../../clustering/hybrid.ts';
import { DEFAULT_HYBRID_OPTIONS } from '../../clustering/hybrid-options.ts';
import type { HybridResult } from '../../clustering/hybrid-result.ts';
import { buildPlacementModel, placeRows, type PlacementModel } from '../../clustering/scoring.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { createNormal } from './support.ts';

/** Three main clusters, the first of two dense halves, and rows strewn between them. */
function makeCustomers(): Matrix {
  const random = createRandom('customers');
  const normal = createNormal(random);
  const cloud = (x: number, y: number, size: number) =>
    Array.from({ length: size }, () => [x + 0.3 * normal(), y + 0.3 * normal()]);
  const strewn = Array.from({ length: 30 }, () => [26 * random.next() - 3, 26 * random.next() - 3]);
  return matrixFromRows(
    [...cloud(0, 0, 150), ...cloud(0, 3, 110), ...cloud(20, 0, 120), ...cloud(0, 20, 100), ...strewn],
    ['spending', 'orders'],
  );
}

/** Two clusters on a line around 0 and 10; the second holds a sub-cluster 1 at 11, an undivided group at 9 and a sub-cluster 2 at 8. */
const MODEL: PlacementModel = {
  columns: ['x'],
  density: null,
  clusters: [
    { centroid: [0], radius: 2, subGroups: null },
    {
      centroid: [10],
      radius: 3,
      subGroups: {
        eps: 0.5,
        groups: [
          { number: 0, cores: [[9]] },
          { number: 1, cores: [[11], [11.5]] },
          { number: 2, cores: [[8]] },
        ],
      },
    },
  ],
};

const onLine = (...values: number[]): Matrix =>
  matrixFromRows(
    values.map((value) => [value]),
    ['x'],
  );

describe('placeRows(space, model)', () => {
  it('takes the nearest cluster, the radius inclusive, and the first dense group within reach', () => {
    const placed = placeRows(onLine(0, 2, 2.1, 5, 7, 8.5, 9.4, 11, 12, 12.1, 13.5), MODEL);
    expect(placed.clusterLabel).toEqual([
      '1', '1', 'outlier', 'outlier', '2', '2', '2', '2.1', '2.1', '2', 'outlier',
    ]); // prettier-ignore
    expect([...placed.mainCluster]).toEqual([1, 1, 0, 0, 2, 2, 2, 2, 2, 2, 0]);
    expect([...placed.subCluster]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
    expect([...placed.nearestCluster]).toEqual([2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
    expect(placed.distanceToCentroid[2]).toBe(2.1);
    expect(placeRows(onLine(8.4, 7.6), MODEL).clusterLabel).toEqual(['2.2', '2.2']);
  });

  it('asks the dense part instead of the radius where the model has one', () => {
    const density = { eps: 1, cores: [[0], [6]] };
    const placed = placeRows(onLine(1, 1.5, 7, 6, 11), { ...MODEL, density });
    expect(placed.clusterLabel).toEqual(['1', 'outlier', '2', '2', 'outlier']);
  });

  it('places nobody in a model without clusters, and nothing for no rows', () => {
    expect(placeRows(onLine(1, 2), { ...MODEL, clusters: [] })).toMatchObject({
      clusterLabel: ['outlier', 'outlier'],
      nearestCluster: Int32Array.of(0, 0),
      distanceToCentroid: Float64Array.of(NaN, NaN),
    });
    expect(placeRows(onLine(), MODEL).clusterLabel).toEqual([]);
  });

  it('has no second nearest cluster where there is only one', () => {
    const placed = placeRows(onLine(1, 9), { ...MODEL, clusters: MODEL.clusters.slice(0, 1) });
    expect([...placed.nearestCluster]).toEqual([0, 1]);
  });

  it("refuses columns other than the model's and values that are not finite", () => {
    const other = matrixFromRows([[1, 2]], ['x', 'y']);
    expect(() => placeRows(other, MODEL)).toThrow(
      new InvalidInputError('placeRows: the model has the columns x, got x, y'),
    );
    expect(() => placeRows(onLine(1, NaN), MODEL)).toThrow('must be finite, got NaN in row 1, column x');
  });
});

describe('buildPlacementModel(space, result, options)', () => {
  const space = makeCustomers();
  let result: HybridResult;
  const build = async (keepDensity: boolean) => {
    const model = await buildPlacementModel(space, result, {
      engine: plainEngine,
      subMinSamples: 'auto',
      keepDensity,
    });
    return JSON.parse(JSON.stringify(model)) as PlacementModel;
  };

  beforeAll(async () => {
    const options = { ...DEFAULT_HYBRID_OPTIONS, k: 3, jaccardRuns: 1, stabilityRuns: 1, targetNoise: 1 };
    result = await runHybrid(space, options, { engine: plainEngine, random: createRandom(1) });
  });

  it('starts from a clustering with outliers, sub-clusters and undivided rows among them', () => {
    expect(new Set(result.clusterLabel)).toEqual(new Set(['1', '1.1', '1.2', '2', '3', 'outlier']));
  });

  it('places every row of the data where it was, bit for bit and after a round trip through JSON', async () => {
    const { mainCluster, subCluster, clusterLabel, nearestCluster, distanceToCentroid } = result;
    expect(placeRows(space, await build(true))).toEqual({
      mainCluster,
      subCluster,
      clusterLabel,
      nearestCluster,
      distanceToCentroid,
    });
  });

  it('keeps every member in its cluster by radius alone', async () => {
    const model = await build(false);
    expect(model.density).toBeNull();
    const placed = placeRows(space, model);
    const differing = placed.clusterLabel.filter((label, row) => label !== result.clusterLabel[row]);
    const members = [...result.mainCluster.keys()].filter((row) => result.mainCluster[row]! > 0);
    expect(members.map((row) => placed.clusterLabel[row])).toEqual(
      members.map((row) => result.clusterLabel[row]),
    );
    expect(differing.length).toBeLessThan(result.outliers.outlierCount);
  });

  it('gives one row alone what it gets among others', async () => {
    const random = createRandom('new');
    const customers = matrixFromRows(
      Array.from({ length: 300 }, () => [26 * random.next() - 3, 26 * random.next() - 3]),
      space.names,
    );
    for (const model of [await build(true), await build(false)]) {
      const all = placeRows(customers, model);
      expect(new Set(all.mainCluster).size).toBeGreaterThan(1);
      for (let row = 0; row < customers.rows; row++) {
        expect(placeRows(takeRows(customers, [row]), model)).toEqual({
          mainCluster: all.mainCluster.slice(row, row + 1),
          subCluster: all.subCluster.slice(row, row + 1),
          clusterLabel: [all.clusterLabel[row]],
          nearestCluster: all.nearestCluster.slice(row, row + 1),
          distanceToCentroid: all.distanceToCentroid.slice(row, row + 1),
        });
      }
    }
  });

  it('keeps core rows of divided clusters only, unless the dense part is wanted', async () => {
    const [first, ...others] = (await build(false)).clusters;
    const { eps, groups } = first!.subGroups!;
    expect(eps).toBe(result.clusters[0]!.subClusters!.eps);
    expect(
      groups
        .map(({ number }) => number)
        .filter((number) => number > 0)
        .sort(),
    ).toEqual([1, 2]);
    expect(others.every(({ subGroups }) => subGroups === null)).toBe(true);
    const { density } = await build(true);
    expect(density!.eps).toBe(result.outliers.eps);
    expect(density!.cores).toHaveLength(result.outliers.isCore.filter((core) => core === 1).length);
  });
});
