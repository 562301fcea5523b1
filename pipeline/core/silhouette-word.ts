/** Word for the height of a silhouette; it is a name and no gate. */
export type SilhouetteHeight = 'excellent' | 'good' | 'fair' | 'weak';

/** Word for a silhouette beside its permuted reference. */
export type SilhouetteWord = SilhouetteHeight | 'too close to chance' | 'not measured';

/** Silhouettes from which they are called so. */
export const SILHOUETTE_HEIGHTS = { excellent: 0.7, good: 0.5, fair: 0.3 } as const;

/** Word by {@link SILHOUETTE_HEIGHTS}; below all of them 'weak'. */
export function silhouetteHeight(silhouette: number): SilhouetteHeight {
  const { excellent, good, fair } = SILHOUETTE_HEIGHTS;
  if (silhouette >= excellent) return 'excellent';
  if (silhouette >= good) return 'good';
  return silhouette >= fair ? 'fair' : 'weak';
}

/**
 * Word for a silhouette: by its height, if it exceeds the permuted reference.
 *
 * @param reference - Mean silhouette of the same procedure on permuted columns.
 * @param minGain - By how much the silhouette must exceed it.
 * @returns 'not measured' if either is NaN.
 */
export function silhouetteWord(silhouette: number, reference: number, minGain: number): SilhouetteWord {
  if (Number.isNaN(silhouette) || Number.isNaN(reference)) return 'not measured';
  return silhouette - reference < minGain ? 'too close to chance' : silhouetteHeight(silhouette);
}
