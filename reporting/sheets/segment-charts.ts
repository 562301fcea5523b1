import { differencesOf } from '../distinguishing.ts';
import type { ReportInput, SelectionRow, SummaryRow } from '../report-input.ts';
import type { ChartBlock, SeriesBlock } from '../sheet-model.ts';
import { featureCaptions } from '../feature-captions.ts';
import { excelNumberFormat } from '../number-format.ts';
import type { PointLook } from '../package/chart.ts';
import { eligibleOnes, mainSegments, segmentColours, segmentRows, shortName } from '../segments.ts';
import { counted, inWords } from '../wording.ts';

/** Width of charts and pictures on a sheet, in pixels at 100 %. */
export const FIGURE_WIDTH = 960;

/** So that a chart fits on a printed page. */
const TALLEST = 1000;
const SILHOUETTE_COLOUR = '1F3864';
const STABILITY_COLOUR = 'A05A00';

/** Names of the tables on Visualizations that charts are drawn from. */
export const CHART_TABLES = {
  sizes: (stratum: string): string => `sizes_${stratum}`,
  profiles: (stratum: string): string => `profile_differences_${stratum}`,
  scan: (stratum: string): string => `segment_numbers_${stratum}`,
} as const;

function sizeOf(height: number): ChartBlock['size'] {
  return { width: FIGURE_WIDTH, height: Math.min(TALLEST, height) };
}

/**
 * Customers of each main segment and of the outliers, each bar in the colour of its segment.
 *
 * @param rows - Of the table of sizes, in its order; its columns are label, name, customers. At least one.
 */
export function sizeChart(input: ReportInput, stratum: string, rows: readonly SummaryRow[]): ChartBlock {
  const colourOf = segmentColours(input);
  const largest = mainSegments(input, stratum).toSorted((a, b) => b.customerCount - a.customerCount)[0];
  const down = (column: number) => ({ from: { row: 1, column }, to: { row: rows.length, column } });
  return {
    kind: 'chart',
    table: CHART_TABLES.sizes(stratum),
    look: {
      kind: 'bars',
      title:
        largest === undefined
          ? 'No segment was found, outliers only'
          : `${shortName(largest)}: the largest segment, ${inWords(largest.shareOfCustomers, 'percent')} of ${eligibleOnes(input, stratum)}`,
      alt: `Bars of customers per segment. ${rows.map((row) => `${shortName(row)}: ${counted(row.customerCount, 'customer')}`).join('; ')}.`,
      categoryTitle: 'Segment',
      valueTitle: 'Customers',
      hasLegend: false,
      hasValueLabels: true,
    },
    categories: down(1),
    series: [
      {
        name: { row: 0, column: 2 },
        values: down(2),
        colour: colourOf(stratum, rows[0]!.clusterLabel),
        points: rows.map((row, index) => ({ index, colour: colourOf(stratum, row.clusterLabel) })),
      },
    ],
    formatCode: excelNumberFormat('count', input.currency),
    size: sizeOf(120 + 36 * rows.length),
  };
}

/**
 * Standardised differences of the main segments, feature by feature; undefined where none is known.
 *
 * @param features - Of the table of differences, whose columns are label, name and these; its rows are all segments.
 */
export function profileChart(
  input: ReportInput,
  stratum: string,
  features: readonly string[],
): ChartBlock | undefined {
  const segments = mainSegments(input, stratum);
  const strongest = strongestDifference(input, stratum, features);
  if (strongest === undefined) return undefined;
  const labels = segmentRows(input, stratum).map((row) => row.clusterLabel);
  const colourOf = segmentColours(input);
  const across = (row: number) => ({ from: { row, column: 2 }, to: { row, column: 1 + features.length } });
  const { name, feature, difference } = strongest;
  return {
    kind: 'chart',
    table: CHART_TABLES.profiles(stratum),
    look: {
      kind: 'bars',
      title: `What sets segments apart most: ${name}, ${feature} ${signed(difference)} standard deviations`,
      alt:
        `Bars of how far each segment lies from the average of all customers, feature by feature. The largest ` +
        `difference: ${name} in ${feature}, ${signed(difference)} standard deviations. The table below has all figures.`,
      categoryTitle: 'Feature',
      valueTitle: 'Standard deviations above (right) or below (left) the average of all customers',
      hasLegend: true,
      hasValueLabels: false,
    },
    categories: across(0),
    series: segments.map((row): SeriesBlock => {
      const record = labels.indexOf(row.clusterLabel) + 1;
      return {
        name: { row: record, column: 1 },
        values: across(record),
        colour: colourOf(stratum, row.clusterLabel),
      };
    }),
    formatCode: '0.0',
    size: sizeOf(160 + features.length * (20 + 9 * segments.length)),
  };
}

function strongestDifference(input: ReportInput, stratum: string, features: readonly string[]) {
  const differenceOf = differencesOf(input, stratum);
  const captions = featureCaptions(input, stratum);
  return mainSegments(input, stratum)
    .flatMap((row) =>
      features.map((feature) => ({
        name: shortName(row),
        feature: captions(feature).label,
        difference: differenceOf(row.clusterLabel, feature) ?? Number.NaN,
      })),
    )
    .filter(({ difference }) => Number.isFinite(difference))
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference))[0];
}

function signed(difference: number): string {
  return `${difference < 0 ? '\u2212' : '+'}${Math.abs(difference).toFixed(1)}`;
}

/**
 * Silhouette and stability by number of segments, the chosen number marked.
 *
 * @param rows - Of the table of the scan, in its order; its columns are K, chosen, silhouette, stability. At least one.
 */
export function scanChart(input: ReportInput, stratum: string, rows: readonly SelectionRow[]): ChartBlock {
  const down = (column: number) => ({ from: { row: 1, column }, to: { row: rows.length, column } });
  const index = rows.findIndex((row) => row.isChosen);
  const chosen = rows[index];
  const figures = (row: SelectionRow): string =>
    `silhouette ${inWords(row.silhouette, 'index')}, stability ${inWords(row.stability, 'index')}`;
  const mark = (colour: string, label?: string): readonly PointLook[] =>
    chosen === undefined ? [] : [{ index, colour, label }];
  return {
    kind: 'chart',
    table: CHART_TABLES.scan(stratum),
    look: {
      kind: 'lines',
      title:
        chosen === undefined
          ? 'Silhouette and stability by number of segments; none was chosen from the scan'
          : `${counted(chosen.k, 'segment')} chosen: ${figures(chosen)}`,
      alt: `Lines of silhouette and stability. ${rows.map((row) => `${counted(row.k, 'segment')}: ${figures(row)}`).join('; ')}.`,
      categoryTitle: 'Number of segments (K)',
      valueTitle: 'Index, 1 is best',
      valueMax: 1,
      hasLegend: true,
      hasValueLabels: false,
    },
    categories: down(0),
    series: [
      {
        name: { row: 0, column: 3 },
        values: down(3),
        colour: STABILITY_COLOUR,
        points: mark(STABILITY_COLOUR),
        dash: 'dash',
      },
      {
        name: { row: 0, column: 2 },
        values: down(2),
        colour: SILHOUETTE_COLOUR,
        points: mark(SILHOUETTE_COLOUR, `chosen: K = ${chosen?.k}`),
      },
    ],
    formatCode: excelNumberFormat('ratio', input.currency),
    size: sizeOf(420),
  };
}
