import type { SpanningTree } from './spanning-tree.ts';

/**
 * A binary hierarchy over n rows. Nodes 0 to n - 1 are the rows, node n + m the m-th merge, node 2n - 2 the whole; the
 * arrays about merges have length n - 1.
 */
export interface SingleLinkage {
  /** n. */
  readonly rows: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Ascending. */
  readonly distances: Float64Array;
  /** Rows below each merge. */
  readonly sizes: Int32Array;
}

/**
 * Merges rows along the edges of a spanning tree, the shortest first.
 *
 * @remarks O(n log n) time, O(n) memory.
 * @see Gower, Ross (1969), Minimum spanning trees and single linkage cluster analysis, Applied Statistics 18(1), 54-64.
 */
export function singleLinkage({ first, second, distances }: SpanningTree): SingleLinkage {
  const rows = distances.length + 1;
  const order = [...distances.keys()].sort((a, b) => distances[a]! - distances[b]! || a - b);
  const parent = Int32Array.from({ length: 2 * rows - 1 }, (_, node) => node);
  const sizes = new Int32Array(rows - 1);
  const sizeOf = (node: number): number => (node < rows ? 1 : sizes[node - rows]!);
  const rootOf = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  const left = new Int32Array(rows - 1);
  const right = new Int32Array(rows - 1);
  order.forEach((edge, merge) => {
    left[merge] = rootOf(first[edge]!);
    right[merge] = rootOf(second[edge]!);
    sizes[merge] = sizeOf(left[merge]) + sizeOf(right[merge]);
    parent[left[merge]] = parent[right[merge]] = rows + merge;
  });
  return { rows, left, right, distances: Float64Array.from(order, (edge) => distances[edge]!), sizes };
}
