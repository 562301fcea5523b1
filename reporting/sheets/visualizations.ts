import { differenceColour } from '../palette.ts';
import type { ReportInput } from '../report-input.ts';
import type { Block, Cell, Sheet } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import { differencesOf } from './cluster-profiles.ts';
import { featureCaptions, knownHeadlines } from '../feature-captions.ts';
import { segmentColours, segmentLabel, segmentRows, shortName, strataOf, withStratum } from '../segments.ts';

/** The tables that charts are drawn from: sizes, profile heat map, choice of the number of segments. Pure. */
export function visualizations(input: ReportInput): Sheet {
  const features = knownHeadlines(input);
  const columnCount = Math.max(8, 2 + features.length);
  const blocks = strataOf(input).flatMap((stratum) => [
    ...sizeBlocks(input, stratum),
    ...heatMapBlocks(input, stratum, features),
    ...scanBlocks(input, stratum),
  ]);
  return {
    name: SHEET_NAMES.visuals,
    widths: [14, 30, ...Array.from({ length: columnCount - 2 }, () => 15)],
    frozenColumns: 0,
    pages: { wide: 1, high: 0 },
    tabColour: '56B4E9',
    blocks: [
      { kind: 'title', text: 'Visualizations', anchor: sheetAnchor(SHEET_NAMES.visuals) },
      {
        kind: 'note',
        text: 'The figures behind each chart, ready for charts of your own. Each segment has one colour throughout the workbook.',
      },
      ...(blocks.length === 0
        ? [{ kind: 'note' as const, text: 'No segments were found: there is nothing to draw.' }]
        : blocks),
    ],
  };
}

function sizeBlocks(input: ReportInput, stratum: string): readonly Block[] {
  const colourOf = segmentColours(input);
  const hasUnits = input.summary.some((row) => row.shareOfReturnedUnits !== null);
  return [
    { kind: 'heading', text: withStratum(input, stratum, 'Size of the segments') },
    {
      kind: 'table',
      columns: [
        { header: 'Segment', format: 'text' },
        { header: 'Name', format: 'text' },
        { header: 'Customers', format: 'count' },
        { header: 'Share of customers', format: 'percent' },
        ...(input.hasValues ? [{ header: 'Share of revenue', format: 'percent' as const }] : []),
        { header: 'Share of returned lines', format: 'percent' },
        ...(hasUnits ? [{ header: 'Share of returned units', format: 'percent' as const }] : []),
      ],
      rows: segmentRows(input, stratum)
        .filter((row) => row.level !== 'sub')
        .map((row) => ({
          cells: [
            { value: segmentLabel(input, row), role: 'chip', fill: colourOf(stratum, row.clusterLabel) },
            shortName(row),
            row.customerCount,
            row.shareOfCustomers,
            ...(input.hasValues ? [row.shareOfRevenue] : []),
            row.shareOfReturns,
            ...(hasUnits ? [row.shareOfReturnedUnits] : []),
          ],
        })),
      empty: 'No segments were found: there is nothing to draw.',
    },
  ];
}

function heatMapBlocks(input: ReportInput, stratum: string, features: readonly string[]): readonly Block[] {
  const captions = featureCaptions(input, stratum);
  const colourOf = segmentColours(input);
  const differenceOf = differencesOf(input, stratum);
  return [
    { kind: 'heading', text: withStratum(input, stratum, 'Heat map of the profiles') },
    {
      kind: 'note',
      text:
        'Standard deviations above (orange) or below (blue) the average of all customers; 0 is average, beyond 0.8 is a ' +
        'large difference.',
    },
    {
      kind: 'table',
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
  return [
    { kind: 'heading', text: withStratum(input, stratum, 'Choice of the number of segments') },
    {
      kind: 'table',
      columns: [
        { header: 'Segments (K)', format: 'setting' },
        { header: 'Chosen', format: 'text' },
        { header: 'Silhouette', format: 'index' },
        { header: 'Stability', format: 'index' },
        { header: 'Calinski-Harabasz', format: 'count' },
        { header: 'Davies-Bouldin', format: 'index' },
        { header: 'Inertia', format: 'decimal' },
      ],
      rows: input.selection
        .filter((row) => row.stratum === stratum)
        .toSorted((a, b) => a.k - b.k)
        .map((row) => ({
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
