import { takeRows, type Matrix } from '../pipeline/core/matrix.ts';
import type { ClusteringTools } from './engine.ts';
import { autoMinSamples, type SubClusterOptions } from './hybrid-options.ts';
import { meanSilhouette } from './indices.ts';
import { chooseEps } from './knee.ts';
import { clusterSizes, labelsBySize } from './labels.ts';
import { drawSilhouetteRows, type SilhouetteLimits } from './silhouette-sample.ts';

/** The division of one main cluster. */
export interface SubClusters {
  /** Length m, one per row of the main cluster: 1 for the largest sub-cluster, 2, ...; 0 for rows in none. */
  readonly labels: Int32Array;
  /** Sub-clusters kept: 0, or at least 2. */
  readonly count: number;
  /** Radius used; null if the cluster was too small to be divided. */
  readonly eps: number | null;
  /** Mean silhouette over the rows in the candidates, or a sample of them; NaN if there were fewer than two. */
  readonly silhouette: number;
  /** Why the cluster stays whole; null if it was divided. */
  readonly whyNot: string | null;
}

/**
 * Divides one main cluster by density, if it falls apart into groups that are large and separate enough.
 *
 * @param members - Shape (m, d): the rows of the main cluster, finite. Not modified.
 * @returns Kept are at most `maxCount` sub-clusters of at least max(minSize, minShare of m) rows, if there are two or
 *   more with a mean silhouette of at least `minSilhouette` among the rows in them; rows outside count as undivided.
 * @throws {InvalidInputError} If a value is not finite or a fixed parameter is out of range.
 * @remarks One k-distance pass, one DBSCAN, one pass over the pairs kept. The knee is taken as it is, not widened: rows
 *   outside the sub-clusters lose nothing.
 */
export async function findSubClusters(
  members: Matrix,
  options: SubClusterOptions & SilhouetteLimits,
  tools: ClusteringTools,
): Promise<SubClusters> {
  const minRows = Math.max(options.minSize, Math.ceil(options.minShare * members.rows));
  const whole = { labels: new Int32Array(members.rows), count: 0, eps: null, silhouette: NaN };
  if (members.rows < 2 * minRows) {
    return { ...whole, whyNot: `${members.rows} rows are too few for two sub-clusters of ${minRows}` };
  }
  const minSamples =
    options.minSamples === 'auto' ? autoMinSamples(members.rows, members.columns) : options.minSamples;
  const { eps, density } = await chooseEps(
    members,
    { eps: options.eps, minSamples, targetNoise: 1 },
    tools.engine,
  );
  const sizes = clusterSizes(density.labels);
  const candidates = labelsBySize(density.labels)
    .filter((label) => sizes[label]! >= minRows)
    .slice(0, options.maxCount);
  if (candidates.length < 2) {
    return {
      ...whole,
      eps,
      whyNot: `${candidates.length} of ${sizes.length} dense groups have ${minRows} rows or more`,
    };
  }
  const numbers = new Int32Array(sizes.length);
  candidates.forEach((label, rank) => (numbers[label] = rank + 1));
  const labels = density.labels.map((label) => (label < 0 ? 0 : numbers[label]!));
  const silhouette = await candidateSilhouette(members, labels, { ...tools, limits: options });
  if (!(silhouette >= options.minSilhouette)) {
    return {
      ...whole,
      eps,
      silhouette,
      whyNot: `silhouette ${silhouette.toFixed(3)} below ${options.minSilhouette}`,
    };
  }
  return { labels, count: candidates.length, eps, silhouette, whyNot: null };
}

/** Mean silhouette over the rows with a label above 0. */
async function candidateSilhouette(
  members: Matrix,
  labels: Int32Array,
  { engine, random, limits }: ClusteringTools & { readonly limits: SilhouetteLimits },
): Promise<number> {
  const inside = Int32Array.from(labels.keys()).filter((row) => labels[row]! > 0);
  const insideLabels = inside.map((row) => labels[row]! - 1);
  const sample = drawSilhouetteRows(inside.length, limits, random);
  const [silhouettes] = await engine.silhouettes(takeRows(members, inside), [insideLabels], sample);
  return meanSilhouette(silhouettes!);
}
