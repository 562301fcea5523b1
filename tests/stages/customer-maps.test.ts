import { describe, expect, it } from 'vitest';
import type { FittedSpace } from '../../features/space.ts';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { drawCustomerMaps, sampleByLabel, type MapOptions } from '../../pipeline/stages/customer-maps.ts';

function plain(space: Matrix): FittedSpace {
  return { features: space.names, weights: space.names.map(() => 1), components: null };
}

function optionsFor(space: Matrix, changes: Partial<MapOptions> = {}): MapOptions {
  return {
    stratum: 'all',
    customerIds: Array.from({ length: space.rows }, (_, i) => `c${i}`),
    clusterLabels: Array.from({ length: space.rows }, (_, i) =>
      i % 10 === 0 ? 'outlier' : String(1 + (i % 2)),
    ),
    featureLabel: (name) => `The ${name}`,
    limit: 2000,
    seed: '42',
    ...changes,
  };
}

/** Rows that vary most in the first column, less in the second, hardly in the third. */
function cloud(rows: number): Matrix {
  const random = createRandom('cloud');
  const cells = Array.from({ length: rows }, () => [9, 3, 0.1].map((width) => width * (random.next() - 0.5)));
  return matrixFromRows(cells, ['orders', 'returns', 'rest']);
}

describe('drawCustomerMaps(customers, options)', () => {
  it('draws all customers along their widest directions, and by their neighbours', async () => {
    const space = cloud(60);
    const [pca, umap, ...more] = await drawCustomerMaps({ space, fitted: plain(space) }, optionsFor(space));
    expect(more).toEqual([]);
    expect(pca).toMatchObject({ method: 'pca', customerCount: 60 });
    expect(umap).toMatchObject({
      method: 'umap',
      customerIds: pca!.customerIds,
      clusterLabels: pca!.clusterLabels,
    });
    expect(pca!.axes[0]).toMatch(/^Component 1 \(\d+ % of variance\): \+\u00A0The orders$/);
    expect(pca!.axes[1]).toMatch(/^Component 2 \(\d+ % of variance\): \+\u00A0The returns$/);
    expect(pca!.x[7]! - pca!.x[3]!).toBeCloseTo(space.data[21]! - space.data[9]!, 0);
  });

  it('draws a sample where there are more, the same for a seed', async () => {
    const space = cloud(300);
    const draw = (seed: string) =>
      drawCustomerMaps({ space, fitted: plain(space) }, optionsFor(space, { limit: 100, seed }));
    const [first, again, other] = [await draw('42'), await draw('42'), await draw('43')];
    expect(first[0]!.customerIds).toHaveLength(100);
    expect(first[0]!.customerCount).toBe(300);
    expect(again).toEqual(first);
    expect(other[0]!.customerIds).not.toEqual(first[0]!.customerIds);
  });

  it('names features where the space is made of components', async () => {
    const space = { ...cloud(30), names: ['pc1', 'pc2', 'pc3'] };
    const axis = (j: number) => [0, 1, 2].map((k) => (k === j ? 1 : 0));
    const fitted: FittedSpace = {
      features: ['orders', 'returns', 'rest'],
      weights: [1, 1, 1],
      components: {
        means: [0, 0, 0],
        components: [axis(2), axis(1), axis(0)],
        variances: [1, 1, 1],
        varianceShares: [0.4, 0.3, 0.3],
      },
    };
    const [pca] = await drawCustomerMaps({ space, fitted }, optionsFor(space));
    expect(pca!.axes[0]).toContain('+\u00A0The rest');
  });

  it('draws one column along one direction', async () => {
    const space = matrixFromRows([[1], [2], [5], [9]], ['orders']);
    const [pca, umap] = await drawCustomerMaps({ space, fitted: plain(space) }, optionsFor(space));
    expect([...pca!.y]).toEqual([0, 0, 0, 0]);
    expect(pca!.axes[1]).toBe('Component 2 (customers differ in one direction only)');
    expect(umap!.x.every(Number.isFinite)).toBe(true);
  });

  it('draws no map by neighbours of two customers, and none of one or of equal ones', async () => {
    const methods = async (rows: readonly (readonly number[])[], limit = 2000) => {
      const space = matrixFromRows(rows);
      const maps = await drawCustomerMaps({ space, fitted: plain(space) }, optionsFor(space, { limit }));
      return maps.map(({ method }) => method);
    };
    expect(
      await methods([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(['pca']);
    expect(await methods([[1, 2]])).toEqual([]);
    expect(await methods([])).toEqual([]);
    expect(await methods(Array.from({ length: 9 }, () => [1, 2]))).toEqual([]);
    expect(
      await methods(
        [
          [1, 2],
          [3, 4],
        ],
        0,
      ),
    ).toEqual([]);
  });
});

describe('sampleByLabel(labels, limit, random)', () => {
  const labels = Array.from({ length: 1000 }, (_, i) => (i < 970 ? '1' : i < 990 ? '2' : 'outlier'));
  const countOf = (rows: Int32Array, label: string) => rows.filter((row) => labels[row] === label).length;

  it('keeps all rows of small groups and shares the rest in proportion', () => {
    const rows = sampleByLabel(labels, 200, createRandom(1));
    expect(rows).toHaveLength(200);
    expect([countOf(rows, '2'), countOf(rows, 'outlier')]).toEqual([20, 10]);
    expect(rows).toEqual(rows.toSorted());
    expect(new Set(rows).size).toBe(200);
  });

  it('never draws more than the limit, however many groups there are', () => {
    const many = Array.from({ length: 100 }, (_, i) => String(i % 40));
    for (const limit of [1, 7, 39, 40, 41, 99]) {
      expect(sampleByLabel(many, limit, createRandom(1)), String(limit)).toHaveLength(limit);
    }
  });

  it('takes everybody where there are no more', () => {
    expect([...sampleByLabel(['a', 'b'], 2, createRandom(1))]).toEqual([0, 1]);
  });
});
