import type { CondensedTree } from './condensed-tree.ts';

/**
 * Chooses the clusters without overlap that have the largest stability together (excess of mass).
 *
 * @returns Per cluster 1 if it is chosen. A cluster as stable as its descendants together is preferred to them; the whole
 *   is never chosen.
 * @remarks O(clusters).
 * @see Campello, Moulavi, Sander (2013), Density-based clustering based on hierarchical density estimates, PAKDD 2013, 160-172.
 */
export function selectClusters({ parents, stabilities }: CondensedTree): Uint8Array {
  const count = parents.length;
  const hasChildren = new Uint8Array(count);
  const below = new Float64Array(count);
  const isBest = new Uint8Array(count);
  for (let cluster = count - 1; cluster > 0; cluster--) {
    const keepsItself = hasChildren[cluster] === 0 || stabilities[cluster]! >= below[cluster]!;
    isBest[cluster] = keepsItself ? 1 : 0;
    hasChildren[parents[cluster]!] = 1;
    below[parents[cluster]!]! += keepsItself ? stabilities[cluster]! : below[cluster]!;
  }
  const isCovered = new Uint8Array(count);
  return isBest.map((best, cluster) => {
    const parent = parents[cluster]!;
    if (parent >= 0 && isCovered[parent] === 1) {
      isCovered[cluster] = 1;
      return 0;
    }
    isCovered[cluster] = best;
    return best;
  });
}

/**
 * Labels rows with the chosen cluster they were ever in.
 *
 * @param isChosen - Per cluster of the tree.
 * @returns Length n: labels in [0, clusterCount), numbered by lowest row; -1 for rows in no chosen cluster.
 * @remarks O(n + clusters).
 */
export function labelRows(
  { parents, clusterOf }: CondensedTree,
  isChosen: Uint8Array,
): { labels: Int32Array; clusterCount: number } {
  const chosenAbove = new Int32Array(parents.length).fill(-1);
  parents.forEach((parent, cluster) => {
    if (isChosen[cluster] === 1) chosenAbove[cluster] = cluster;
    else if (parent >= 0) chosenAbove[cluster] = chosenAbove[parent]!;
  });
  const numbers = new Map<number, number>();
  const labels = clusterOf.map((cluster) => {
    const chosen = chosenAbove[cluster]!;
    if (chosen < 0) return -1;
    if (!numbers.has(chosen)) numbers.set(chosen, numbers.size);
    return numbers.get(chosen)!;
  });
  return { labels, clusterCount: numbers.size };
}
