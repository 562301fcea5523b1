import type { CustomerMap } from '../../../reporting/chart-data.ts';
import type { Picture } from '../../../reporting/pictures/picture.ts';
import type { ReportInput } from '../../../reporting/report-input.ts';
import { assignmentRow, blocksOf, sampleInput } from '../sample-input.ts';
import { STRATUM } from '../sample-segments.ts';

/** A map of four customers, one of them an outlier, at the corners of a square. */
export function sampleMap(changes: Partial<CustomerMap> = {}): CustomerMap {
  return {
    method: 'pca',
    stratum: STRATUM,
    customerCount: 4,
    customerIds: ['anna@example.com', 'bashir@example.com', '0042', 'dora@example.com'],
    clusterLabels: ['1', '2', '4', 'outlier'],
    x: Float64Array.of(-1, 1, -1, 1),
    y: Float64Array.of(-1, -1, 1, 1),
    axes: ['Component 1 (41 %): orders', 'Component 2 (22 %): return rate'],
    ...changes,
  };
}

/** A drawing with an id, a reference to it and a style attribute. */
export function samplePicture(changes: Partial<Picture> = {}): Picture {
  return {
    name: 'cluster_distribution',
    stratum: STRATUM,
    topic: 'Size of the segments',
    title: 'Segment 1 holds 40 % of customers',
    alt: 'Bars: segment 1 40 %, segment 2 30 %.',
    svg:
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><defs><clipPath id="cut">' +
      '<rect width="4" height="3"/></clipPath></defs><g clip-path="url(#cut)"><circle r="2" style="fill:#0072b2"/></g></svg>',
    png: new Uint8Array(),
    width: 1600,
    height: 1200,
    ...changes,
  };
}

/** The sample report with a map. */
export function pageInput(changes: Partial<ReportInput> = {}): ReportInput {
  return sampleInput({
    charts: { maps: [sampleMap()], densityCurves: [], silhouettes: [] },
    ...changes,
  });
}

/** The sample report on customers of these ids, all in segment 1. */
export function inputOfIds(ids: readonly string[]): ReportInput {
  return sampleInput({ assignments: blocksOf(ids.map((customerId) => assignmentRow({ customerId }))) });
}
