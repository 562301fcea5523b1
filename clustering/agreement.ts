import { InvalidInputError } from '../pipeline/core/errors.ts';

/** Counts of rows by the clusters two labelings put them in. */
export interface Contingency {
  /** Rows of the whole. */
  readonly n: number;
  /** Rows of each cluster of the first labeling. */
  readonly sizesA: readonly number[];
  /** Rows of each cluster of the second. */
  readonly sizesB: readonly number[];
  /** Rows both put together, for every pair that occurs: indices into sizesA and sizesB. */
  readonly cells: readonly { readonly a: number; readonly b: number; readonly count: number }[];
}

/**
 * Counts how two labelings of the same rows fall together.
 *
 * @param a - Length n. Any integers; a negative label is a cluster like any other. Clusters are indexed by first occurrence.
 * @param b - Length n.
 * @throws {InvalidInputError} If the lengths differ.
 * @remarks O(n).
 */
export function countContingency(a: ArrayLike<number>, b: ArrayLike<number>): Contingency {
  if (a.length !== b.length) {
    throw new InvalidInputError(
      `agreement: labelings must have the same length, got ${a.length} and ${b.length}`,
    );
  }
  const first = createIndexer();
  const second = createIndexer();
  const cells = new Map<number, { a: number; b: number; count: number }>();
  for (let i = 0; i < a.length; i++) {
    const indexA = first.indexOf(a[i]!);
    const indexB = second.indexOf(b[i]!);
    const key = indexA * a.length + indexB;
    const cell = cells.get(key) ?? { a: indexA, b: indexB, count: 0 };
    cell.count++;
    cells.set(key, cell);
  }
  return { n: a.length, sizesA: first.counts, sizesB: second.counts, cells: [...cells.values()] };
}

/** Numbers labels by first occurrence and counts them. */
function createIndexer(): { counts: number[]; indexOf(label: number): number } {
  const indices = new Map<number, number>();
  const counts: number[] = [];
  return {
    counts,
    indexOf(label) {
      const index = indices.get(label) ?? counts.push(0) - 1;
      indices.set(label, index);
      counts[index]!++;
      return index;
    },
  };
}

/**
 * Adjusted Rand index: agreement of two partitions beyond chance.
 *
 * @param a - Length n, any integers; -1 is a cluster like any other.
 * @param b - Length n.
 * @returns 1 for equal partitions (also for n <= 1), about 0 for unrelated ones, at least -0.5.
 * @throws {InvalidInputError} If the lengths differ.
 * @remarks O(n). Counts of pairs are exact up to n = 9e7.
 * @see Hubert, Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218.
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { n, sizesA, sizesB, cells } = countContingency(a, b);
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const together = cells.reduce((sum, { count }) => sum + pairs(count), 0);
  const inA = sizesA.reduce((sum, size) => sum + pairs(size), 0);
  const inB = sizesB.reduce((sum, size) => sum + pairs(size), 0);
  // Same pairs together in both: equal partitions, for which the formula may be 0 / 0.
  if (together === inA && together === inB) return 1;
  const expected = (inA / pairs(n)) * inB;
  return (together - expected) / ((inA + inB) / 2 - expected);
}

/**
 * Normalised mutual information with the arithmetic mean of the entropies.
 *
 * @param a - Length n, any integers; -1 is a cluster like any other.
 * @param b - Length n.
 * @returns In [0, 1]: 1 if both have one cluster or n is 0; 0 if only one of them has.
 * @throws {InvalidInputError} If the lengths differ.
 * @remarks O(n).
 * @see Vinh, Epps, Bailey (2010), Information theoretic measures for clusterings comparison, JMLR 11, 2837-2854.
 */
export function normalizedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { n, sizesA, sizesB, cells } = countContingency(a, b);
  if (sizesA.length <= 1 && sizesB.length <= 1) return 1;
  const entropy = (sizes: readonly number[]): number =>
    sizes.reduce((sum, size) => sum - (size / n) * Math.log(size / n), 0);
  const information = cells.reduce(
    (sum, cell) => sum + (cell.count / n) * Math.log((cell.count / sizesA[cell.a]!) * (n / sizesB[cell.b]!)),
    0,
  );
  return Math.min(1, Math.max(0, information) / ((entropy(sizesA) + entropy(sizesB)) / 2));
}

/**
 * Jaccard similarity of two sets of rows: shared over all.
 *
 * @param sizeA - Rows of the first set.
 * @param sizeB - Rows of the second.
 * @param shared - Rows in both.
 * @returns In [0, 1]; 1 for two empty sets.
 */
export function jaccard(sizeA: number, sizeB: number, shared: number): number {
  const all = sizeA + sizeB - shared;
  return all === 0 ? 1 : shared / all;
}
