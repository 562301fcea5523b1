import type { SilhouetteProfile } from '../chart-data.ts';
import type { ReportInput, SummaryRow } from '../report-input.ts';
import { compareLabels, mainSegments, runOf, segmentName, shortName } from '../segments.ts';
import { inWords } from '../wording.ts';
import { linearScale, type Scale } from './axes.ts';
import { sampleNotes } from '../sample-notes.ts';
import { drawPage, type Area, type Drawing } from './page.ts';
import { pictureTitle } from './picture-title.ts';
import { segmentChip, segmentMarks, type SegmentMark } from './segment-marks.ts';
import { coordinate, element, FAINT_INK, INK, ruler, textLine } from './svg.ts';
import { wrapText } from './text-width.ts';

const NAMES_WIDTH = 250;
const GAP = 8;

/** A band must hold three lines of text. */
const LEAST_BAND = 52;
const BANDS_HEIGHT = 400;

/** Room above the bands for the label of the mean. */
const MEAN_LABEL = 20;

/** Silhouettes of all customers, sorted within each segment; null if none is known. */
export function drawSilhouettes(input: ReportInput, stratum: string): Drawing | null {
  const profiles = input.charts.silhouettes
    .filter((profile) => profile.stratum === stratum)
    .map((profile) => ({ ...profile, values: profile.values.filter(Number.isFinite) }))
    .filter((profile) => profile.values.length > 0)
    .toSorted((a, b) => compareLabels(a.clusterLabel, b.clusterLabel));
  if (profiles.length === 0) return null;
  const mean = runOf(input, stratum)?.silhouette ?? null;
  const title = titleOf(profiles, mean);
  const heights = bandHeights(profiles);
  return drawPage({
    name: 'silhouettes',
    stratum,
    topic: 'Silhouette of each customer',
    title: pictureTitle(input, stratum, title),
    subtitle:
      'One band a segment, as high as it has customers; each customer is a line from 0 to the silhouette: 1 deep inside the ' +
      'own segment, 0 on the border, negative nearer to another segment. Outliers have none.',
    kind: 'Silhouette plot',
    figures: '',
    notes: [...sampleNotes(input, stratum), ...smallNotes(input, stratum, profiles)],
    bodyHeight: heights.reduce((sum, height) => sum + height + GAP, 0) + MEAN_LABEL + 48,
    body: (area) =>
      drawBands({ ...area, top: area.top + MEAN_LABEL }, { input, stratum, profiles, heights, mean }),
  });
}

interface Bands {
  readonly input: ReportInput;
  readonly stratum: string;
  readonly profiles: readonly SilhouetteProfile[];
  readonly heights: readonly number[];
  readonly mean: number | null;
}

/** Heights in proportion to the customers, but none too low for its label. */
function bandHeights(profiles: readonly SilhouetteProfile[]): number[] {
  const total = profiles.reduce((sum, profile) => sum + profile.customerCount, 0);
  return profiles.map((profile) => Math.max(LEAST_BAND, (profile.customerCount / total) * BANDS_HEIGHT));
}

function drawBands(area: Area, { input, stratum, profiles, heights, mean }: Bands): string[] {
  const rows = new Map(mainSegments(input, stratum).map((row) => [row.clusterLabel, row]));
  const markOf = segmentMarks(input);
  const x = silhouetteScale(profiles, area);
  const bottom = area.top + heights.reduce((sum, height) => sum + height + GAP, 0);
  let top = area.top;
  const bands = profiles.flatMap((profile, i) => {
    const place = { left: area.left, top, height: heights[i]!, x };
    top += heights[i]! + GAP;
    const mark = markOf(stratum, profile.clusterLabel);
    return [
      drawBand(profile, place, mark),
      ...drawName(profile, place, { mark, row: rows.get(profile.clusterLabel) }),
    ];
  });
  return [
    ...x.ticks.flatMap((tick) => [
      ruler([x.at(tick), area.top], [x.at(tick), bottom]),
      textLine({
        x: x.at(tick),
        y: bottom + 17,
        text: x.label(tick),
        size: 12,
        anchor: 'middle',
        fill: FAINT_INK,
      }),
    ]),
    ...bands,
    ruler([x.at(0), area.top], [x.at(0), bottom], { stroke: INK }),
    ...(mean !== null && Number.isFinite(mean) ? drawMean(mean, { x, top: area.top, bottom }) : []),
    textLine({
      x: (x.at(x.domain[0]) + x.at(x.domain[1])) / 2,
      y: bottom + 39,
      anchor: 'middle',
      text: 'Silhouette of a customer (−1 to 1, no unit)',
    }),
  ];
}

function silhouetteScale(profiles: readonly SilhouetteProfile[], { left, width }: Area): Scale {
  const values = profiles.flatMap((profile) => [...profile.values]);
  const low = Math.floor(Math.min(0, ...values) * 10) / 10;
  const high = Math.min(1, Math.ceil(Math.max(0, ...values) * 5 + 0.5) / 5);
  return linearScale([low, high], [left + NAMES_WIDTH, left + width - 12], 8);
}

interface Band {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly x: Scale;
}

function drawBand({ values }: SilhouetteProfile, { top, height, x }: Band, mark: SegmentMark): string {
  const step = height / values.length;
  const steps = [...values].map(
    (value, i) => `H${coordinate(x.at(value))}V${coordinate(top + (i + 1) * step)}`,
  );
  return element('path', {
    d: `M${coordinate(x.at(0))} ${coordinate(top)}${steps.join('')}H${coordinate(x.at(0))}Z`,
    fill: mark.fill,
    stroke: '#333333',
    'stroke-width': 0.4,
  });
}

function drawName(
  profile: SilhouetteProfile,
  { left, top, height }: Band,
  { mark, row }: { mark: SegmentMark; row: SummaryRow | undefined },
): string[] {
  const middle = top + height / 2;
  const name = row === undefined ? `Segment ${profile.clusterLabel}` : shortName(row);
  const lines = wrapText(name, { width: NAMES_WIDTH - 52, size: 13, maxLines: 2 });
  const first = middle - 3 - (lines.length - 1) * 8;
  const mean = `mean ${inWords(row?.silhouetteMean ?? meanOf(profile.values), 'index')}, ${inWords(profile.customerCount, 'count')} customers`;
  const [below = ''] = wrapText(mean, { width: NAMES_WIDTH - 52, size: 12, maxLines: 1 });
  return [
    segmentChip(mark, profile.clusterLabel, [left + 16, middle]).svg,
    ...lines.map((text, i) => textLine({ x: left + 40, y: first + i * 16, text })),
    textLine({ x: left + 40, y: first + lines.length * 16, text: below, size: 12, fill: FAINT_INK }),
  ];
}

function drawMean(mean: number, { x, top, bottom }: { x: Scale; top: number; bottom: number }): string[] {
  return [
    ruler([x.at(mean), top - 4], [x.at(mean), bottom], {
      stroke: INK,
      'stroke-dasharray': '6 5',
      'stroke-width': 1.5,
    }),
    textLine({
      x: x.at(mean),
      y: top - 9,
      text: `mean ${inWords(mean, 'index')}`,
      bold: true,
      anchor: 'middle',
    }),
  ];
}

function titleOf(profiles: readonly SilhouetteProfile[], mean: number | null): string {
  const customers = profiles.reduce((sum, profile) => sum + profile.customerCount, 0);
  const misplaced = profiles.reduce(
    (sum, { values, customerCount }) =>
      sum + (values.filter((value) => value < 0).length / values.length) * customerCount,
    0,
  );
  const share = `${inWords(misplaced / customers, 'percent')} are nearer to another segment`;
  return mean === null || !Number.isFinite(mean)
    ? share
    : `Mean silhouette ${inWords(mean, 'index')}; ${share}`;
}

/** Says which segments have a single customer: their silhouette is 0 by definition. */
function smallNotes(input: ReportInput, stratum: string, profiles: readonly SilhouetteProfile[]): string[] {
  const single = profiles
    .filter((profile) => profile.customerCount === 1)
    .map((profile) => profile.clusterLabel);
  return mainSegments(input, stratum)
    .filter((row) => single.includes(row.clusterLabel))
    .map((row) => `${segmentName(input, row)} has one customer: the silhouette is 0 by definition.`);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
