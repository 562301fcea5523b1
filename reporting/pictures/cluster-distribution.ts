import type { ReportInput, SummaryRow } from '../report-input.ts';
import { eligibleOnes, mainSegments, segmentName, segmentRows, shortName } from '../segments.ts';
import { counted, inWords } from '../wording.ts';
import { linearScale, type Scale } from './axes.ts';
import { drawPage, type Area, type Drawing } from './page.ts';
import { pictureTitle } from './picture-title.ts';
import { segmentChip, segmentMarks, type SegmentMark } from './segment-marks.ts';
import { element, FAINT_INK, INK, ruler, textLine } from './svg.ts';
import { wrapText } from './text-width.ts';

const ROW_HEIGHT = 52;
const NAMES_WIDTH = 230;

/** Room to the right of the longest bar for its figures. */
const FIGURES_WIDTH = 130;

/** Bars of the share of customers of each segment and of the outliers, with their share of revenue below; null without customers. */
export function drawDistribution(input: ReportInput, stratum: string): Drawing | null {
  const rows = segmentRows(input, stratum).filter((row) => row.level !== 'sub' && row.customerCount > 0);
  if (rows.length === 0) return null;
  const withRevenue = rows.some((row) => known(row.shareOfRevenue));
  const markOf = segmentMarks(input);
  const whom = eligibleOnes(input, stratum);
  const title = titleOf(input, stratum, withRevenue);
  const total = rows.reduce((sum, row) => sum + row.customerCount, 0);
  return drawPage({
    name: 'cluster_distribution',
    stratum,
    topic: 'Size of the segments',
    title,
    subtitle:
      `${counted(total, 'eligible customer')} by segment. ` +
      (withRevenue
        ? `Wide bar: share of ${whom}; thin bar: share of their revenue.`
        : `Bar: share of ${whom}.`),
    kind: 'Bar chart',
    figures: `${rows.map((row) => altOf(row, whom)).join('; ')}.`,
    notes: notesOf(input, stratum),
    bodyHeight: rows.length * ROW_HEIGHT + 48,
    body: (area) => drawBars(area, { rows, withRevenue, whom, markOf: (label) => markOf(stratum, label) }),
  });
}

interface Bars {
  readonly rows: readonly SummaryRow[];
  readonly withRevenue: boolean;
  /** Whom the shares are of. */
  readonly whom: string;
  readonly markOf: (label: string) => SegmentMark;
}

function drawBars(area: Area, { rows, withRevenue, whom, markOf }: Bars): string[] {
  const left = area.left + NAMES_WIDTH;
  const bottom = area.top + rows.length * ROW_HEIGHT;
  const most = Math.max(...rows.flatMap((row) => [row.shareOfCustomers, row.shareOfRevenue ?? 0]));
  const scale = linearScale([0, most], [left, area.left + area.width - FIGURES_WIDTH], 5);
  const label = withRevenue ? `Share of ${whom} (wide), of their revenue (thin)` : `Share of ${whom}`;
  return [
    ...scale.ticks.flatMap((tick) => [
      ruler([scale.at(tick), area.top], [scale.at(tick), bottom]),
      textLine({
        x: scale.at(tick),
        y: bottom + 18,
        text: `${Number((tick * 100).toFixed(1))} %`,
        size: 12,
        anchor: 'middle',
        fill: FAINT_INK,
      }),
    ]),
    ...rows.flatMap((row, i) =>
      drawRow(row, {
        top: area.top + i * ROW_HEIGHT,
        left: area.left,
        scale,
        mark: markOf(row.clusterLabel),
      }),
    ),
    ruler([left, area.top], [left, bottom], { stroke: INK }),
    textLine({ x: left, y: bottom + 40, text: label }),
  ];
}

interface RowPlace {
  readonly top: number;
  readonly left: number;
  readonly scale: Scale;
  readonly mark: SegmentMark;
}

function drawRow(row: SummaryRow, { top, left, scale, mark }: RowPlace): string[] {
  const middle = top + ROW_HEIGHT / 2;
  const zero = scale.at(0);
  const revenue = known(row.shareOfRevenue) ? row.shareOfRevenue : null;
  const bar = (share: number, y: number, height: number) =>
    element('rect', {
      x: zero,
      y,
      width: Math.max(0, scale.at(share) - zero),
      height,
      fill: mark.fill,
      stroke: '#333333',
      'stroke-width': 0.5,
    });
  const barTop = revenue === null ? middle - 13 : middle - 20;
  const figures = `${inWords(row.shareOfCustomers, 'percent')} (${inWords(row.customerCount, 'count')})`;
  return [
    ...nameOf(row, { left, middle, mark }),
    bar(row.shareOfCustomers, barTop, 26),
    textLine({
      x: scale.at(row.shareOfCustomers) + 8,
      y: barTop + 18,
      text: figures,
      bold: true,
      rimmed: true,
    }),
    ...(revenue === null
      ? []
      : [
          bar(revenue, barTop + 29, 9),
          textLine({
            x: scale.at(Math.max(0, revenue)) + 8,
            y: barTop + 39,
            text: `${inWords(revenue, 'percent')} of revenue`,
            size: 12,
            fill: FAINT_INK,
            rimmed: true,
          }),
        ]),
  ];
}

function nameOf(
  row: SummaryRow,
  { left, middle, mark }: { left: number; middle: number; mark: SegmentMark },
): string[] {
  const isOutlier = row.level === 'outlier';
  const lines = wrapText(shortName(row), { width: NAMES_WIDTH - 56, size: 13, maxLines: 2 });
  return [
    segmentChip(mark, isOutlier ? '×' : row.clusterLabel, [left + 16, middle]).svg,
    ...lines.map((text, i) =>
      textLine({ x: left + 40, y: middle + 5 + (i - (lines.length - 1) / 2) * 16, text }),
    ),
  ];
}

function titleOf(input: ReportInput, stratum: string, withRevenue: boolean): string {
  const mains = mainSegments(input, stratum);
  const whom = eligibleOnes(input, stratum);
  if (mains.length === 0)
    return pictureTitle(input, stratum, 'All customers are outliers: no segment was found');
  if (mains.length === 1) {
    return `Only segment: ${segmentName(input, mains[0]!)}, ${inWords(mains[0]!.shareOfCustomers, 'percent')} of ${whom}`;
  }
  const weight = (row: SummaryRow) => (withRevenue ? (row.shareOfRevenue ?? 0) : row.shareOfCustomers);
  const first = mains.reduce((best, row) => (weight(row) > weight(best) ? row : best));
  const share = inWords(first.shareOfCustomers, 'percent');
  return withRevenue
    ? `${segmentName(input, first)}: ${share} of ${whom}, ${inWords(first.shareOfRevenue, 'percent')} of their revenue`
    : `Largest segment: ${segmentName(input, first)}, ${share} of ${whom}`;
}

function notesOf(input: ReportInput, stratum: string): string[] {
  const reasons = input.ineligible.filter((row) => row.stratum === stratum && row.customerCount > 0);
  if (reasons.length === 0) return [];
  const total = reasons.reduce((sum, row) => sum + row.customerCount, 0);
  return [
    `Not shown: ${counted(total, 'customer')} who could not be segmented (${reasons.map((row) => row.reason).join('; ')}).`,
  ];
}

function altOf(row: SummaryRow, whom: string): string {
  const revenue = known(row.shareOfRevenue)
    ? `, ${inWords(row.shareOfRevenue, 'percent')} of their revenue`
    : '';
  const label = row.level === 'outlier' ? '' : `${row.clusterLabel} `;
  return `${label}${shortName(row)}: ${inWords(row.shareOfCustomers, 'percent')} of ${whom}${revenue}`;
}

function known(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
