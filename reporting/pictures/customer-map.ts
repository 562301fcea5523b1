import { rowsByLabel } from '../../pipeline/core/rows-by-label.ts';
import type { CustomerMap } from '../chart-data.ts';
import type { ReportInput } from '../report-input.ts';
import { compareLabels, mainSegments, eligibleOnes, shortName } from '../segments.ts';
import { counted, inWords } from '../wording.ts';
import { drawAxes, linearScale, type Axes } from './axes.ts';
import { drawLegend, LEGEND_WIDTH, legendHeight, type LegendEntry } from './map-legend.ts';
import { neighbourAgreement, NEIGHBOURS } from './neighbour-agreement.ts';
import { drawPage, type Area, type Drawing } from './page.ts';
import { pictureTitle } from './picture-title.ts';
import { segmentChip, segmentMarks, type SegmentMark } from './segment-marks.ts';

const AXIS_WIDTH = 76;
const PLOT_WIDTH = 540;

/** A plot is as high as its points ask for at equal scales, within these limits. */
const PLOT_HEIGHTS = [340, 560] as const;

/** Share of the points on either side of an axis that may lie beyond the frame: a few far ones would shrink all others to a dot. */
const BEYOND = 0.005;

/** Agreement of neighbours from which segments are called apart, and bordering. */
const APART = 0.9;
const BORDERING = 0.7;

const METHODS = {
  pca: {
    name: 'pca_clusters_2d',
    topic: 'Map of the customers by principal components',
    method: 'Principal components',
    reading:
      'The two directions in which customers differ most; distances are as in the clustering, seen from one side.',
  },
  umap: {
    name: 'umap_clusters_2d',
    topic: 'Map of the customers by UMAP',
    method: 'UMAP',
    reading:
      'Customers who are alike stand together; sizes of groups and distances between them carry no meaning.',
  },
} as const;

/** Customers in two dimensions, each segment with its colour and shape, outliers as crosses; null if nobody is on the map. */
export function drawMap(input: ReportInput, map: CustomerMap): Drawing | null {
  if (map.x.length === 0) return null;
  const { stratum } = map;
  const { name, topic, method, reading } = METHODS[map.method];
  const groups = groupsOf(input, map);
  const title = titleOf(map, method);
  const drawn = map.x.length;
  const frame = frameOf(map);
  const legend = legendOf(groups, eligibleOnes(input, stratum));
  const sample =
    drawn < map.customerCount
      ? `${inWords(drawn, 'count')} of ${counted(map.customerCount, 'customer')}, drawn at random within each segment.`
      : `${counted(drawn, 'customer')}.`;
  return drawPage({
    name,
    stratum,
    topic,
    title: pictureTitle(input, stratum, title),
    subtitle: `${method}: ${sample} ${reading}`,
    kind: 'Scatter plot',
    figures: `${groups.map((group) => `${group.name}: ${counted(group.rows.length, 'point')}`).join('; ')}.`,
    notes:
      frame.beyond > 0
        ? [
            `${counted(frame.beyond, 'customer')} beyond the frame ${frame.beyond === 1 ? 'is' : 'are'} drawn on its edge.`,
          ]
        : [],
    bodyHeight: Math.max(plotHeight(frame) + 64, legendHeight(legend)),
    body: (area) => drawScatter(area, { map, groups, frame, legend }),
  });
}

/** The points of one label. */
interface Group {
  readonly label: string;
  readonly name: string;
  readonly share: number | null;
  readonly mark: SegmentMark;
  /** Positions in the map. */
  readonly rows: readonly number[];
}

/** Segments by label, outliers last. */
function groupsOf(input: ReportInput, { stratum, clusterLabels }: CustomerMap): Group[] {
  const markOf = segmentMarks(input);
  const rows = rowsByLabel(clusterLabels);
  const known = [
    ...mainSegments(input, stratum),
    ...input.summary.filter((row) => row.stratum === stratum && row.level === 'outlier'),
  ];
  return [...rows.keys()].toSorted(compareLabels).map((label) => {
    const summary = known.find((row) => row.clusterLabel === label);
    return {
      label,
      name: summary === undefined ? fallbackName(label) : shortName(summary),
      share: summary?.shareOfCustomers ?? null,
      mark: markOf(stratum, label),
      rows: rows.get(label)!,
    };
  });
}

function fallbackName(label: string): string {
  return label === 'outlier' ? 'Outliers' : `Segment ${label}`;
}

/** What part of the plane is shown. */
interface Frame {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Points outside. */
  readonly beyond: number;
}

function frameOf({ method, x, y }: CustomerMap): Frame {
  const cut = method === 'pca' ? BEYOND : 0;
  const [xRange, yRange] = [innerRange(x, cut), innerRange(y, cut)];
  const outside = (value: number, [low, high]: readonly [number, number]) => value < low || value > high;
  const beyond = x.reduce(
    (sum, value, i) => sum + (outside(value, xRange) || outside(y[i]!, yRange) ? 1 : 0),
    0,
  );
  return { x: xRange, y: yRange, beyond };
}

/** Range of the values without a share at either end, a little widened; the full range where that is hardly wider. */
function innerRange(values: Float64Array, cut: number): readonly [number, number] {
  const sorted = values.toSorted();
  const last = sorted.length - 1;
  const full = [sorted[0]!, sorted[last]!] as const;
  const inner = [sorted[Math.floor(cut * last)]!, sorted[Math.ceil((1 - cut) * last)]!] as const;
  const [low, high] = full[1] - full[0] > 1.5 * (inner[1] - inner[0]) ? inner : full;
  const margin = 0.04 * (high - low);
  return [low - margin, high + margin];
}

interface Scatter {
  readonly map: CustomerMap;
  readonly groups: readonly Group[];
  readonly frame: Frame;
  readonly legend: readonly LegendEntry[];
}

function drawScatter(body: Area, { map, groups, frame, legend }: Scatter): string[] {
  const area = {
    left: body.left + AXIS_WIDTH,
    top: body.top,
    width: PLOT_WIDTH,
    height: plotHeight(frame),
  };
  const { x, y } = equalScales(area, frame);
  const clamp = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value));
  const place = (row: number) =>
    [x.at(clamp(map.x[row]!, x.domain)), y.at(clamp(map.y[row]!, y.domain))] as const;
  const [xLabel, yLabel] = map.axes;
  const radius = map.x.length > 500 ? 3 : 4.5;
  const segments = groups.filter((group) => group.label !== 'outlier');
  const outliers = groups.filter((group) => group.label === 'outlier');
  return [
    ...drawAxes({ area, x, y, xLabel, yLabel, grid: map.method === 'umap' ? 'frame' : 'both' }),
    ...interleaved(segments, place, radius),
    ...outliers.map((group) => group.mark.markers(group.rows.map(place), radius)),
    ...drawLabels(segments, place),
    ...drawLegend(legend, [body.left + body.width - LEGEND_WIDTH, body.top]),
  ];
}

function plotHeight({ x, y }: Frame): number {
  const [least, most] = PLOT_HEIGHTS;
  const wanted = (PLOT_WIDTH * (y[1] - y[0])) / (x[1] - x[0]);
  return Math.round(Math.min(most, Math.max(least, Number.isFinite(wanted) ? wanted : least)));
}

/** Scales on which a step to the right is as long as a step up. */
function equalScales(area: Area, frame: Frame): Pick<Axes, 'x' | 'y'> {
  const spans = [frame.x[1] - frame.x[0], frame.y[1] - frame.y[0]] as const;
  const unit = Math.max(spans[0] / area.width, spans[1] / area.height) || 1;
  const around = ([low, high]: readonly [number, number], length: number) => {
    const centre = (low + high) / 2;
    return [centre - (unit * length) / 2, centre + (unit * length) / 2] as const;
  };
  return {
    x: linearScale(around(frame.x, area.width), [area.left, area.left + area.width]),
    y: linearScale(around(frame.y, area.height), [area.top + area.height, area.top]),
  };
}

type Place = (row: number) => readonly [number, number];

/** Draws points of all segments in turns, so that none covers the others where they overlap. */
function interleaved(groups: readonly Group[], place: Place, radius: number): string[] {
  const turns = 12;
  return Array.from({ length: turns }, (_, turn) =>
    groups.map(({ rows, mark }) => {
      const points = rows.filter((_, i) => i % turns === turn).map(place);
      return points.length === 0 ? '' : mark.markers(points, radius);
    }),
  ).flat();
}

/** Labels of the segments at the point nearest to their median, moved where they would cover each other. */
function drawLabels(groups: readonly Group[], place: Place): string[] {
  const taken: { x: number; y: number; width: number }[] = [];
  return groups.map((group) => {
    const [x, y] = centreOf(group.rows.map(place));
    const { width } = segmentChip(group.mark, group.label, [x, y]);
    const isFree = (at: readonly [number, number]) =>
      taken.every(
        (other) => Math.abs(other.x - at[0]) > (other.width + width) / 2 || Math.abs(other.y - at[1]) > 21,
      );
    const rings = [0, 24, 48, 72];
    const spots = rings.flatMap((r) => [
      [x, y - r] as const,
      [x, y + r] as const,
      [x + 1.3 * r, y] as const,
      [x - 1.3 * r, y] as const,
    ]);
    const spot = spots.find(isFree) ?? ([x, y] as const);
    taken.push({ x: spot[0], y: spot[1], width });
    return segmentChip(group.mark, group.label, spot).svg;
  });
}

function centreOf(points: readonly (readonly [number, number])[]): readonly [number, number] {
  const medianOf = (axis: 0 | 1) =>
    points.map((point) => point[axis]).toSorted((a, b) => a - b)[points.length >> 1]!;
  const [x, y] = [medianOf(0), medianOf(1)];
  const distance = (point: readonly [number, number]) => (point[0] - x) ** 2 + (point[1] - y) ** 2;
  return points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
}

function legendOf(groups: readonly Group[], whom: string): LegendEntry[] {
  return groups.map(({ label, name, share, mark }) => ({
    name: label === 'outlier' ? name : `${label} ${name}`,
    remark: share === null ? '' : `${inWords(share, 'percent')} of ${whom}`,
    mark,
  }));
}

function titleOf(map: CustomerMap, method: string): string {
  const rows = map.clusterLabels.flatMap((label, row) => (label === 'outlier' ? [] : [row]));
  const labels = rows.map((row) => map.clusterLabels[row]!);
  const sizes = [...rowsByLabel(labels).values()].map((group) => group.length);
  if (sizes.length === 0) return 'All customers are outliers: no segment was found';
  if (sizes.length === 1)
    return `One segment on the map${rows.length < map.x.length ? ', outliers around it' : ''}`;
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  if (Math.max(...sizes) === 1) return 'Each segment on the map is a single customer';
  const agreement = neighbourAgreement(pick(map.x), pick(map.y), labels);
  const found =
    agreement >= APART
      ? 'Segments stand apart'
      : agreement >= BORDERING
        ? 'Segments border on each other'
        : 'Segments overlap';
  const neighbours = Math.min(...sizes) > NEIGHBOURS ? 'ten nearest neighbours' : 'nearest neighbours';
  return `${found} on the ${method === 'UMAP' ? 'UMAP' : 'PCA'} map: ${inWords(agreement, 'percent')} of a customer’s ${neighbours} share the segment`;
}
