import type { Matrix } from '../pipeline/core/matrix.ts';
import { centroidsOf } from './centroids.ts';
import { requireLabelPerRow } from './check-input.ts';
import { clusterSizes, compactLabels } from './labels.ts';

/** What the indices below need to know of a partition. */
interface Scatter {
  readonly rowCount: number;
  readonly sizes: Int32Array;
  readonly centroids: Matrix;
  /** Per cluster: sum of squared distances of its rows to its centroid. */
  readonly squares: Float64Array;
  /** Per cluster: mean distance of its rows to its centroid. */
  readonly meanDistances: Float64Array;
}

function measureScatter(matrix: Matrix, labels: Int32Array): Scatter {
  const { columns, data } = matrix;
  const compact = compactLabels(labels).labels;
  const centroids = centroidsOf(matrix, compact);
  const sizes = clusterSizes(compact);
  const squares = new Float64Array(sizes.length);
  const meanDistances = new Float64Array(sizes.length);
  for (let i = 0; i < compact.length; i++) {
    const label = compact[i]!;
    if (label < 0) continue;
    const row = i * columns;
    const centroid = label * columns;
    let square = 0;
    for (let c = 0; c < columns; c++) {
      const difference = data[row + c]! - centroids.data[centroid + c]!;
      square += difference * difference;
    }
    squares[label]! += square;
    meanDistances[label]! += Math.sqrt(square);
  }
  sizes.forEach((size, j) => (meanDistances[j]! /= size));
  return { rowCount: sizes.reduce((a, b) => a + b, 0), sizes, centroids, squares, meanDistances };
}

/** Mean of all rows that are in clusters, from the centroids. */
function centreOf({ rowCount, sizes, centroids }: Scatter): Float64Array {
  const { columns, data } = centroids;
  const centre = new Float64Array(columns);
  sizes.forEach((size, j) => {
    for (let c = 0; c < columns; c++) centre[c]! += (size / rowCount) * data[j * columns + c]!;
  });
  return centre;
}

/** Squared distance between a centroid and a point. */
function squareBetween(centroids: Matrix, j: number, point: Float64Array): number {
  const { columns, data } = centroids;
  let square = 0;
  for (let c = 0; c < columns; c++) square += (data[j * columns + c]! - point[c]!) ** 2;
  return square;
}

/** Both indices compare clusters with each other and need a cluster with more than one row. */
function isComparable({ rowCount, sizes }: Scatter): boolean {
  return sizes.length >= 2 && sizes.length < rowCount;
}

/**
 * Mean of the silhouettes that are known.
 *
 * @param silhouettes - Per-row values; NaN entries are left out.
 * @returns NaN if none is known.
 */
export function meanSilhouette(silhouettes: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of silhouettes) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

/** How compact and how far apart clusters are. */
export interface ScatterIndices {
  /**
   * Between-cluster over within-cluster scatter, each by its degrees of freedom. Larger is better; 1 if every row lies on its
   * centroid, as in scikit-learn.
   *
   * @see Calinski, Harabasz (1974), A dendrite method for cluster analysis, Communications in Statistics 3(1), 1-27.
   */
  readonly calinskiHarabasz: number;
  /**
   * Mean over clusters of the worst ratio of two clusters' widths to their distance. Smaller is better; pairs of coinciding
   * centroids are left out, as in scikit-learn.
   *
   * @see Davies, Bouldin (1979), A cluster separation measure, IEEE Trans. PAMI 1(2), 224-227.
   */
  readonly daviesBouldin: number;
}

/**
 * Measures the clusters once for both indices.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param labels - Length n, clusters >= 0; rows with negative labels are left out.
 * @returns NaN unless 2 <= clusters < rows, where scikit-learn throws.
 * @throws {InvalidInputError} If the lengths differ.
 * @remarks O(n d + k^2 d).
 */
export function scatterIndices(matrix: Matrix, labels: Int32Array): ScatterIndices {
  requireLabelPerRow(matrix, labels, 'scatterIndices');
  const scatter = measureScatter(matrix, labels);
  if (!isComparable(scatter)) return { calinskiHarabasz: NaN, daviesBouldin: NaN };
  return {
    calinskiHarabasz: compareScatters(scatter),
    daviesBouldin: compareWidths(scatter),
  };
}

function compareScatters(scatter: Scatter): number {
  const { rowCount, sizes, centroids, squares } = scatter;
  const centre = centreOf(scatter);
  const between = sizes.reduce((sum, size, j) => sum + size * squareBetween(centroids, j, centre), 0);
  const within = squares.reduce((a, b) => a + b, 0);
  return within === 0 ? 1 : (between * (rowCount - sizes.length)) / (within * (sizes.length - 1));
}

function compareWidths({ sizes, centroids, meanDistances }: Scatter): number {
  const { columns, data } = centroids;
  let sum = 0;
  for (let a = 0; a < sizes.length; a++) {
    const centroid = data.subarray(a * columns, (a + 1) * columns);
    let worst = 0;
    for (let b = 0; b < sizes.length; b++) {
      const gap = Math.sqrt(squareBetween(centroids, b, centroid));
      if (gap > 0) worst = Math.max(worst, (meanDistances[a]! + meanDistances[b]!) / gap);
    }
    sum += worst;
  }
  return sum / sizes.length;
}
