import { describe, expect, it } from 'vitest';
import type { ClusteringEngine, KMeansResult } from '../../clustering/engine.ts';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { libraryEngine } from '../../clustering/library-engine.ts';
import { matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom, type Random } from '../../pipeline/core/random.ts';
import { canonical, makeClouds, makeUniform, readReference, scaleBy } from './support.ts';

const random = createRandom(5);

async function kMeansWith(
  engine: ClusteringEngine,
  matrix: Matrix,
  { k, ...options }: { k: number; nInit: number; random: Random },
): Promise<KMeansResult> {
  const [fits] = await engine.kMeans(matrix, [{ rows: null, ks: [k], ...options }]);
  return fits![0]!;
}

const SEPARATE = [[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9], [9, 9, 9]]; // prettier-ignore

describe('the library engine beside the default engine', () => {
  it.each(['blobs-dbscan', 'iris'])(
    'finds the same DBSCAN clusters on %s, numbers included',
    async (name) => {
      const { points, dbscan } = readReference(name);
      const matrix = matrixFromRows(points);
      for (const reference of dbscan) {
        expect(await libraryEngine.dbscan(matrix, reference)).toEqual(
          await plainEngine.dbscan(matrix, reference),
        );
      }
    },
  );

  it('finds the same DBSCAN clusters on lattices with ties at eps, and at eps 0', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const matrix = makeUniform(90, 1 + (seed % 3), { seed, step: 1 });
      for (const eps of [0, 1, Math.SQRT2]) {
        const options = { eps, minSamples: 2 + seed };
        expect(await libraryEngine.dbscan(matrix, options)).toEqual(
          await plainEngine.dbscan(matrix, options),
        );
      }
    }
  });

  it('finds the same k-distances', async () => {
    const matrix = makeUniform(120, 4, { seed: 2 });
    for (const k of [1, 5, 120])
      expect(await libraryEngine.kDistances(matrix, k)).toEqual(await plainEngine.kDistances(matrix, k));
  });

  it.each([1e-9, 1, 1e9])('finds the same K-means clusters on separate clouds: scale %f', async (scale) => {
    const matrix = scaleBy(makeClouds(SEPARATE, { size: 40, spread: 1 }), scale);
    for (const k of [1, 2, 5]) {
      const library = await kMeansWith(libraryEngine, matrix, { k, nInit: 10, random });
      const fast = await kMeansWith(plainEngine, matrix, { k, nInit: 10, random });
      expect(library.inertia / fast.inertia).toBeCloseTo(1, 10);
      expect(canonical(library.labels)).toEqual(canonical(fast.labels));
      expect(library.converged).toBe(true);
    }
  });

  it('reaches the same inertia on iris for K = 2 to 6', async () => {
    const { points, kmeans } = readReference('iris');
    for (const { k, inertia } of kmeans) {
      const fit = await kMeansWith(libraryEngine, matrixFromRows(points), { k, nInit: 20, random });
      expect(fit.inertia / inertia).toBeCloseTo(1, 3);
    }
  });

  it('returns no centroid without rows when there are fewer distinct rows than k', async () => {
    const matrix = matrixFromRows([[1], [1], [4], [4], [4]]);
    const fit = await kMeansWith(libraryEngine, matrix, { k: 4, nInit: 2, random });
    expect([...fit.centroids.data].sort()).toEqual([1, 4]);
    expect(
      (await kMeansWith(libraryEngine, takeRows(matrix, [0, 1]), { k: 2, nInit: 1, random })).centroids.rows,
    ).toBe(1);
  });

  it('refuses what the default engine refuses', async () => {
    const matrix = matrixFromRows([[1], [2]]);
    await expect(kMeansWith(libraryEngine, matrix, { k: 3, nInit: 1, random })).rejects.toThrow(
      '[1, 2], got 3',
    );
    await expect(libraryEngine.dbscan(matrix, { eps: -1, minSamples: 1 })).rejects.toThrow(
      'eps must be a number >= 0',
    );
    await expect(libraryEngine.kDistances(matrix, 3)).rejects.toThrow('[1, 2], got 3');
    await expect(libraryEngine.silhouettes(matrix, [new Int32Array(1)])).rejects.toThrow('expected 2 labels');
  });

  it('handles no rows', async () => {
    const empty = matrixFromRows([], ['x']);
    expect(await libraryEngine.dbscan(empty, { eps: 1, minSamples: 1 })).toEqual(
      await plainEngine.dbscan(empty, { eps: 1, minSamples: 1 }),
    );
    expect(await libraryEngine.kDistances(empty, 1)).toHaveLength(0);
  });
});
