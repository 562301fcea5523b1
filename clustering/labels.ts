/**
 * Number of rows of each cluster.
 *
 * @param labels - Clusters as integers >= 0; negative labels are not counted.
 * @returns Length (largest label + 1); clusters that do not occur have 0.
 */
export function clusterSizes(labels: Int32Array): Int32Array {
  let largest = -1;
  for (const label of labels) if (label > largest) largest = label;
  const sizes = new Int32Array(largest + 1);
  for (const label of labels) if (label >= 0) sizes[label]!++;
  return sizes;
}

/**
 * Row indices of each cluster, ascending.
 *
 * @param labels - Clusters as integers >= 0; rows with negative labels are left out.
 * @returns One array per label in [0, largest label].
 */
export function rowsByCluster(labels: Int32Array): Int32Array[] {
  const rows = Array.from(clusterSizes(labels), (size) => new Int32Array(size));
  const filled = new Int32Array(rows.length);
  labels.forEach((label, row) => {
    if (label >= 0) rows[label]![filled[label]!++] = row;
  });
  return rows;
}

/**
 * Order of clusters from the largest to the smallest; clusters of equal size by their lowest row.
 *
 * @param labels - Clusters as integers >= 0; negative labels are left out.
 * @returns Old labels, largest cluster first; labels without rows are left out.
 */
export function labelsBySize(labels: Int32Array): number[] {
  const rows = rowsByCluster(labels);
  return [...rows.keys()]
    .filter((label) => rows[label]!.length > 0)
    .sort((a, b) => rows[b]!.length - rows[a]!.length || rows[a]![0]! - rows[b]![0]!);
}

/**
 * Labels renumbered without gaps, in the same order.
 *
 * @param labels - Clusters as integers >= 0; negative labels stay as they are.
 * @returns New labels and the number of clusters that occur.
 */
export function compactLabels(labels: Int32Array): { labels: Int32Array; clusterCount: number } {
  const renumbered = clusterSizes(labels);
  let clusterCount = 0;
  renumbered.forEach((size, label) => (renumbered[label] = size > 0 ? clusterCount++ : -1));
  return { labels: labels.map((label) => (label < 0 ? label : renumbered[label]!)), clusterCount };
}
