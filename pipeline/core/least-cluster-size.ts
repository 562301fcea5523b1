/** Fewest customers of a cluster that is worth the name, as a number and as a share of those clustered. */
export interface ClusterSizeLimits {
  readonly minClusterSize: number;
  readonly minClusterShare: number;
}

/** Fewest of `count` clustered customers that make a cluster: the larger of both limits. */
export function leastClusterSize(
  { minClusterSize, minClusterShare }: ClusterSizeLimits,
  count: number,
): number {
  return Math.max(minClusterSize, Math.ceil(minClusterShare * count));
}
