/** A drawn chart: the same drawing as vectors for pages and as pixels for workbooks, slides and repositories. */
export interface Picture {
  /** File name without extension, unique within a report, e.g. `pca_clusters_2d` or `pca_clusters_2d_buyers`. */
  readonly name: string;
  readonly stratum: string;
  /** What it shows, as a heading: the picture shows its title itself. */
  readonly topic: string;
  /** States the finding in one sentence. */
  readonly title: string;
  /** What a reader who cannot see the picture needs to know. */
  readonly alt: string;
  readonly svg: string;
  /** At least 1,600 pixels wide. */
  readonly png: Uint8Array;
  /** Of the PNG, in pixels. */
  readonly width: number;
  readonly height: number;
}
