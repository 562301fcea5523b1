import { describe, expect, it } from 'vitest';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { condense } from '../../clustering/hdbscan/condensed-tree.ts';
import { hdbscan, type HdbscanOptions } from '../../clustering/hdbscan/index.ts';
import { labelRows, selectClusters } from '../../clustering/hdbscan/select-clusters.ts';
import { singleLinkage } from '../../clustering/hdbscan/single-linkage.ts';
import { mutualReachabilityTree } from '../../clustering/hdbscan/spanning-tree.ts';
import { dbscan } from '../../clustering/kernels/dbscan.ts';
import { kDistances } from '../../clustering/kernels/k-distances.ts';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import {
  canonical,
  distance,
  makeClouds,
  makeUniform,
  readReference,
  scaleBy,
  shuffleRows,
} from './support.ts';

interface HdbscanReference {
  moonsWithNoise: number[][];
  cases: {
    data: string;
    minClusterSize: number;
    minSamples: number;
    labels: number[];
    orderDependent: number[];
  }[];
}

function cluster(matrix: Matrix, options: Partial<HdbscanOptions> = {}) {
  const complete = { minClusterSize: 5, minSamples: 5, maxRows: 20_000, ...options };
  return hdbscan(matrix, complete, { engine: plainEngine, random: createRandom(1) });
}

/** Two groups of three and a stray row; neighbours lie 1 apart, the groups 8, the stray row 18. */
const LINE = matrixFromRows([[0], [1], [2], [10], [11], [12], [30]]);

describe('mutualReachabilityTree(matrix, coreDistances)', () => {
  it('lengthens short edges to the core distances of their ends', () => {
    const { distances } = mutualReachabilityTree(LINE, kDistances(LINE, 3));
    // Core distances 2 1 2 2 1 2 19.
    expect([...distances].sort((a, b) => a - b)).toEqual([2, 2, 2, 2, 8, 19]);
  });

  it('is as short as any tree, ties and duplicates included', () => {
    for (const step of [0, 0.2]) {
      const matrix = makeUniform(80, 3, { seed: 2, step });
      const core = kDistances(matrix, 4);
      const reach = (a: number, b: number) => Math.max(core[a]!, core[b]!, distance(matrix, a, b));
      const { first, second, distances } = mutualReachabilityTree(matrix, core);
      distances.forEach((length, edge) => expect(length).toBe(reach(first[edge]!, second[edge]!)));
      // Kruskal: the multiset of lengths is the same for every minimum spanning tree.
      const edges = Array.from({ length: 80 }, (_, a) =>
        Array.from({ length: a }, (_unused, b) => ({ a, b, length: reach(a, b) })),
      );
      const group = Array.from({ length: 80 }, (_, row) => row);
      const lengths: number[] = [];
      for (const { a, b, length } of edges.flat().sort((p, q) => p.length - q.length)) {
        const [from, to] = [group[a]!, group[b]!];
        if (from === to) continue;
        lengths.push(length);
        group.forEach((own, row) => (group[row] = own === from ? to : own));
      }
      expect([...distances].sort((p, q) => p - q)).toEqual(lengths);
    }
  });
});

describe('condense(hierarchy, minClusterSize)', () => {
  it('keeps the split into two large parts, with stabilities worked out by hand', () => {
    const hierarchy = singleLinkage(mutualReachabilityTree(LINE, new Float64Array(7)));
    const { parents, stabilities, clusterOf } = condense(hierarchy, 3);
    expect(parents).toEqual([-1, 0, 0]);
    expect([...clusterOf].sort()).toEqual([0, 1, 1, 1, 2, 2, 2]);
    expect(clusterOf[6]).toBe(0);
    // The whole loses one row at 1/18 and six at 1/8; each group lasts from 1/8 to 1.
    expect(stabilities[0]).toBeCloseTo(1 / 18 + 6 / 8, 12);
    expect(stabilities[1]).toBeCloseTo(3 * (1 - 1 / 8), 12);
    expect(stabilities[2]).toBeCloseTo(3 * (1 - 1 / 8), 12);
  });

  it('removes edges of equal length together', () => {
    const even = matrixFromRows(Array.from({ length: 12 }, (_, i) => [i]));
    const hierarchy = singleLinkage(mutualReachabilityTree(even, new Float64Array(12)));
    expect(condense(hierarchy, 2).parents).toEqual([-1]);
  });
});

describe('selectClusters(tree)', () => {
  const select = (parents: number[], stabilities: number[]) => [
    ...selectClusters({ parents, stabilities, clusterOf: new Int32Array(0) }),
  ];

  it('prefers a cluster to its descendants if it is at least as stable, at every depth', () => {
    expect(select([-1, 0, 0, 1, 1], [9, 4, 1, 2, 2])).toEqual([0, 1, 1, 0, 0]);
    expect(select([-1, 0, 0, 1, 1], [9, 3.9, 1, 2, 2])).toEqual([0, 0, 1, 1, 1]);
    // 3 beats its children (1 + 1), 1 beats 3 and 4 (3 + 1).
    expect(select([-1, 0, 0, 1, 1, 3, 3], [0, 5, 1, 3, 1, 1, 1])).toEqual([0, 1, 1, 0, 0, 0, 0]);
    expect(select([-1, 0, 0, 1, 1, 3, 3], [0, 3.5, 1, 3, 1, 1, 1])).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  it('counts the best below a cluster, not its direct children', () => {
    // 5 and 6 beat 3 (2 + 2 against 1), and with 4 they beat 1 (4 + 1 against 3).
    expect(select([-1, 0, 0, 1, 1, 3, 3], [0, 3, 1, 1, 1, 2, 2])).toEqual([0, 0, 1, 0, 1, 1, 1]);
  });

  it('prefers clusters of coinciding rows to everything above them and never takes the whole', () => {
    expect(select([-1, 0, 0], [99, Infinity, 1])).toEqual([0, 1, 1]);
    expect(select([-1, 0, 0, 1, 1], [99, 50, 1, Infinity, Infinity])).toEqual([0, 0, 1, 1, 1]);
    expect(select([-1], [5])).toEqual([0]);
  });
});

describe('labelRows(tree, isChosen)', () => {
  it('gives rows the chosen cluster above them and numbers clusters by lowest row', () => {
    const tree = { parents: [-1, 0, 0, 1], stabilities: [0, 0, 0, 0], clusterOf: Int32Array.of(2, 3, 0, 1) };
    expect(labelRows(tree, Uint8Array.of(0, 1, 1, 0))).toEqual({
      labels: Int32Array.of(0, 1, -1, 1),
      clusterCount: 2,
    });
  });
});

describe('hdbscan(matrix, options, tools)', () => {
  it('finds two groups and a stray row', async () => {
    expect(await cluster(LINE, { minClusterSize: 3, minSamples: 1 })).toEqual({
      labels: Int32Array.of(0, 0, 0, 1, 1, 1, -1),
      clusterCount: 2,
      noiseCount: 1,
      sampled: false,
    });
  });

  it('finds clouds of different density, which no single radius does', async () => {
    const dense = makeClouds([[0, 0], [1, 0]], { size: 100, spread: 0.1 }); // prettier-ignore
    const sparse = makeClouds([[30, 0]], { size: 100, spread: 4 });
    const matrix = matrixFromRows(
      [dense, sparse].flatMap(({ data }) =>
        Array.from({ length: data.length / 2 }, (_, i) => [data[2 * i]!, data[2 * i + 1]!]),
      ),
    );
    const { labels, clusterCount } = await cluster(matrix, { minClusterSize: 25, minSamples: 10 });
    expect(clusterCount).toBe(3);
    const groups = [0, 100, 200].map((start) => new Set(labels.subarray(start, start + 100)));
    groups.forEach((group, i) => expect([...group].filter((label) => label >= 0)).toEqual([i]));
    const counts = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2].map((eps) => {
      const found = dbscan(matrix, { eps, minSamples: 10 });
      return found.clusterCount === 3 && found.noiseCount < 60;
    });
    expect(counts).not.toContain(true);
  });

  it('agrees with scikit-learn, up to naming, on every row whose label there does not depend on the order of rows', async () => {
    const { moonsWithNoise, cases } = readReference<HdbscanReference>('compare-hdbscan');
    for (const { data, labels, orderDependent, minClusterSize, minSamples } of cases) {
      const points = data === 'moons with noise' ? moonsWithNoise : readReference(data).points;
      const found = canonical((await cluster(matrixFromRows(points), { minClusterSize, minSamples })).labels);
      const expected = canonical(labels);
      const differing = found.flatMap((label, row) => (label === expected[row] ? [] : [row]));
      expect(differing, `${data}, ${minClusterSize}, ${minSamples}`).toEqual(orderDependent);
      // Such a row is alone below the distance at which two clusters part: it is in neither.
      expect(differing.every((row) => found[row] === -1)).toBe(true);
    }
    expect(cases.filter(({ orderDependent }) => orderDependent.length === 0)).toHaveLength(6);
  });

  it('does not depend on the order of rows, not even with ties and duplicates', async () => {
    const lattice = makeUniform(200, 2, { seed: 4, step: 0.25 });
    const clouds = makeClouds([[0, 0], [6, 1], [2, 7]], { size: 60, spread: 1 }); // prettier-ignore
    const rounded = { ...clouds, data: clouds.data.map((value) => Math.round(4 * value) / 4) };
    for (const matrix of [lattice, rounded, clouds]) {
      const expected = canonical((await cluster(matrix)).labels);
      for (const seed of [1, 2, 3]) {
        const { matrix: shuffled, order } = shuffleRows(matrix, seed);
        const back = new Int32Array(matrix.rows);
        (await cluster(shuffled)).labels.forEach((label, i) => (back[order[i]!] = label));
        expect(canonical(back)).toEqual(expected);
      }
    }
    expect((await cluster(rounded, { minClusterSize: 15 })).clusterCount).toBe(3);
  });

  it('does not depend on the unit or on a constant column', async () => {
    const clouds = makeClouds([[0, 0], [6, 1]], { size: 60, spread: 1 }); // prettier-ignore
    const expected = await cluster(clouds);
    expect(expected.clusterCount).toBe(2);
    for (const unit of [1e-9, 1e9]) expect(await cluster(scaleBy(clouds, unit))).toEqual(expected);
    const wider = Array.from({ length: 120 }, (_, i) => [clouds.data[2 * i]!, 5, clouds.data[2 * i + 1]!]);
    expect(await cluster(matrixFromRows(wider))).toEqual(expected);
  });

  it('takes groups of equal rows for clusters, but not all rows for one', async () => {
    const groups = matrixFromRows(Array.from({ length: 20 }, (_, i) => [i < 8 ? 1 : 2]));
    expect([...(await cluster(groups)).labels]).toEqual(
      Array.from({ length: 20 }, (_, i) => (i < 8 ? 0 : 1)),
    );
    expect(await cluster(matrixFromRows(Array.from({ length: 20 }, () => [1])))).toMatchObject({
      clusterCount: 0,
      noiseCount: 20,
    });
  });

  it('calls everything noise where there are too few rows for two clusters or one neighbourhood', async () => {
    expect(await cluster(matrixFromRows([], ['x']))).toEqual({
      labels: new Int32Array(0),
      clusterCount: 0,
      noiseCount: 0,
      sampled: false,
    });
    expect([...(await cluster(matrixFromRows([[3]]), { minSamples: 1 })).labels]).toEqual([-1]);
    expect((await cluster(LINE, { minClusterSize: 4, minSamples: 1 })).noiseCount).toBe(7);
    expect((await cluster(LINE, { minClusterSize: 2, minSamples: 8 })).noiseCount).toBe(7);
    expect((await cluster(LINE, { minClusterSize: 2, minSamples: 7 })).clusterCount).toBe(0);
  });

  it('clusters a sample beyond maxRows; the other rows take the label of the nearest sampled row', async () => {
    const clouds = makeClouds([[0, 0], [9, 0], [0, 9]], { size: 200, spread: 0.5 }); // prettier-ignore
    const { labels, clusterCount, sampled, noiseCount } = await cluster(clouds, {
      minClusterSize: 60,
      maxRows: 150,
    });
    expect({ clusterCount, sampled }).toEqual({ clusterCount: 3, sampled: true });
    expect(noiseCount).toBe(labels.filter((label) => label === -1).length);
    expect(noiseCount).toBeLessThan(90);
    for (const start of [0, 200, 400]) {
      const found = new Set(labels.subarray(start, start + 200).filter((label) => label >= 0));
      expect(found.size).toBe(1);
    }
    // 60 of 600 rows are 15 of 150: unscaled, no part of the sample would be large enough.
    expect((await cluster(clouds, { minClusterSize: 180, maxRows: 150 })).clusterCount).toBe(3);
  });

  it('refuses options out of range and values that are not finite', async () => {
    await expect(cluster(LINE, { minClusterSize: 1 })).rejects.toThrow(
      'hdbscan: minClusterSize must be an integer >= 2, got 1',
    );
    await expect(cluster(LINE, { minSamples: 0 })).rejects.toThrow(
      'hdbscan: minSamples must be an integer >= 1, got 0',
    );
    await expect(cluster(LINE, { maxRows: 1.5 })).rejects.toThrow(
      'hdbscan: maxRows must be an integer >= 2, got 1.5',
    );
    await expect(cluster(matrixFromRows([[1], [NaN]]))).rejects.toThrow(
      'hdbscan: values must be finite, got NaN in row 1',
    );
  });
});
