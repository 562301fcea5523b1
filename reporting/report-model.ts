import type { PlacedSheet } from './layout.ts';
import { anchorAddresses, placeSheet } from './layout.ts';
import type { Picture } from './pictures/picture.ts';
import type { ReportInput } from './report-input.ts';
import type { StreamedSheet } from './sheet-model.ts';
import { sheetAnchor } from './sheet-model.ts';
import { algorithmComparison } from './sheets/algorithm-comparison.ts';
import { clusterProfiles } from './sheets/cluster-profiles.ts';
import { customerAssignments } from './sheets/customer-assignments.ts';
import { executiveSummary } from './sheets/executive-summary.ts';
import { featureAnalysis } from './sheets/feature-analysis.ts';
import { qualityMetrics } from './sheets/quality-metrics.ts';
import { technicalDetails } from './sheets/technical-details.ts';
import { visualizations } from './sheets/visualizations.ts';

/** A workbook as plain data: what stands where, and how it is meant to look, but not in which file format. */
export interface ReportModel {
  readonly title: string;
  /** Day the features refer to: a document of the same data is the same document, whenever it was written. */
  readonly asOf: Date;
  /** Code or sign amounts are shown with; '' for none. */
  readonly currency: string;
  /** In the order of the workbook. */
  readonly sheets: readonly (PlacedSheet | StreamedSheet)[];
  /** Addresses of the anchors that links lead to, e.g. `'Cluster Profiles'!A12`. */
  readonly addresses: ReadonlyMap<string, string>;
}

/**
 * Builds the sheets of the workbook. Whatever the data lack (segments, values, customers), each of seven sheets is
 * there and says what is the case; Algorithm Comparison is there once algorithms were compared.
 *
 * @param pictures - Shown on Visualizations, each with its stratum.
 * @remarks Pure but for the assignments, which are read when the workbook is written. O(segments x features).
 * @throws {InvalidInputError} If two segments of a stratum have the same label.
 */
export function buildReportModel(input: ReportInput, pictures: readonly Picture[] = []): ReportModel {
  const sheets = [
    placeSheet(executiveSummary(input)),
    placeSheet(clusterProfiles(input)),
    customerAssignments(input),
    placeSheet(featureAnalysis(input)),
    placeSheet(qualityMetrics(input)),
    ...(input.comparison.length === 0 ? [] : [placeSheet(algorithmComparison(input))]),
    placeSheet(visualizations(input, pictures)),
    placeSheet(technicalDetails(input)),
  ];
  const streamed = sheets.filter((sheet) => sheet.kind === 'streamed').map((sheet) => sheet.name);
  const placed = sheets.filter((sheet) => sheet.kind === 'placed');
  const addresses = new Map(anchorAddresses(placed));
  for (const name of streamed) addresses.set(sheetAnchor(name), `'${name}'!A1`);
  return {
    title: input.title,
    asOf: new Date(`${input.asOf}T00:00:00Z`),
    currency: input.currency,
    sheets,
    addresses,
  };
}
