import { PERMUTED_MARGIN } from '../permuted-reference.ts';
import type { PartitionQuality } from './compare.ts';

/** What a clustering must fulfil to win. */
export interface WinnerLimits {
  /** Share of rows that must be in clusters. */
  readonly minCoverage: number;
  /** Rows the smallest cluster must have. */
  readonly minRows: number;
  /** Share of the clustered rows the largest cluster may have. */
  readonly maxClusterShare: number;
  /** Clusters at most. */
  readonly maxClusters: number;
}

/** The limits of the K scan, and half of the customers. */
export const DEFAULT_WINNER_LIMITS: WinnerLimits = {
  minCoverage: 0.5,
  minRows: 30,
  maxClusterShare: 0.85,
  maxClusters: 15,
};

/** The verdict on a comparison. */
export interface WinnerChoice {
  /** Index of the winner; null if no row qualifies. */
  readonly winner: number | null;
  /** Per row: why it did not win, in words; null for the winner. */
  readonly whyNot: readonly (string | null)[];
}

/** What the choice looks at. */
type Measured = Omit<PartitionQuality, 'noise' | 'calinskiHarabasz' | 'daviesBouldin'>;

/**
 * Chooses the clustering with the largest gain for all rows: silhouette minus its permuted reference, times coverage.
 *
 * @param rows - In order of preference where all else is equal.
 * @returns The winner among rows with 2 to `maxClusters` clusters, none smaller than `minRows` or larger than
 *   `maxClusterShare`, a coverage of at least `minCoverage` and a gain of at least 0.05. Ties: fewer clusters, then the
 *   earlier row.
 * @remarks The gain, not the silhouette, because it is what spaces of different dimension have in common. Times
 *   coverage, because a row in no cluster gains nothing: by the gain alone, the radius that calls every row at an edge
 *   noise would win.
 */
export function chooseWinner(
  rows: readonly Measured[],
  limits: WinnerLimits = DEFAULT_WINNER_LIMITS,
): WinnerChoice {
  const defects = rows.map((row) => defectsOf(row, limits));
  const candidates = [...rows.keys()].filter((index) => defects[index]!.length === 0);
  const ranked = candidates.sort((a, b) => compare(rows[a]!, rows[b]!) || a - b);
  const winner = ranked[0] ?? null;
  return {
    winner,
    whyNot: rows.map((row, index) => {
      if (index === winner) return null;
      if (defects[index]!.length > 0) return defects[index]!.join('; ');
      const own = totalGainOf(row);
      const best = totalGainOf(rows[winner!]!);
      return own < best
        ? `gain x coverage ${own.toFixed(3)} below ${best.toFixed(3)}`
        : 'equal, but more clusters or a later row';
    }),
  };
}

function gainOf({ silhouette, permutedSilhouette }: Measured): number {
  return silhouette - permutedSilhouette;
}

/** How the winner is chosen, as the end of a sentence for readers of the result. */
export function describeWinnerRule(limits: WinnerLimits = DEFAULT_WINNER_LIMITS): string {
  const { minCoverage, minRows, maxClusterShare, maxClusters } = limits;
  return (
    `largest gain (silhouette above that of shuffled data) times coverage, among trials with 2 to ${maxClusters} clusters, ` +
    `none below ${minRows} customers or above ${percent(maxClusterShare)} of the clustered, a coverage of at least ` +
    `${percent(minCoverage)} and a gain of at least ${PERMUTED_MARGIN}`
  );
}

/** Gain of all rows, those in no cluster counted with 0. */
function totalGainOf(row: Measured): number {
  return gainOf(row) * row.coverage;
}

/** Negative if a is to be preferred. */
function compare(a: Measured, b: Measured): number {
  return totalGainOf(b) - totalGainOf(a) || a.clusterCount - b.clusterCount;
}

/** Why a row cannot win; empty if it can. */
function defectsOf(
  row: Measured,
  { minCoverage, minRows, maxClusterShare, maxClusters }: WinnerLimits,
): string[] {
  const { clusterCount, coverage, smallestCluster, largestShare } = row;
  if (clusterCount < 2) return [`${clusterCount} cluster${clusterCount === 1 ? '' : 's'}`];
  const reasons: string[] = [];
  if (clusterCount > maxClusters) reasons.push(`${clusterCount} clusters, more than ${maxClusters}`);
  if (coverage < minCoverage) reasons.push(`coverage ${percent(coverage)} below ${percent(minCoverage)}`);
  if (smallestCluster < minRows) reasons.push(`smallest cluster ${smallestCluster} below ${minRows}`);
  if (largestShare > maxClusterShare) {
    reasons.push(`largest cluster ${percent(largestShare)} above ${percent(maxClusterShare)}`);
  }
  if (!(gainOf(row) >= PERMUTED_MARGIN)) {
    reasons.push(
      Number.isNaN(gainOf(row))
        ? 'gain not measured'
        : `gain ${gainOf(row).toFixed(3)} below ${PERMUTED_MARGIN}`,
    );
  }
  return reasons;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
