import { adjustedRandIndex, countContingency } from '../clustering/agreement.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';

/** How far two labelings agree. */
export interface LabelAgreement {
  /** Adjusted Rand index; noise is a cluster like any other. */
  readonly ari: number;
  /** Rows labelled otherwise under the best renaming found (largest overlaps first); noise is only ever noise. */
  readonly differing: number;
}

/** Compares two labelings of the same rows, -1 being noise. */
export function compareLabels(a: Int32Array, b: Int32Array): LabelAgreement {
  // Counted with noise as the first cluster of both, so that it is known which index stands for it.
  const withNoise = (labels: Int32Array) => {
    const longer = new Int32Array(labels.length + 1).fill(-1);
    longer.set(labels, 1);
    return longer;
  };
  const { cells } = countContingency(withNoise(a), withNoise(b));
  const takenA = new Set([0]);
  const takenB = new Set([0]);
  let same = (cells.find((cell) => cell.a === 0 && cell.b === 0)?.count ?? 1) - 1;
  for (const cell of [...cells].sort((p, q) => q.count - p.count)) {
    if (takenA.has(cell.a) || takenB.has(cell.b)) continue;
    takenA.add(cell.a);
    takenB.add(cell.b);
    same += cell.count;
  }
  return { ari: adjustedRandIndex(a, b), differing: a.length - same };
}

/** Largest absolute difference of two arrays of equal length; NaN stands for "none" and only matches NaN. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) && Number.isNaN(b[i])) continue;
    const difference = Math.abs(a[i]! - b[i]!);
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}

/**
 * Silhouettes of some rows by their definition, in float64: what many labelings at once have to agree with.
 *
 * @param matrix - Shape (n, d).
 * @param labels - Length n, clusters >= 0, at least two of them.
 * @param rows - Rows wanted.
 * @returns One value per wanted row.
 * @remarks O(n d) per row.
 */
export function silhouettesByDefinition(
  { columns, data }: Matrix,
  labels: Int32Array,
  rows: readonly number[],
): Float64Array {
  const clusters = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  return Float64Array.from(rows, (row) => {
    const sums = new Float64Array(clusters);
    const sizes = new Int32Array(clusters);
    labels.forEach((label, other) => {
      let square = 0;
      for (let c = 0; c < columns; c++)
        square += (data[row * columns + c]! - data[other * columns + c]!) ** 2;
      sums[label]! += Math.sqrt(square);
      sizes[label]!++;
    });
    const own = labels[row]!;
    if (sizes[own] === 1) return 0;
    const within = sums[own]! / (sizes[own]! - 1);
    const others = [...sums.keys()].filter((c) => c !== own && sizes[c]! > 0);
    const nearest = Math.min(...others.map((c) => sums[c]! / sizes[c]!));
    return Math.max(within, nearest) === 0 ? 0 : (nearest - within) / Math.max(within, nearest);
  });
}
