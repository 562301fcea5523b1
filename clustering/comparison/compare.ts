import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { requireFinite } from '../check-input.ts';
import type { ClusteringTools, OnStep } from '../engine.ts';
import { meanSilhouette, scatterIndices } from '../indices.ts';
import { clusterSizes, labelsBySize } from '../labels.ts';
import { permutedSilhouette } from '../permuted-reference.ts';
import { drawSilhouetteRows } from '../silhouette-sample.ts';
import type { ComparisonOptions } from './comparison-options.ts';
import { listTrials, type AlgorithmName, type TrialFit } from './trials.ts';

/** A set of features to compare algorithms on. */
export interface ComparedSpace {
  readonly name: 'core' | 'all';
  /** Shape (n, d), finite and scaled, n >= 1. */
  readonly matrix: Matrix;
}

/** Quality of one partition. NaN where there are fewer than two clusters. */
export interface PartitionQuality {
  /** Noise is not a cluster. */
  readonly clusterCount: number;
  /** Rows in no cluster. */
  readonly noise: number;
  /** Share of rows in clusters, in [0, 1]. */
  readonly coverage: number;
  /** Rows of the smallest cluster; 0 without clusters. */
  readonly smallestCluster: number;
  /** Share of the clustered rows in the largest cluster; NaN without clusters. */
  readonly largestShare: number;
  /** Mean silhouette over clustered rows, noise left out. */
  readonly silhouette: number;
  /** Mean silhouette of K-means with as many clusters on the same rows, columns permuted; NaN beyond maxClusters. */
  readonly permutedSilhouette: number;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
}

/** One algorithm on one set of features. */
export interface ComparisonRow extends PartitionQuality {
  readonly featureSet: ComparedSpace['name'];
  readonly algorithm: AlgorithmName;
  readonly parameters: TrialFit['parameters'];
  /** Whether the algorithm saw a sample only. */
  readonly sampled: boolean;
  /** Length n, as fitted: -1 for noise, 0 for the largest cluster, 1, ... */
  readonly labels: Int32Array;
  /** Of the fit, without the measuring. */
  readonly seconds: number;
}

/** What the comparison is handed beside its options. */
export interface ComparisonTools extends ClusteringTools {
  /** Seconds from an arbitrary start. */
  readonly seconds: () => number;
  /** Is told how far the comparison is, in [0, 1), before each fit, and waited for. */
  readonly onStep?: OnStep | undefined;
}

/**
 * Runs K-means, a DBSCAN grid, three hierarchies, a Gaussian mixture, HDBSCAN and the hybrid on each set of features and
 * measures all of them alike.
 *
 * @param spaces - Sets of features of the same customers. Not modified.
 * @returns One row per algorithm, parameters and set, in that order of nesting from the set downwards.
 * @throws {InvalidInputError} If a matrix has no rows, k is not in [1, n], an option is out of range or a value is not
 *   finite.
 * @remarks Silhouettes, of data and reference, are means over at most `silhouetteMaxRows` rows, drawn once per set, those of data
 *   each measured against all rows; the other indices take all rows. Depends on matrices, options and generator only, the seconds aside.
 */
export async function compareAlgorithms(
  spaces: readonly ComparedSpace[],
  options: ComparisonOptions,
  tools: ComparisonTools,
): Promise<ComparisonRow[]> {
  const { seconds, onStep = () => undefined } = tools;
  const rows: ComparisonRow[] = [];
  for (const [index, { name, matrix }] of spaces.entries()) {
    if (matrix.rows === 0) {
      throw new InvalidInputError(`compareAlgorithms: the matrix of ${name} must have rows, got 0`);
    }
    requireFinite(matrix, 'compareAlgorithms');
    const own = { engine: tools.engine, random: tools.random.fork(name) };
    const measure = createMeasure(matrix, options, own);
    const trials = await listTrials(matrix, options, own);
    for (const [done, trial] of trials.entries()) {
      await onStep((index + done / trials.length) / spaces.length);
      const since = seconds();
      const { parameters, labels: fitted, sampled } = await trial.fit();
      const elapsed = seconds() - since;
      const labels = numberBySize(fitted);
      rows.push({
        featureSet: name,
        algorithm: trial.algorithm,
        parameters,
        ...(await measure(labels)),
        sampled,
        labels,
        seconds: elapsed,
      });
    }
  }
  return rows;
}

/** Clusters renumbered from the largest to the smallest; noise becomes -1. */
function numberBySize(labels: Int32Array): Int32Array {
  const ranks = new Map(labelsBySize(labels).map((label, rank) => [label, rank]));
  return labels.map((label) => ranks.get(label) ?? -1);
}

/** Makes a function that measures partitions of one matrix; partitions without noise share one reference per K. */
function createMeasure(
  matrix: Matrix,
  { nInit, silhouetteMaxRows, maxClusters }: ComparisonOptions,
  { engine, random }: ClusteringTools,
): (labels: Int32Array) => Promise<PartitionQuality> {
  const limits = { silhouetteMaxRows, silhouetteSampleRows: silhouetteMaxRows };
  const sample = drawSilhouetteRows(matrix.rows, limits, random);
  const seen = sample ?? Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const references = new Map<number, number>();
  const referenceOf = async (rows: Int32Array, k: number): Promise<number> => {
    if (k < 2 || k > maxClusters || k > rows.length) return NaN;
    const isWhole = rows.length === seen.length;
    const known = isWhole ? references.get(k) : undefined;
    if (known !== undefined) return known;
    const tools = { engine, random: random.fork('permuted') };
    const reference = await permutedSilhouette(takeRows(matrix, rows), { ...limits, k, nInit }, tools);
    if (isWhole) references.set(k, reference);
    return reference;
  };
  return async (labels) => {
    const sizes = clusterSizes(labels);
    const clustered = sizes.reduce((sum, size) => sum + size, 0);
    const rows = seen.filter((row) => labels[row]! >= 0);
    const [silhouettes] = await engine.silhouettes(matrix, [labels], sample);
    return {
      clusterCount: sizes.length,
      noise: labels.length - clustered,
      coverage: clustered / labels.length,
      smallestCluster: sizes.at(-1) ?? 0,
      largestShare: sizes.length === 0 ? NaN : sizes[0]! / clustered,
      silhouette: meanSilhouette(silhouettes!),
      permutedSilhouette: await referenceOf(rows, sizes.length),
      ...scatterIndices(matrix, labels),
    };
  };
}
