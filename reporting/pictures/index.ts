import type { ReportInput } from '../report-input.ts';
import { hasSeveralStrata, strataOf } from '../segments.ts';
import { drawDistribution } from './cluster-distribution.ts';
import { drawProfiles } from './cluster-profiles.ts';
import { drawMap } from './customer-map.ts';
import { drawKDistance } from './k-distance.ts';
import { drawKScan } from './k-scan.ts';
import type { Drawing } from './page.ts';
import type { Picture } from './picture.ts';
import { rasterise } from './rasterise.ts';
import { drawSilhouettes } from './silhouettes.ts';

/** Names of all pictures there may be, in the order in which they are shown. */
export const PICTURE_NAMES = [
  'cluster_distribution',
  'cluster_profiles',
  'pca_clusters_2d',
  'umap_clusters_2d',
  'k_scan',
  'silhouettes',
  'k_distance',
] as const;

/**
 * Draws the pictures of a report, stratum by stratum. What has nothing to show is left out; without customers there
 * is no picture at all.
 *
 * @returns Vectors and pixels; names end in the stratum where there are several. The same input gives the same bytes.
 */
export async function drawPictures(input: ReportInput): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const stratum of strataOf(input)) {
    const suffix = hasSeveralStrata(input) ? `_${stratum}` : '';
    for (const drawing of drawStratum(input, stratum)) {
      pictures.push(await rasterise({ ...drawing, name: `${drawing.name}${suffix}` }));
    }
  }
  return pictures;
}

/** The drawings of one stratum, in the order of {@link PICTURE_NAMES}. */
function drawStratum(input: ReportInput, stratum: string): Drawing[] {
  const mapsOf = (method: 'pca' | 'umap') =>
    input.charts.maps
      .filter((map) => map.stratum === stratum && map.method === method)
      .map((map) => drawMap(input, map));
  return [
    drawDistribution(input, stratum),
    drawProfiles(input, stratum),
    ...mapsOf('pca'),
    ...mapsOf('umap'),
    drawKScan(input, stratum),
    drawSilhouettes(input, stratum),
    drawKDistance(input, stratum),
  ].filter((drawing) => drawing !== null);
}
