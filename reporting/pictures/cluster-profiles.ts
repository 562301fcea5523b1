import { differencesOf, marksOf } from '../distinguishing.ts';
import { featureCaptions, knownHeadlines, unitText, type FeatureCaption } from '../feature-captions.ts';
import { averagedKind } from '../number-format.ts';
import { differenceColour } from '../palette.ts';
import type { ReportInput, SummaryRow } from '../report-input.ts';
import { mainSegments, populationOf, segmentName, segmentRows, shortName } from '../segments.ts';
import { inWords } from '../wording.ts';
import { BODY_WIDTH, drawPage, type Area, type Drawing } from './page.ts';
import { pictureTitle } from './picture-title.ts';
import { segmentChip, segmentMarks } from './segment-marks.ts';
import { element, FAINT_INK, textLine } from './svg.ts';
import { wrapText } from './text-width.ts';

const NAMES_WIDTH = 212;
const ROW_HEIGHT = 42;
const KEY_HEIGHT = 52;
const HEADER_LINE = 15;

/** Columns narrower than this hold only the difference, and no name above it. */
const WIDE_COLUMN = 72;
const WIDEST_COLUMN = 128;

/** Of the column of all customers, which holds means only. */
const POPULATION_WIDTH = 84;

const UNKNOWN_FILL = '#F2F2F2';

/** Heat map of the headline features by segment, coloured by the standardised difference; null without segments or features. */
export function drawProfiles(input: ReportInput, stratum: string): Drawing | null {
  const segments = segmentRows(input, stratum).filter((row) => row.level !== 'sub');
  const features = knownHeadlines(input, stratum).filter((feature) =>
    segments.some((row) => Number.isFinite(row.headlineMeans[feature])),
  );
  if (segments.length === 0 || features.length === 0) return null;
  const title = titleOf(input, stratum);
  const shape = { input, stratum, segments, features };
  return drawPage({
    name: 'cluster_profiles',
    stratum,
    topic: 'Heat map of the profiles',
    title,
    subtitle:
      'Means by segment; colour and signed figure: standard deviations above or below the average of all customers.',
    kind: 'Heat map',
    figures: '',
    notes: ['0 is average, beyond ±0.8 is a large difference; full colour from ±2.', ...namesNote(shape)],
    bodyHeight: headerHeight(shape) + features.length * ROW_HEIGHT + KEY_HEIGHT,
    body: (area) => {
      const grid = { ...shape, area };
      return [...drawHeader(grid), ...features.flatMap((_, i) => drawFeature(grid, i)), ...drawKey(grid)];
    },
  });
}

/** Names of the segments where the columns are too narrow for them. */
function namesNote(shape: Shape): string[] {
  if (columnWidth(shape) >= WIDE_COLUMN) return [];
  const names = shape.segments.map((row) =>
    row.level === 'outlier' ? '× Outliers' : `${row.clusterLabel} ${shortName(row)}`,
  );
  return [`${names.join(`; ${LEFT_TO_RIGHT}`)}.`];
}

/** Keeps the number after a name that is read from right to left on the right of it. */
const LEFT_TO_RIGHT = '\u200E';

/** What is to be drawn. */
interface Shape {
  readonly input: ReportInput;
  readonly stratum: string;
  readonly segments: readonly SummaryRow[];
  readonly features: readonly string[];
}

/** The same with its place. */
interface Grid extends Shape {
  readonly area: Area;
}

/** Width of the column of a segment. */
function columnWidth({ segments }: Shape): number {
  return Math.min(WIDEST_COLUMN, (BODY_WIDTH - NAMES_WIDTH - POPULATION_WIDTH) / segments.length);
}

function populationCentre(grid: Grid): number {
  return grid.area.left + NAMES_WIDTH + grid.segments.length * columnWidth(grid) + POPULATION_WIDTH / 2;
}

function drawHeader(grid: Grid): string[] {
  const { input, stratum, segments, area } = grid;
  const width = columnWidth(grid);
  const markOf = segmentMarks(input);
  const heads = segments.flatMap((row, j) => {
    const x = area.left + NAMES_WIDTH + (j + 0.5) * width;
    const label = row.level === 'outlier' ? '×' : row.clusterLabel;
    return [
      segmentChip(markOf(stratum, row.clusterLabel), label, [x, area.top + 10]).svg,
      ...(width < WIDE_COLUMN ? [] : columnName(shortName(row), { x, top: area.top, width })),
    ];
  });
  return [
    ...heads,
    ...columnName('All customers', { x: populationCentre(grid), top: area.top, width: POPULATION_WIDTH }),
  ];
}

function columnName(name: string, { x, top, width }: { x: number; top: number; width: number }): string[] {
  return nameLines(name, width).map((text, i) =>
    textLine({ x, y: top + 37 + i * HEADER_LINE, text, size: 12, anchor: 'middle' }),
  );
}

/** What tells segments of one name apart stands at its end: lines are many rather than cut. */
function nameLines(name: string, width: number): string[] {
  return wrapText(name, { width: width - 6, size: 12, maxLines: 6 });
}

/** Height of the chips with the longest name below them. */
function headerHeight(shape: Shape): number {
  const width = columnWidth(shape);
  const lines = shape.segments.map((row) =>
    width < WIDE_COLUMN ? 0 : nameLines(shortName(row), width).length,
  );
  return 34 + Math.max(2, ...lines) * HEADER_LINE;
}

function drawFeature(grid: Grid, index: number): string[] {
  const { input, stratum, segments, area } = grid;
  const feature = grid.features[index]!;
  const caption = featureCaptions(input, stratum)(feature);
  const width = columnWidth(grid);
  const top = area.top + headerHeight(grid) + index * ROW_HEIGHT;
  const kind = averagedKind(caption.format);
  const differenceIn = differencesOf(input, stratum);
  const everybody = populationOf(input, stratum)?.headlineMeans[feature];
  return [
    ...featureName(caption, input.currency, { left: area.left, top }),
    ...segments.flatMap((row, j) =>
      drawCell({
        left: area.left + NAMES_WIDTH + j * width,
        top,
        width,
        difference: differenceIn(row.clusterLabel, feature),
        mean: inWords(row.headlineMeans[feature], kind),
      }),
    ),
    textLine({
      x: populationCentre(grid),
      y: top + 26,
      text: inWords(everybody, kind),
      size: 12,
      anchor: 'middle',
    }),
  ];
}

/** The feature with its unit, unless its name or its values say it. */
function featureName(
  caption: FeatureCaption,
  currency: string,
  { left, top }: { left: number; top: number },
): string[] {
  const { label, format } = caption;
  const unit = unitText(caption, currency);
  const isSaid = format === 'days' || label.toLowerCase().includes(unit.toLowerCase());
  const [name = ''] = wrapText(label, { width: NAMES_WIDTH - 12, size: 13, maxLines: 1 });
  if (isSaid) return [textLine({ x: left, y: top + 26, text: name })];
  const [below = ''] = wrapText(unit, { width: NAMES_WIDTH - 12, size: 12, maxLines: 1 });
  return [
    textLine({ x: left, y: top + 19, text: name }),
    textLine({ x: left, y: top + 34, text: below, size: 12, fill: FAINT_INK }),
  ];
}

interface HeatCell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly difference: number | null | undefined;
  readonly mean: string;
}

function drawCell({ left, top, width, difference, mean }: HeatCell): string[] {
  const colour = differenceColour(difference);
  const x = left + width / 2;
  const patch = element('rect', {
    x: left + 1,
    y: top + 1,
    width: width - 2,
    height: ROW_HEIGHT - 2,
    fill: colour === undefined ? UNKNOWN_FILL : `#${colour}`,
    stroke: '#D9D9D9',
    'stroke-width': 0.5,
  });
  const figure = colour === undefined ? '–' : signed(difference!);
  if (width < WIDE_COLUMN)
    return [patch, textLine({ x, y: top + 25, text: figure, size: 12, anchor: 'middle' })];
  return [
    patch,
    textLine({ x, y: top + 18, text: figure, bold: true, anchor: 'middle' }),
    textLine({ x, y: top + 34, text: mean, size: 12, anchor: 'middle' }),
  ];
}

/** The colours with their meaning. */
function drawKey(grid: Grid): string[] {
  const { area, features } = grid;
  const top = area.top + headerHeight(grid) + features.length * ROW_HEIGHT + 16;
  const steps = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2];
  const width = 44;
  const left = area.left + NAMES_WIDTH;
  return [
    textLine({ x: area.left, y: top + 13, text: 'Standard deviations', size: 12 }),
    ...steps.flatMap((step, i) => [
      element('rect', {
        x: left + i * width,
        y: top,
        width,
        height: 16,
        fill: `#${differenceColour(step)!}`,
        stroke: '#D9D9D9',
        'stroke-width': 0.5,
      }),
      textLine({
        x: left + (i + 0.5) * width,
        y: top + 31,
        text: i % 2 === 0 ? signed(step, 0) : '',
        size: 12,
        anchor: 'middle',
      }),
    ]),
  ];
}

function signed(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value > 0 ? '+' : '−'}${text}`;
}

function titleOf(input: ReportInput, stratum: string): string {
  const strongest = mainSegments(input, stratum)
    .flatMap((row) =>
      marksOf(input, row)
        .slice(0, 1)
        .map((mark) => ({ row, mark })),
    )
    .toSorted((a, b) => Math.abs(b.mark.difference) - Math.abs(a.mark.difference))[0];
  if (strongest !== undefined) {
    return `${segmentName(input, strongest.row)} stand out most: ${strongest.mark.phrase}`;
  }
  return mainSegments(input, stratum).length === 0
    ? pictureTitle(input, stratum, 'No segment was found: outliers beside all customers')
    : pictureTitle(input, stratum, 'No segment differs noticeably from the average customer');
}
