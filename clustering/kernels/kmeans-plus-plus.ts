import { takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import type { Random } from '../../pipeline/core/random.ts';

/**
 * Chooses starting centroids for K-means among the rows: greedy k-means++.
 *
 * @param matrix - Shape (n, d), finite, n >= 1 (the caller has checked). Not modified.
 * @param k - Integer in [1, n].
 * @returns Shape (c, d): c = k, or fewer when the rows chosen so far coincide with every row of the matrix.
 * @remarks Each centroid is the best of 2 + floor(ln k) rows drawn with probability proportional to their squared
 *   distance from the centroids so far. O(n d k log k) time, O(n log k) memory.
 * @see Arthur, Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA '07, 1027-1035.
 */
export function chooseCentroids(matrix: Matrix, k: number, random: Random): Matrix {
  const { rows } = matrix;
  const trials = seedTrials(k);
  const chosen = [random.integer(rows)];
  let nearest: Float64Array = new Float64Array(rows).fill(Infinity);
  let potential = lowerInto(matrix, chosen[0]!, nearest);
  let candidate = new Float64Array(rows);
  let best = new Float64Array(rows);
  while (chosen.length < k && potential > 0) {
    let bestRow = -1;
    let bestPotential = Infinity;
    for (let trial = 0; trial < trials; trial++) {
      const row = drawRow(nearest, random.next() * potential);
      candidate.set(nearest);
      const candidatePotential = lowerInto(matrix, row, candidate);
      if (candidatePotential >= bestPotential) continue;
      bestRow = row;
      bestPotential = candidatePotential;
      [best, candidate] = [candidate, best];
    }
    chosen.push(bestRow);
    potential = bestPotential;
    [nearest, best] = [best, nearest as Float64Array<ArrayBuffer>];
  }
  return takeRows(matrix, chosen);
}

/** Candidates drawn per seed when k seeds are chosen. */
export function seedTrials(k: number): number {
  return 2 + Math.floor(Math.log(k));
}

/** Lowers each row's squared distance to the nearest centroid by one more centroid; returns the new sum. */
function lowerInto({ rows, columns, data }: Matrix, centroidRow: number, nearest: Float64Array): number {
  const centroid = data.subarray(centroidRow * columns, (centroidRow + 1) * columns);
  let sum = 0;
  for (let i = 0, at = 0; i < rows; i++, at += columns) {
    let square = 0;
    for (let c = 0; c < columns; c++) {
      const difference = data[at + c]! - centroid[c]!;
      square += difference * difference;
    }
    if (square < nearest[i]!) nearest[i] = square;
    sum += nearest[i]!;
  }
  return sum;
}

/** First row at which the running sum of weights exceeds `target`; never a row of weight 0. */
function drawRow(weights: Float64Array, target: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i]!;
    last = i;
    if (sum > target) return i;
  }
  return last;
}
