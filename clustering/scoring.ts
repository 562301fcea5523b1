import { InvalidInputError } from '../pipeline/core/errors.ts';
import { createMatrix, matrixFromRows, takeRows, type Matrix } from '../pipeline/core/matrix.ts';
import { nearestCentroids } from './centroids.ts';
import { requireFinite } from './check-input.ts';
import type { ClusteringEngine } from './engine.ts';
import { autoMinSamples } from './hybrid-options.ts';
import type { HybridResult, MainCluster, RowAssignments } from './hybrid-result.ts';
import { smallestMarkWithin } from './marked-rows.ts';
import { assignOutliersOnly, clusterLabelOf } from './row-assignments.ts';

/** Dense groups by their core rows: what it takes to say where DBSCAN would have put one more row. */
export interface DenseGroups {
  /** Radius, inclusive, in units of the space. */
  readonly eps: number;
  /** In DBSCAN's order: a row within reach of several belongs to the first. */
  readonly groups: readonly {
    /** Sub-cluster the group became; 0 if it was left undivided. */
    readonly number: number;
    /** Shape (m, d). */
    readonly cores: readonly (readonly number[])[];
  }[];
}

/** The dense part of a space: all that lies within reach of a core row. */
export interface DensePart {
  /** Radius, inclusive, in units of the space. */
  readonly eps: number;
  /** Shape (m, d). */
  readonly cores: readonly (readonly number[])[];
}

/** Everything needed to place a row that was not in the data. Plain data: survives JSON bit for bit. */
export interface PlacementModel {
  /** Columns of the space, in order. */
  readonly columns: readonly string[];
  /** The dense part of the space: a row out of its reach is an outlier. Null: the radius of its cluster decides. */
  readonly density: DensePart | null;
  /** Entry c - 1 is main cluster c. */
  readonly clusters: readonly {
    /** Length d. */
    readonly centroid: readonly number[];
    /** Largest distance of a member to the centroid, in units of the space. */
    readonly radius: number;
    /** Null if the cluster was not divided. */
    readonly subGroups: DenseGroups | null;
  }[];
}

/** Where rows belong; as in RowAssignments. */
export type RowPlacements = Omit<RowAssignments, 'silhouette'>;

/** What a placement model keeps. */
export interface PlacementOptions {
  /** minSamples the sub-clusters were found with. */
  readonly subMinSamples: number | 'auto';
  /**
   * Whether the core rows of the outlier filter are kept. With them every row of the data is placed where it was; without
   * them the model holds no customer's figures but those of divided clusters, and outliers inside a radius are placed in it.
   */
  readonly keepDensity: boolean;
}

/**
 * Collects what {@link placeRows} needs from a clustering.
 *
 * @param space - Shape (n, d): the rows that were clustered. Not modified.
 * @param result - Their clustering.
 * @param tools - The engine it was made with.
 * @remarks One run of DBSCAN per divided cluster.
 */
export async function buildPlacementModel(
  space: Matrix,
  result: HybridResult,
  { engine, subMinSamples, keepDensity }: PlacementOptions & { readonly engine: ClusteringEngine },
): Promise<PlacementModel> {
  const { eps, isCore } = result.outliers;
  const subGroupsOf = async ({ number, subClusters }: MainCluster): Promise<DenseGroups | null> => {
    if (subClusters === null || subClusters.count === 0 || subClusters.eps === null) return null;
    const members = takeRows(
      space,
      Int32Array.from(result.mainCluster.keys()).filter((row) => result.mainCluster[row] === number),
    );
    const density = {
      eps: subClusters.eps,
      minSamples: subMinSamples === 'auto' ? autoMinSamples(members.rows, members.columns) : subMinSamples,
    };
    return findGroups(members, density, { engine, numberOf: (row) => subClusters.labels[row]! });
  };
  const clusters: PlacementModel['clusters'][number][] = [];
  for (const cluster of result.clusters) {
    clusters.push({
      centroid: rowOf(result.centroids, cluster.number - 1),
      radius: cluster.radius,
      subGroups: await subGroupsOf(cluster),
    });
  }
  return {
    columns: space.names,
    density: keepDensity ? { eps, cores: rowsWhere(space, (row) => isCore[row] === 1) } : null,
    clusters,
  };
}

/** The groups DBSCAN finds, each with the number its core rows have. */
async function findGroups(
  matrix: Matrix,
  options: { readonly eps: number; readonly minSamples: number },
  { engine, numberOf }: { readonly engine: ClusteringEngine; readonly numberOf: (row: number) => number },
): Promise<DenseGroups> {
  const { labels, isCore, clusterCount } = await engine.dbscan(matrix, options);
  const groups = Array.from({ length: clusterCount }, () => ({ number: 0, cores: [] as number[][] }));
  labels.forEach((label, row) => {
    if (isCore[row] !== 1) return;
    groups[label]!.number = numberOf(row);
    groups[label]!.cores.push(rowOf(matrix, row));
  });
  return { eps: options.eps, groups };
}

function rowsWhere(matrix: Matrix, isWanted: (row: number) => boolean): number[][] {
  return Array.from({ length: matrix.rows }, (_, row) => row)
    .filter(isWanted)
    .map((row) => rowOf(matrix, row));
}

function rowOf({ columns, data }: Matrix, row: number): number[] {
  return [...data.subarray(row * columns, (row + 1) * columns)];
}

/**
 * Places rows in the clusters of a model, each by itself: alone or among others, a row gets the same bits.
 *
 * @param space - Shape (n, d), finite, in the space of the model; n = 0 gives empty arrays. Not modified.
 * @returns The nearest main cluster, ties to the lower number; an outlier if the row lies outside the dense part of the
 *   space (without one: farther from the centroid than every member). In a divided cluster the sub-cluster DBSCAN would
 *   have put the row in, 0 if none.
 * @throws {InvalidInputError} If the columns are not those of the model or a value is not finite.
 * @remarks O(n K d), plus a search for neighbours among the core rows kept.
 */
export function placeRows(space: Matrix, model: PlacementModel): RowPlacements {
  if (space.names.join('\n') !== model.columns.join('\n')) {
    throw new InvalidInputError(
      `placeRows: the model has the columns ${model.columns.join(', ')}, got ${space.names.join(', ')}`,
    );
  }
  requireFinite(space, 'placeRows');
  if (model.clusters.length === 0) return assignOutliersOnly(space.rows);
  const centroids = matrixFromRows(
    model.clusters.map((cluster) => cluster.centroid),
    model.columns,
  );
  const { nearest, second, distances } = nearestCentroids(space, centroids);
  const { density } = model;
  const reached =
    density === null
      ? null
      : reachedGroups(space, { eps: density.eps, groups: [{ number: 0, cores: density.cores }] });
  const mainCluster = nearest.map((cluster, row) => {
    const isOutlier =
      reached === null ? distances[row]! > model.clusters[cluster]!.radius : reached[row]! < 0;
    return isOutlier ? 0 : cluster + 1;
  });
  const subCluster = new Int32Array(space.rows);
  model.clusters.forEach(({ subGroups }, cluster) => {
    if (subGroups === null) return;
    const rows = Int32Array.from(mainCluster.keys()).filter((row) => mainCluster[row] === cluster + 1);
    reachedGroups(takeRows(space, rows), subGroups).forEach((group, i) => {
      subCluster[rows[i]!] = subGroups.groups[group]?.number ?? 0;
    });
  });
  return {
    mainCluster,
    subCluster,
    clusterLabel: Array.from(mainCluster, (main, row) => clusterLabelOf(main, subCluster[row]!)),
    nearestCluster: mainCluster.map((main, row) => (main === 0 ? nearest[row]! : second[row]!) + 1),
    distanceToCentroid: distances,
  };
}

/** Per row the first group with a core row within eps; -1 if there is none. */
function reachedGroups(matrix: Matrix, { eps, groups }: DenseGroups): Int32Array {
  const cores = groups.flatMap((group) => group.cores);
  const total = cores.length + matrix.rows;
  const data = new Float64Array(total * matrix.columns);
  cores.forEach((core, i) => data.set(core, i * matrix.columns));
  data.set(matrix.data, cores.length * matrix.columns);
  const marks = new Int32Array(total).fill(-1);
  let next = 0;
  groups.forEach((group, index) => {
    marks.fill(index, next, next + group.cores.length);
    next += group.cores.length;
  });
  return smallestMarkWithin(createMatrix(total, matrix.names, data), marks, eps).subarray(cores.length);
}
