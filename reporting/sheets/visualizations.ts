import { differencesOf, tellingFeatures } from '../distinguishing.ts';
import { differenceColour } from '../palette.ts';
import type { Picture } from '../pictures/picture.ts';
import type { ReportInput } from '../report-input.ts';
import type { Block, Cell, Sheet } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import { CHART_TABLES, FIGURE_WIDTH, profileChart, scanChart, sizeChart } from './segment-charts.ts';
import { featureCaptions, knownHeadlines } from '../feature-captions.ts';
import { sampleNotes } from '../sample-notes.ts';
import {
  isFurtherStratum,
  knownShares,
  segmentColours,
  segmentLabel,
  segmentRows,
  shortName,
  strataOf,
  withStratum,
} from '../segments.ts';

/**
 * Charts of sizes, profiles and choice of the number of segments, each above the table it is drawn from; then what no
 * chart of Excel can show, as pictures. Pure.
 */
export function visualizations(input: ReportInput, pictures: readonly Picture[] = []): Sheet {
  const features = knownHeadlines(input);
  const columnCount = Math.max(8, 2 + features.length);
  const blocks = strataOf(input).flatMap((stratum) => [
    ...sizeBlocks(input, stratum),
    ...heatMapBlocks(input, stratum, tellingFeatures(input, stratum, features)),
    ...scanBlocks(input, stratum),
    ...pictureBlocks(input, stratum, pictures),
  ]);
  return {
    name: SHEET_NAMES.visuals,
    widths: [14, 30, ...Array.from({ length: columnCount - 2 }, () => 12)],
    frozenColumns: 0,
    pages: { wide: 1, high: 0 },
    tabColour: '56B4E9',
    blocks: [
      { kind: 'title', text: 'Visualizations', anchor: sheetAnchor(SHEET_NAMES.visuals) },
      {
        kind: 'note',
        text:
          'Charts are drawn from the table below them: edit them, or copy them into slides. Each segment has one colour ' +
          'throughout the workbook.',
      },
      ...(blocks.length === 0
        ? [{ kind: 'note' as const, text: 'No segments were found: there is nothing to draw.' }]
        : blocks),
    ],
  };
}

function sizeBlocks(input: ReportInput, stratum: string): readonly Block[] {
  const colourOf = segmentColours(input);
  const rows = segmentRows(input, stratum).filter((row) => row.level !== 'sub');
  const shares = knownShares(rows);
  return [
    {
      kind: 'heading',
      text: withStratum(input, stratum, 'Size of the segments'),
      startsPage: isFurtherStratum(input, stratum),
    },
    ...(rows.length === 0 ? [] : [sizeChart(input, stratum, rows)]),
    {
      kind: 'table',
      name: CHART_TABLES.sizes(stratum),
      columns: [
        { header: 'Segment', format: 'text' },
        { header: 'Name', format: 'text' },
        { header: 'Customers', format: 'count' },
        { header: 'Share of customers', format: 'percent' },
        ...shares,
      ],
      rows: rows.map((row) => ({
        cells: [
          { value: segmentLabel(input, row), role: 'chip', fill: colourOf(stratum, row.clusterLabel) },
          shortName(row),
          row.customerCount,
          row.shareOfCustomers,
          ...shares.map(({ valueOf }) => valueOf(row)),
        ],
      })),
      empty: 'No segments were found: there is nothing to draw.',
    },
  ];
}

/** Above this height of a chart, in pixels, a printed page has no room left for the table of many segments below it. */
const HIGH_CHART = 700;

function heatMapBlocks(input: ReportInput, stratum: string, features: readonly string[]): readonly Block[] {
  const captions = featureCaptions(input, stratum);
  const colourOf = segmentColours(input);
  const differenceOf = differencesOf(input, stratum);
  const chart = profileChart(input, stratum, features);
  return [
    { kind: 'heading', text: withStratum(input, stratum, 'Profiles of the segments'), startsPage: true },
    ...(chart === undefined ? [] : [chart]),
    ...(chart !== undefined && chart.size.height > HIGH_CHART
      ? [
          {
            kind: 'heading' as const,
            text: withStratum(input, stratum, 'Profiles of the segments, figures'),
            startsPage: true,
          },
        ]
      : []),
    {
      kind: 'note',
      text:
        'Standard deviations above (orange) or below (blue) the average of all customers; 0 is average, beyond 0.8 is a ' +
        'large difference.',
    },
    {
      kind: 'table',
      name: CHART_TABLES.profiles(stratum),
      columns: [
        { header: 'Segment', format: 'text' },
        { header: 'Name', format: 'text' },
        ...features.map((feature) => ({ header: captions(feature).label, format: 'ratio' as const })),
      ],
      rows: segmentRows(input, stratum).map((row) => ({
        cells: [
          { value: segmentLabel(input, row), role: 'chip', fill: colourOf(stratum, row.clusterLabel) },
          shortName(row),
          ...features.map((feature): Cell => {
            const difference = differenceOf(row.clusterLabel, feature);
            return { value: difference ?? null, fill: differenceColour(difference) };
          }),
        ],
      })),
      empty: 'No segments were found: there is nothing to draw.',
    },
  ];
}

function scanBlocks(input: ReportInput, stratum: string): readonly Block[] {
  const rows = input.selection.filter((row) => row.stratum === stratum).toSorted((a, b) => a.k - b.k);
  return [
    {
      kind: 'heading',
      text: withStratum(input, stratum, 'Choice of the number of segments'),
      startsPage: true,
    },
    ...sampleNotes(input, stratum).map((text) => ({ kind: 'note' as const, text })),
    ...(rows.length === 0 ? [] : [scanChart(input, stratum, rows)]),
    {
      kind: 'table',
      name: CHART_TABLES.scan(stratum),
      columns: [
        { header: 'Segments (K)', format: 'setting' },
        { header: 'Chosen', format: 'text' },
        { header: 'Silhouette', format: 'index' },
        { header: 'Stability', format: 'index' },
        { header: 'Calinski-Harabasz', format: 'count' },
        { header: 'Davies-Bouldin', format: 'index' },
        { header: 'Inertia', format: 'decimal' },
      ],
      rows: rows.map((row) => ({
        cells: [
          row.k,
          row.isChosen ? { value: 'chosen', tone: 'good' } : null,
          row.silhouette,
          row.stability,
          row.calinskiHarabasz,
          row.daviesBouldin,
          row.inertia,
        ],
      })),
      empty: 'No number of segments was tried.',
    },
  ];
}

/** Pictures by the beginning of their names that a chart on the sheet shows as well, to be edited. */
const DRAWN_AS_CHARTS = ['cluster_distribution', 'k_scan'];

/** The pictures of a stratum that no chart shows, each under what it shows. */
function pictureBlocks(input: ReportInput, stratum: string, pictures: readonly Picture[]): readonly Block[] {
  return pictures
    .filter((picture) => picture.stratum === stratum)
    .filter(({ name }) => !DRAWN_AS_CHARTS.some((drawn) => name.startsWith(drawn)))
    .flatMap((picture): readonly Block[] => [
      { kind: 'heading', text: withStratum(input, stratum, picture.topic), startsPage: true },
      {
        kind: 'picture',
        image: picture,
        size: { width: FIGURE_WIDTH, height: Math.round((FIGURE_WIDTH * picture.height) / picture.width) },
      },
    ]);
}
