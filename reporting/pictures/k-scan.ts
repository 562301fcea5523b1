import type { ReportInput, SelectionRow } from '../report-input.ts';
import { sampleNotes } from '../sample-notes.ts';
import { runOf } from '../segments.ts';
import { inWords } from '../wording.ts';
import { drawAxes, linearScale, type Scale } from './axes.ts';
import { drawPage, type Area, type Drawing } from './page.ts';
import { pictureTitle } from './picture-title.ts';
import { element, FAINT_INK, INK, polyline, ruler, textLine } from './svg.ts';

const PANEL_HEIGHT = 190;
const PANEL_GAP = 66;
const AXIS_WIDTH = 62;

/** Room above the highest point for a label. */
const HEADROOM = 1.25;

/** Silhouette and stability of every number of segments that was tried, the chosen one marked; null if none was measured. */
export function drawKScan(input: ReportInput, stratum: string): Drawing | null {
  const rows = input.selection.filter((row) => row.stratum === stratum).toSorted((a, b) => a.k - b.k);
  if (!rows.some((row) => isKnown(row.silhouette) || isKnown(row.stability))) return null;
  const run = runOf(input, stratum);
  const reference = run?.permutedSilhouette ?? null;
  const title = titleOf(rows);
  return drawPage({
    name: 'k_scan',
    stratum,
    topic: 'Choice of the number of segments',
    title: pictureTitle(input, stratum, title),
    subtitle: subtitleOf(rows),
    kind: 'Two line charts over the number of segments',
    figures: `${rows.map(altOf).join('; ')}.`,
    notes: [
      ...rows
        .filter((row) => row.isChosen && row.isDegenerate)
        .map(() => 'Every K that was tried breaks a limit.'),
      ...sampleNotes(input, stratum),
    ],
    bodyHeight: 2 * PANEL_HEIGHT + PANEL_GAP + 48,
    body: ({ left, top, width }) => {
      const area = {
        left: left + AXIS_WIDTH,
        top: top + 8,
        width: width - AXIS_WIDTH - 12,
        height: PANEL_HEIGHT,
      };
      const below = { ...area, top: area.top + PANEL_HEIGHT + PANEL_GAP };
      return [
        ...drawPanel(area, { rows, measure: 'silhouette', yLabel: 'Mean silhouette', reference }),
        ...drawPanel(below, { rows, measure: 'stability', yLabel: 'Stability (0 to 1)', reference: null }),
      ];
    },
  });
}

interface Panel {
  readonly rows: readonly SelectionRow[];
  readonly measure: 'silhouette' | 'stability';
  readonly yLabel: string;
  /** Silhouette in shuffled data. */
  readonly reference: number | null;
}

function drawPanel(area: Area, { rows, measure, yLabel, reference }: Panel): string[] {
  const points = rows.flatMap((row) => (isKnown(row[measure]) ? [{ row, value: row[measure] }] : []));
  const values = [...points.map(({ value }) => value), ...(isKnown(reference) ? [reference] : [])];
  const top = (measure === 'stability' ? 1 : Math.max(...values)) * HEADROOM;
  const y = linearScale([Math.min(0, ...values), top], [area.top + area.height, area.top], 4);
  const x = kScale(rows, area);
  const at = ({ row, value }: { row: SelectionRow; value: number }) => [x.at(row.k), y.at(value)] as const;
  const chosen = points.find(({ row }) => row.isChosen);
  return [
    ...drawAxes({ area, x, y, xLabel: 'Number of segments (K)', yLabel }),
    ...(isKnown(reference) ? drawReference(area, y.at(reference), reference) : []),
    polyline(points.map(at), { stroke: FAINT_INK, 'stroke-width': 1.5 }),
    ...points.map((point) => {
      const [cx, cy] = at(point);
      const fill = point.row.isDegenerate ? '#FFFFFF' : INK;
      return element('circle', { cx, cy, r: 4.5, fill, stroke: INK, 'stroke-width': 1.5 });
    }),
    ...(chosen === undefined ? [] : drawChosen(at(chosen), chosen)),
  ];
}

function kScale(rows: readonly SelectionRow[], { left, width }: Area): Scale {
  const ks = rows.map((row) => row.k);
  const scale = linearScale([Math.min(...ks) - 0.5, Math.max(...ks) + 0.5], [left, left + width]);
  return { ...scale, ticks: ks, label: String };
}

function drawReference({ left, width }: Area, y: number, value: number): string[] {
  return [
    ruler([left, y], [left + width, y], { stroke: INK, 'stroke-dasharray': '6 5' }),
    textLine({
      x: left + width - 6,
      y: y + 17,
      text: `chosen K in shuffled data: ${inWords(value, 'index')}`,
      size: 12,
      anchor: 'end',
      rimmed: true,
    }),
  ];
}

function drawChosen(
  [x, y]: readonly [number, number],
  { row, value }: { row: SelectionRow; value: number },
): string[] {
  return [
    element('circle', { cx: x, cy: y, r: 10, fill: 'none', stroke: INK, 'stroke-width': 2.5 }),
    textLine({
      x,
      y: y - 16,
      text: `K = ${row.k}: ${inWords(value, 'index')}`,
      bold: true,
      anchor: 'middle',
      rimmed: true,
    }),
  ];
}

function titleOf(rows: readonly SelectionRow[]): string {
  const chosen = rows.find((row) => row.isChosen);
  if (chosen === undefined) return 'No number of segments was chosen';
  const silhouette = isKnown(chosen.silhouette)
    ? `silhouette ${inWords(chosen.silhouette, 'index')}`
    : 'no silhouette';
  if (rows.length === 1) return `K = ${chosen.k} was set, not searched for: ${silhouette}`;
  if (chosen.isDegenerate)
    return `K = ${chosen.k} was chosen because it breaks the limits least: ${silhouette}`;
  const higher = rows.filter((row) => (row.silhouette ?? -Infinity) > (chosen.silhouette ?? -Infinity));
  const among =
    higher.length === 0
      ? `all K from ${rows[0]!.k} to ${rows.at(-1)!.k}`
      : [
          higher.some((row) => !row.isDegenerate) ? 'stable K' : 'K',
          ...(higher.some((row) => row.isDegenerate) ? ['without too small or too large segments'] : []),
        ].join(' ');
  return `K = ${chosen.k} has the highest silhouette (${inWords(chosen.silhouette, 'index')}) among ${among}`;
}

function subtitleOf(rows: readonly SelectionRow[]): string {
  const explanation =
    'Silhouette: how much closer customers are to their own segment than to the next. Stability: how far subsamples of ' +
    'customers give the same segments. Ringed: chosen';
  return rows.some((row) => row.isDegenerate)
    ? `${explanation}; hollow: a segment would be too small or too large.`
    : `${explanation}.`;
}

function altOf(row: SelectionRow): string {
  return `K = ${row.k}: silhouette ${inWords(row.silhouette, 'index')}, stability ${inWords(row.stability, 'index')}`;
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
