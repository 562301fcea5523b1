/** Word for the height of a silhouette; it is a name and no gate. */
export type SilhouetteHeight = 'excellent' | 'good' | 'fair' | 'weak';

/** Word for a silhouette beside its permuted reference. */
export type SilhouetteWord = SilhouetteHeight | 'too close to chance' | 'not measured';

/** 'excellent' from 0.7, 'good' from 0.5, 'fair' from 0.3, else 'weak'. */
export function silhouetteHeight(silhouette: number): SilhouetteHeight {
  if (silhouette >= 0.7) return 'excellent';
  if (silhouette >= 0.5) return 'good';
  return silhouette >= 0.3 ? 'fair' : 'weak';
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
