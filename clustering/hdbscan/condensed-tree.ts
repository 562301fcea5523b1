import type { SingleLinkage } from './single-linkage.ts';

/** The clusters of a hierarchy that are large enough to count. Cluster 0 is the whole; parents precede children. */
export interface CondensedTree {
  /** Per cluster: the one it split off from; -1 for the whole. */
  readonly parents: readonly number[];
  /**
   * Per cluster: sum over its rows of how long each stayed, in densities (1 / distance). Infinite if rows stayed down to
   * distance 0.
   */
  readonly stabilities: readonly number[];
  /** Length n: the smallest cluster each row was in. */
  readonly clusterOf: Int32Array;
}

/**
 * Follows the hierarchy from the whole downwards and keeps the splits into two or more parts of `minClusterSize` rows.
 *
 * @param minClusterSize - Integer of at least 2. Smaller parts are rows that leave the cluster; if one part is large
 *   enough, the cluster lives on in it, if none is, it ends.
 * @remarks O(n). Deviation from scikit-learn: edges of equal length are removed together, as the definition has it; one
 *   by one, the order of rows would decide which clusters ever exist.
 * @see Campello, Moulavi, Sander (2013), Density-based clustering based on hierarchical density estimates, PAKDD 2013, 160-172.
 */
export function condense(hierarchy: SingleLinkage, minClusterSize: number): CondensedTree {
  const { rows, distances, sizes } = hierarchy;
  const parents = [-1];
  const births = [0];
  const stabilities = [0];
  const clusterOf = new Int32Array(rows);
  const sizeOf = (node: number): number => (node < rows ? 1 : sizes[node - rows]!);
  const open = [{ node: 2 * rows - 2, cluster: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, cluster } = next;
    const density = 1 / distances[node - rows]!;
    const parts = partsOf(hierarchy, node);
    const large = parts.filter((part) => sizeOf(part) >= minClusterSize);
    const leaving = large.length === 1 ? sizeOf(node) - sizeOf(large[0]!) : sizeOf(node);
    stabilities[cluster]! += leaving * (density - births[cluster]!);
    for (const part of parts) {
      if (sizeOf(part) < minClusterSize) labelRowsInto(clusterOf, hierarchy, { node: part, cluster });
    }
    if (large.length === 1) open.push({ node: large[0]!, cluster });
    else {
      for (const part of large) {
        open.push({ node: part, cluster: parents.push(cluster) - 1 });
        births.push(density);
        stabilities.push(0);
      }
    }
  }
  return { parents, stabilities, clusterOf };
}

/** What a node falls apart into when all its longest edges are removed at once. */
function partsOf({ rows, left, right, distances }: SingleLinkage, node: number): number[] {
  const longest = distances[node - rows]!;
  const parts: number[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < rows || distances[next - rows]! < longest) parts.push(next);
    else open.push(right[next - rows]!, left[next - rows]!);
  }
  return parts;
}

/** Writes a cluster to the rows below a node. */
function labelRowsInto(
  clusterOf: Int32Array,
  { rows, left, right }: SingleLinkage,
  { node, cluster }: { readonly node: number; readonly cluster: number },
): void {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < rows) clusterOf[next] = cluster;
    else open.push(left[next - rows]!, right[next - rows]!);
  }
}
