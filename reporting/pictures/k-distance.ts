import type { DensityCurve } from '../chart-data.ts';
import type { ReportInput } from '../report-input.ts';
import { eligibleOnes, runOf } from '../segments.ts';
import { counted, inWords } from '../wording.ts';
import { drawAxes, linearScale } from './axes.ts';
import { drawPage, type Area, type Drawing } from './page.ts';
import { pictureTitle } from './picture-title.ts';
import { element, FAINT_INK, INK, polyline, ruler, textLine } from './svg.ts';

const PLOT_HEIGHT = 400;
const AXIS_WIDTH = 62;

/** Distances beyond both so many times eps and those of nearly all customers are cut off: a single far customer would flatten the curve. */
const EPS_SHOWN = 2;
const SHARE_SHOWN = 0.99;

/** The sorted distances to the minSamples-th nearest customer with the radius of the outlier filter; null if not measured. */
export function drawKDistance(input: ReportInput, stratum: string): Drawing | null {
  const curve = input.charts.densityCurves.find((other) => other.stratum === stratum);
  if (curve === undefined || curve.distances.length < 2) return null;
  const noise = runOf(input, stratum)?.noise ?? null;
  const whom = eligibleOnes(input, stratum);
  const title = titleOf(curve, noise, whom);
  const top = yLimit(curve);
  const beyond = curve.distances.filter((distance) => distance > top).length / curve.distances.length;
  return drawPage({
    name: 'k_distance',
    stratum,
    topic: 'Radius of the outlier filter',
    title: pictureTitle(input, stratum, title),
    subtitle:
      `How far each of ${counted(curve.customerCount, 'customer')} must look to find ${curve.minSamples} (itself included), in ` +
      'ascending order. Shaded: no dense neighbourhood; who is not within reach of one either is an outlier.',
    kind: 'Line chart of sorted distances',
    figures: '',
    notes:
      beyond > 0
        ? [
            `${inWords(beyond, 'percent')} lie above the frame, up to ${inWords(curve.distances.at(-1), 'index')}.`,
          ]
        : [],
    bodyHeight: PLOT_HEIGHT + 56,
    body: ({ left, top: bodyTop, width }) =>
      drawCurve(
        { left: left + AXIS_WIDTH, top: bodyTop + 8, width: width - AXIS_WIDTH - 16, height: PLOT_HEIGHT },
        { curve, whom, limit: top },
      ),
  });
}

/** Largest distance drawn. */
function yLimit({ distances, eps }: DensityCurve): number {
  const largest = distances.at(-1)!;
  const usual = distances[Math.floor(SHARE_SHOWN * (distances.length - 1))]!;
  return eps > 0 ? Math.min(largest, Math.max(EPS_SHOWN * eps, usual)) : largest;
}

interface Curve {
  readonly curve: DensityCurve;
  readonly whom: string;
  /** Largest distance drawn. */
  readonly limit: number;
}

function drawCurve(area: Area, { curve, whom, limit }: Curve): string[] {
  const { distances, eps, minSamples } = curve;
  const last = distances.length - 1;
  const x = linearScale([0, 100], [area.left, area.left + area.width], 10);
  const y = linearScale([0, Math.max(limit, eps) * 1.05], [area.top + area.height, area.top]);
  const points = [...distances]
    .map((distance, i) => [x.at((100 * i) / last), y.at(distance)] as const)
    .filter(([, height]) => height >= area.top);
  return [
    element('rect', {
      x: area.left,
      y: area.top,
      width: area.width,
      height: Math.max(0, y.at(eps) - area.top),
      fill: '#F2F2F2',
    }),
    ...drawAxes({
      area,
      x,
      y,
      xLabel: `Share of ${whom}, in ascending order of distance (%)`,
      yLabel: `Distance to the ${ordinal(minSamples)} nearest (scaled features, no unit)`,
    }),
    polyline(points, { stroke: INK, 'stroke-width': 2.5, 'stroke-linejoin': 'round' }),
    ruler([area.left, y.at(eps)], [area.left + area.width, y.at(eps)], {
      stroke: INK,
      'stroke-dasharray': '7 5',
    }),
    textLine({
      x: area.left + 10,
      y: y.at(eps) - 8,
      text: `chosen radius eps = ${Number(eps.toPrecision(3))}`,
      bold: true,
      rimmed: true,
    }),
    textLine({
      x: area.left + 10,
      y: area.top + 18,
      text: 'no dense neighbourhood',
      size: 12,
      fill: FAINT_INK,
    }),
  ];
}

function titleOf({ distances, eps, minSamples }: DensityCurve, noise: number | null, whom: string): string {
  const dense = distances.filter((distance) => distance <= eps).length / distances.length;
  const found = `${inWords(dense, 'percent')} of ${whom} have at least ${minSamples} within the radius ${Number(eps.toPrecision(3))}`;
  return noise === null ? found : `${found}; ${inWords(noise, 'percent')} are outliers`;
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}
