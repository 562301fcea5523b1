import { InvalidInputError } from '../pipeline/core/errors.ts';
import { leastClusterSize } from '../pipeline/core/least-cluster-size.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import type { ClusteringTools, KMeansResult, OnStep } from './engine.ts';
import { meanSilhouette, scatterIndices } from './indices.ts';
import { chooseK, type KChoice, type KMeasures } from './k-choice.ts';
import { depthsBelowChord } from './knee.ts';
import { clusterSizes } from './labels.ts';
import { partitionStability } from './partition-stability.ts';
import { drawSilhouetteRows, silhouetteStandardError, type SilhouetteLimits } from './silhouette-sample.ts';

/** How K is looked for. */
export interface KScanOptions extends SilhouetteLimits {
  /** A number fixes K; 'auto' tries every K from kMin to kMax. */
  readonly k: number | 'auto';
  readonly kMin: number;
  /** Inclusive. */
  readonly kMax: number;
  /** Restarts of K-means. */
  readonly nInit: number;
  /** Subsamples, the same for every K. */
  readonly stabilityRuns: number;
  /** Share of rows in a subsample. */
  readonly stabilityShare: number;
  /** Rows of a subsample at most. */
  readonly stabilityMaxRows: number;
  readonly minStability: number;
  /** Rows a cluster must have, whatever its share. */
  readonly minClusterSize: number;
  /** Share of rows a cluster must have. */
  readonly minClusterShare: number;
  /** Share of rows a cluster may have. */
  readonly maxClusterShare: number;
}

// Where steps begin on a scale of [0, 1]. Fits take time in proportion to n, silhouettes to its square, subsamples hardly
// more beyond 20,000 rows (where the shares are 0.16, 0.07 and 0.77): these lie between small and large data.
const SILHOUETTES_FROM = 0.2;
const STABILITY_FROM = 0.4;

/** The scan, and the clustering of the K that was chosen. */
export interface KScan extends KChoice {
  readonly fit: KMeansResult;
  /** Length n: silhouette of each row in the chosen clustering; NaN if it has fewer than two clusters or is not measured. */
  readonly silhouettes: Float64Array;
  /** Rows whose silhouettes were measured, the same for every K; null if all were. */
  readonly silhouetteSampleRows: number | null;
}

/**
 * Fits K-means for every K of a range, measures each fit and chooses one.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns One row per K. The range ends at n - 1; if that leaves nothing of it, the one K tried is max(1, n - 1).
 *   Both are said in the warnings, as are a K at an end of the range and indices that would have chosen otherwise.
 * @throws {InvalidInputError} If the matrix has no rows, a fixed K exceeds n, kMin and kMax are no range or a value is
 *   not finite.
 * @remarks Per K nInit runs of K-means and 3 per subsample, all K started from the same seeds; one pass over all pairs for
 *   the silhouettes of all K, on the same sample of rows beyond `silhouetteMaxRows`.
 */
export async function scanClusterCounts(
  matrix: Matrix,
  options: KScanOptions,
  { engine, random, onStep = () => undefined }: ClusteringTools & { readonly onStep?: OnStep | undefined },
): Promise<KScan> {
  const { ks, warnings } = rangeOf(matrix.rows, options);
  await onStep(0);
  const task = { rows: null, ks, nInit: options.nInit, random: random.fork('fit') };
  const fits = (await engine.kMeans(matrix, [task]))[0]!;
  await onStep(SILHOUETTES_FROM);
  const sample = drawSilhouetteRows(matrix.rows, options, random);
  const silhouettes = await engine.silhouettes(
    matrix,
    fits.map((fit) => fit.labels),
    sample,
  );
  const stabilities = await partitionStability(
    matrix,
    fits.map(({ labels }, index) => ({ labels, k: ks[index]! })),
    {
      engine,
      random: random.fork('stability'),
      runs: options.stabilityRuns,
      share: options.stabilityShare,
      maxRows: options.stabilityMaxRows,
      onStep: (fraction) => onStep(STABILITY_FROM + (1 - STABILITY_FROM) * fraction),
    },
  );
  const elbow = depthsBelowChord(fits.map((fit) => fit.inertia));
  const measures = fits.map((fit, index): KMeasures => ({
    ...measureFit(matrix, fit),
    k: ks[index]!,
    silhouette: meanSilhouette(silhouettes[index]!),
    silhouetteStandardError:
      sample === null ? null : silhouetteStandardError(silhouettes[index]!, matrix.rows),
    elbowDistance: ks.length < 3 ? NaN : elbow[index]!,
    stability: stabilities[index]!,
  }));
  const minRows = leastClusterSize(options, matrix.rows);
  const choice = chooseK(measures, { ...options, minRows });
  return {
    ...choice,
    warnings: [
      ...warnings,
      ...choice.warnings,
      ...endWarnings(measures, choice),
      ...indexWarnings(measures, choice),
    ],
    fit: fits[choice.chosen]!,
    silhouettes: silhouettes[choice.chosen]!,
    silhouetteSampleRows: sample?.length ?? null,
  };
}

/** The K to try, with what there is to say about them. */
function rangeOf(n: number, { k, kMin, kMax }: KScanOptions): { ks: number[]; warnings: string[] } {
  if (k !== 'auto') return { ks: [k], warnings: [] };
  if (!Number.isInteger(kMin) || !Number.isInteger(kMax) || kMin < 1 || kMin > kMax) {
    throw new InvalidInputError(
      `scanClusterCounts: expected integers 1 <= kMin <= kMax, got ${kMin} and ${kMax}`,
    );
  }
  const last = Math.max(1, Math.min(kMax, n - 1));
  const first = Math.min(kMin, last);
  const ks = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (last === kMax) return { ks, warnings: [] };
  return { ks, warnings: [`${n} rows allow K up to ${last}; ${kMin} to ${kMax} was asked for.`] };
}

/** The measures of a fit that need no other fit and no pairs. */
function measureFit(
  matrix: Matrix,
  { labels, centroids, inertia }: KMeansResult,
): Omit<KMeasures, 'k' | 'silhouette' | 'silhouetteStandardError' | 'elbowDistance' | 'stability'> {
  const sizes = clusterSizes(labels);
  return {
    clusterCount: centroids.rows,
    inertia,
    ...scatterIndices(matrix, labels),
    smallestCluster: Math.min(...sizes),
    largestShare: Math.max(...sizes) / matrix.rows,
  };
}

function endWarnings(measures: readonly KMeasures[], { chosen }: KChoice): string[] {
  const { k } = measures[chosen]!;
  if (measures.length < 2) return [];
  if (chosen === 0) return [`K = ${k} is the smallest tried: fewer clusters may fit better.`];
  if (chosen === measures.length - 1) return [`K = ${k} is the largest tried: more clusters may fit better.`];
  return [];
}

/** Says which K the indices without a vote prefer, where they differ from the choice. */
function indexWarnings(measures: readonly KMeasures[], { chosen }: KChoice): string[] {
  const { k } = measures[chosen]!;
  const preferred = [
    { name: 'Calinski-Harabasz', k: kOfLargest(measures, (row) => row.calinskiHarabasz) },
    { name: 'Davies-Bouldin', k: kOfLargest(measures, (row) => -row.daviesBouldin) },
    { name: 'the elbow', k: kOfLargest(measures, (row) => row.elbowDistance) },
  ].filter((index) => index.k !== null && index.k !== k);
  if (measures.length < 2 || preferred.length === 0) return [];
  const texts = preferred.map((index) => `${index.name} K = ${index.k}`);
  return [`K = ${k} was chosen; by other indices: ${texts.join(', ')}.`];
}

/** K with the largest figure, ties to the smaller K; null if none is known. */
function kOfLargest(measures: readonly KMeasures[], figure: (row: KMeasures) => number): number | null {
  let best: KMeasures | null = null;
  for (const row of measures) {
    if (Number.isNaN(figure(row))) continue;
    if (best === null || figure(row) > figure(best)) best = row;
  }
  return best === null ? null : best.k;
}
