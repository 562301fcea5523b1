import { decimalsApart } from '../pipeline/core/decimals-apart.ts';

/** What the scan over K measured for one K. */
export interface KMeasures {
  readonly k: number;
  /** Clusters that came out: k, or fewer if there are fewer distinct rows. */
  readonly clusterCount: number;
  /** In squared units of the matrix. */
  readonly inertia: number;
  /** Mean silhouette; NaN with fewer than two clusters. */
  readonly silhouette: number;
  /** Of the mean silhouette, where it is one over a sample of rows; null where all were measured, NaN where it is. */
  readonly silhouetteStandardError: number | null;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
  /** Depth of the inertia below the chord of its curve, both axes scaled to [0, 1]; NaN with fewer than three K. */
  readonly elbowDistance: number;
  /** Mean adjusted Rand index of subsamples. */
  readonly stability: number;
  /** Rows of the smallest cluster. */
  readonly smallestCluster: number;
  /** Share of rows in the largest cluster. */
  readonly largestShare: number;
}

/** What a K must fulfil. */
export interface KLimits {
  /** Rows the smallest cluster must have. */
  readonly minRows: number;
  /** Share of rows the largest cluster may have. */
  readonly maxClusterShare: number;
  /** Stability a K must reach, however unstable the others are. */
  readonly minStability: number;
}

/** A K with the verdict on it. */
export interface KScanRow extends KMeasures {
  readonly isDegenerate: boolean;
  readonly isChosen: boolean;
  /** Why this K was not chosen; null for the one that was. */
  readonly whyNot: string | null;
}

/** The verdict on all K. */
export interface KChoice {
  readonly rows: readonly KScanRow[];
  /** Index of the chosen row. */
  readonly chosen: number;
  /** What the chosen K rests on: the rule, or one of its two fallbacks. */
  readonly basis: 'rule' | 'none stable' | 'all degenerate';
  readonly warnings: readonly string[];
}

/** A K may be this much less stable than the most stable one. */
const STABILITY_SLACK = 0.1;

/**
 * Chooses K: the largest silhouette among the K that are neither degenerate nor unstable; ties go to the smaller K.
 *
 * @param measures - One entry per K, ascending, at least one.
 * @returns The verdict on each. A K is degenerate if a cluster is smaller than `minRows`, larger than
 *   `maxClusterShare` or missing; stable if its stability is at least max(minStability, best - 0.1), best taken over
 *   K that are not degenerate. Two fallbacks, both with a warning: (a) if none is stable, the largest silhouette among K
 *   that are not degenerate; (b) if all are degenerate, the K that exceeds the limits by the smallest factor.
 */
export function chooseK(measures: readonly KMeasures[], limits: KLimits): KChoice {
  const defects = measures.map((row) => degeneracies(row, limits));
  const isSound = (index: number): boolean => defects[index]!.length === 0;
  const sound = [...measures.keys()].filter(isSound);
  const bestStability = Math.max(...sound.map((index) => measures[index]!.stability));
  const floor = Math.max(limits.minStability, bestStability - STABILITY_SLACK);
  const stable = sound.filter((index) => measures[index]!.stability >= floor);
  const basis = stable.length > 0 ? 'rule' : sound.length > 0 ? 'none stable' : 'all degenerate';

  const candidates = stable.length > 0 ? stable : sound;
  const chosen =
    candidates.length > 0 ? bestSilhouette(measures, candidates) : leastDegenerate(measures, limits);
  const rows = measures.map((row, index) => {
    const reasons = [...defects[index]!];
    if (isSound(index) && row.stability < floor) reasons.push(`stability ${below(row.stability, floor, 2)}`);
    if (candidates.includes(index)) reasons.push(silhouetteReason(row, measures[chosen]!));
    const isChosen = index === chosen;
    return { ...row, isDegenerate: !isSound(index), isChosen, whyNot: isChosen ? null : reasons.join('; ') };
  });
  return {
    rows,
    chosen,
    basis,
    warnings: fallbackWarnings(basis, rows[chosen]!, { defects: defects[chosen]!, floor }),
  };
}

/** Why a K is degenerate, in words; empty if it is not. */
function degeneracies(row: KMeasures, { minRows, maxClusterShare }: KLimits): string[] {
  const reasons: string[] = [];
  if (row.clusterCount < row.k) reasons.push(`only ${row.clusterCount} distinct clusters`);
  if (row.smallestCluster < minRows) reasons.push(`smallest cluster ${row.smallestCluster} below ${minRows}`);
  if (row.largestShare > maxClusterShare) {
    reasons.push(`largest cluster ${percent(row.largestShare)} above ${percent(maxClusterShare)}`);
  }
  return reasons;
}

/** Index of the largest silhouette among candidates, ties to the smaller K; NaN ranks last. */
function bestSilhouette(measures: readonly KMeasures[], candidates: readonly number[]): number {
  const rank = (index: number): number => {
    const { silhouette } = measures[index]!;
    return Number.isNaN(silhouette) ? -Infinity : silhouette;
  };
  return candidates.reduce((best, index) => (rank(index) > rank(best) ? index : best));
}

/** Index of the K whose worst limit is exceeded by the smallest factor; ties go to the smaller K. */
function leastDegenerate(measures: readonly KMeasures[], { minRows, maxClusterShare }: KLimits): number {
  const excess = (row: KMeasures): number =>
    row.clusterCount < row.k
      ? Infinity
      : Math.max(minRows / row.smallestCluster, row.largestShare / maxClusterShare);
  return measures.reduce((best, row, index) => (excess(row) < excess(measures[best]!) ? index : best), 0);
}

function silhouetteReason(row: KMeasures, chosen: KMeasures): string {
  if (Number.isNaN(row.silhouette)) return 'silhouette undefined';
  if (row.silhouette === chosen.silhouette)
    return `silhouette equal to that of K = ${chosen.k}, which is smaller`;
  return `silhouette ${below(row.silhouette, chosen.silhouette, 3)}`;
}

function fallbackWarnings(
  basis: KChoice['basis'],
  chosen: KScanRow,
  { defects, floor }: { readonly defects: readonly string[]; readonly floor: number },
): string[] {
  if (basis === 'none stable') {
    return [
      `No K is stable enough; K = ${chosen.k} has the largest silhouette, but stability ${below(chosen.stability, floor, 2)}.`,
    ];
  }
  if (basis === 'all degenerate') {
    return [`Every K is degenerate; K = ${chosen.k} exceeds the limits least: ${defects.join('; ')}.`];
  }
  return [];
}

/** "0.231 below 0.254" */
function below(value: number, limit: number, decimals: number): string {
  return decimalsApart(value, limit, decimals).join(' below ');
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
