import type { ReportInput, RunRow, SummaryRow } from './report-input.ts';
import { INELIGIBLE_COLOUR, OUTLIER_COLOUR, SEGMENT_COLOURS } from './palette.ts';
import { capitalised, counted } from './wording.ts';

/** Strata in the order of the runs; those that only a summary knows follow. */
export function strataOf(input: ReportInput): readonly string[] {
  return [...new Set([...input.runs, ...input.summary].map((row) => row.stratum))];
}

/** Whether the segmentation was clustered in several parts, so that each part must be named. */
export function hasSeveralStrata(input: ReportInput): boolean {
  return strataOf(input).length > 1;
}

/** Whether others stand before the stratum: a sheet begins a page with it. */
export function isFurtherStratum(input: ReportInput, stratum: string): boolean {
  return stratum !== strataOf(input)[0];
}

/** The clustering of a stratum; undefined where none was made. */
export function runOf({ runs }: ReportInput, stratum: string): RunRow | undefined {
  return runs.find((run) => run.stratum === stratum);
}

/** Name of a stratum for a reader: 'non_buyers' is 'Non-buyers'. */
export function stratumName(stratum: string): string {
  return capitalised(stratum.replaceAll('_', '-'));
}

/** The stratum's name before a text where there are several, else the text alone. */
export function withStratum(input: ReportInput, stratum: string, text: string): string {
  return hasSeveralStrata(input) ? `${stratumName(stratum)}: ${text}` : text;
}

/** Whom the shares of a segment are of: 'eligible customers', or 'eligible non-buyers' where there are several strata. */
export function eligibleOnes(input: ReportInput, stratum: string): string {
  return hasSeveralStrata(input) ? `eligible ${stratum.replaceAll('_', '-')}` : 'eligible customers';
}

/** Label of a segment, unique in the workbook: '2.1', or 'Buyers 2.1' where there are several strata. */
export function segmentLabel(input: ReportInput, row: Pick<SummaryRow, 'stratum' | 'clusterLabel'>): string {
  return hasSeveralStrata(input) ? `${stratumName(row.stratum)} ${row.clusterLabel}` : row.clusterLabel;
}

/** Main segments of a stratum, by label. */
export function mainSegments(input: ReportInput, stratum: string): readonly SummaryRow[] {
  return segmentRows(input, stratum).filter((row) => row.level === 'main');
}

/** All rows of a stratum but the population's: main segments with their sub-segments below them, outliers last. */
export function segmentRows(input: ReportInput, stratum: string): readonly SummaryRow[] {
  return input.summary
    .filter((row) => row.stratum === stratum && row.level !== 'all')
    .toSorted((a, b) => compareLabels(a.clusterLabel, b.clusterLabel));
}

/** Label of the main segment that a label belongs to: '2' of '2.1'; 'outlier' stays. */
export function mainLabel(clusterLabel: string): string {
  return clusterLabel.split('.', 1)[0]!;
}

/** Orders labels as a reader counts: 2, 2.1, 2.10, 10, outlier. */
export function compareLabels(a: string, b: string): number {
  const [left, right] = [sortKey(a), sortKey(b)];
  return left[0] - right[0] || left[1] - right[1] || (a < b ? -1 : a > b ? 1 : 0);
}

function sortKey(label: string): readonly [main: number, sub: number] {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(label);
  return match === null ? [Number.MAX_SAFE_INTEGER, 0] : [Number(match[1]), Number(match[2] ?? 0)];
}

/** The row of everybody in the stratum; undefined where nobody was clustered. */
export function populationOf(input: ReportInput, stratum: string): SummaryRow | undefined {
  return input.summary.find((row) => row.stratum === stratum && row.level === 'all');
}

/** Name of a segment as used in sentences: 'High Returners (segment 2)', 'Outliers'. */
export function segmentName(input: ReportInput, row: SummaryRow): string {
  if (row.level === 'outlier') return withStratum(input, row.stratum, 'Outliers');
  const noun = row.level === 'sub' ? 'sub-segment' : 'segment';
  const label = `${noun} ${segmentLabel(input, row)}`;
  return row.archetype === null ? capitalised(label) : `${row.archetype} (${label})`;
}

/** Name of a segment where its label stands beside it: 'High Returners', 'Segment 2', 'Outliers'. */
export function shortName(row: SummaryRow): string {
  if (row.level === 'outlier') return 'Outliers';
  return row.archetype ?? `Segment ${row.clusterLabel}`;
}

/** Anchor of a segment's row in Cluster Profiles. */
export function segmentAnchor(row: Pick<SummaryRow, 'stratum' | 'clusterLabel'>): string {
  return `segment ${row.stratum} ${row.clusterLabel}`;
}

/**
 * Finds the colour of a segment, the same in every sheet and picture: main segments in order of stratum and label,
 * sub-segments as their main segment, grey for outliers and for customers without a segment.
 */
export function segmentColours(input: ReportInput): (stratum: string, label: string) => string {
  const mains = strataOf(input).flatMap((stratum) => mainSegments(input, stratum).map(segmentAnchor));
  const colours = new Map(mains.map((key, index) => [key, SEGMENT_COLOURS[index % SEGMENT_COLOURS.length]!]));
  return (stratum, label) => {
    if (label === 'outlier') return OUTLIER_COLOUR;
    return colours.get(segmentAnchor({ stratum, clusterLabel: mainLabel(label) })) ?? INELIGIBLE_COLOUR;
  };
}

/** A share of something other than customers, and where a segment says its own. */
export interface ShareColumn {
  readonly header: string;
  readonly format: 'percent';
  readonly valueOf: (row: SummaryRow) => number | null;
}

const SHARES: readonly ShareColumn[] = [
  { header: 'Share of revenue', format: 'percent', valueOf: (row) => row.shareOfRevenue },
  { header: 'Share of returned lines', format: 'percent', valueOf: (row) => row.shareOfReturns },
  { header: 'Share of returned units', format: 'percent', valueOf: (row) => row.shareOfReturnedUnits },
];

/** Shares that at least one of the segments knows: events have no returns, non-buyers no revenue. */
export function knownShares(segments: readonly SummaryRow[]): readonly ShareColumn[] {
  return SHARES.filter(({ valueOf }) => segments.some((row) => valueOf(row) !== null));
}

/** '3 sub-segments' of a main segment, '' where it has none. */
export function subSegmentNote(input: ReportInput, row: SummaryRow): string {
  const subs = input.summary.filter(
    (other) =>
      other.level === 'sub' &&
      other.stratum === row.stratum &&
      other.clusterLabel.startsWith(`${row.clusterLabel}.`),
  );
  return subs.length === 0 ? '' : counted(subs.length, 'sub-segment');
}
