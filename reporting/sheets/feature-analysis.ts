import type { FeatureRow, ReportInput } from '../report-input.ts';
import type { Cell, Sheet, TableColumn, TableRow } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import { featureCaptions, unitText } from '../feature-captions.ts';
import type { FormatKind } from '../number-format.ts';
import { averagedKind } from '../number-format.ts';
import { hasSeveralStrata, strataOf, stratumName } from '../segments.ts';
import { inTitle, inWords } from '../wording.ts';

/** A column, its width and the cell it shows of a feature. */
interface FeatureColumn extends TableColumn {
  readonly width: number;
  readonly cellOf: (row: FeatureRow) => Cell;
}

const STATUS_ORDER: Record<FeatureRow['status'], number> = { clustered: 0, profiled: 1, dropped: 2 };

/** Columns from Use to Known values: they stand on the left one of two pages and, unlike the first, are not repeated on the right one. */
const NOTE_SPAN = 6;

/** Every feature: meaning, distribution, what became of it and why; clustered ones first, most important on top. Pure. */
export function featureAnalysis(input: ReportInput): Sheet {
  const keys = keyColumns(input);
  const columns = [...keys, ...featureColumns(input)];
  return {
    name: SHEET_NAMES.features,
    widths: columns.map((column) => column.width),
    frozenColumns: keys.length,
    pages: { wide: 2, high: 0 },
    tabColour: 'CC79A7',
    blocks: [
      { kind: 'title', text: 'Feature analysis', anchor: sheetAnchor(SHEET_NAMES.features) },
      {
        kind: 'note',
        over: { column: keys.length + 1, span: NOTE_SPAN },
        text:
          'Original units, known values only. Importance: share of the feature\u2019s variance that lies between segments ' +
          '(0 % tells segments not apart, 100 % decides them). A feature that is not identifiable from the span of the data has ' +
          'no values: \u201cWhy\u201d says what the span is and what it has to be.',
      },
      {
        kind: 'table',
        name: 'features',
        isMain: true,
        columns,
        rows: sortedFeatures(input).map((row): TableRow => ({
          cells: columns.map((column) => column.cellOf(row)),
        })),
        empty: 'No feature was examined.',
      },
    ],
  };
}

function sortedFeatures(input: ReportInput): readonly FeatureRow[] {
  const strata = strataOf(input);
  return input.features.toSorted(
    (a, b) =>
      strata.indexOf(a.stratum) - strata.indexOf(b.stratum) ||
      STATUS_ORDER[a.status] - STATUS_ORDER[b.status] ||
      (b.importance ?? -1) - (a.importance ?? -1) ||
      (a.feature < b.feature ? -1 : 1),
  );
}

/** Columns that tell which row it is, and so are repeated on each page. */
function keyColumns(input: ReportInput): readonly FeatureColumn[] {
  const group: readonly FeatureColumn[] = hasSeveralStrata(input)
    ? [{ header: 'Group', format: 'text', width: 12, cellOf: (row) => stratumName(row.stratum) }]
    : [];
  return [
    { header: 'Feature', format: 'text', width: 28, cellOf: (row) => ({ value: row.label, role: 'strong' }) },
    ...group,
  ];
}

function featureColumns(input: ReportInput): readonly FeatureColumn[] {
  const captions = featureCaptions(input);
  return [
    { header: 'Use', format: 'text', width: 11, cellOf: statusCell },
    { header: 'Importance', format: 'percent', width: 12, cellOf: (row) => row.importance },
    { header: 'Meaning', format: 'text', width: 48, cellOf: (row) => row.meaning },
    { header: 'Unit', format: 'text', width: 12, cellOf: (row) => unitText(row, input.currency) },
    { header: 'Category', format: 'text', width: 22, cellOf: (row) => inTitle(row.category) },
    { header: 'Known values', format: 'count', width: 11, cellOf: (row) => row.count },
    { header: 'Missing', format: 'percent', width: 10, cellOf: (row) => row.missingShare },
    { header: 'Imputed', format: 'percent', width: 10, cellOf: (row) => row.imputedShare },
    ...STATISTICS.map(statistic),
    { header: 'Why', format: 'text', width: 36, cellOf: (row) => row.reason.replaceAll('_', ' ') },
    { header: 'Figure', format: 'text', width: 26, cellOf: figureText },
    {
      header: 'Correlated with',
      format: 'text',
      width: 24,
      cellOf: (row) => (row.twin === null ? null : captions(row.twin).label),
    },
    { header: 'Column', format: 'text', width: 32, cellOf: (row) => row.feature },
  ];
}

function statusCell(row: FeatureRow): Cell {
  const tone = row.status === 'clustered' ? 'good' : row.status === 'dropped' ? 'caution' : 'plain';
  return { value: row.status, tone };
}

/** What the figure behind a reason is, by the word of the reason; every other reason with a figure is that few or none have a value. */
const FIGURES: Readonly<Record<string, readonly [name: string, format: FormatKind]>> = {
  near_constant: ['share of one value', 'percent'],
  correlated: ['correlation', 'ratio'],
  collinear: ['variance inflation factor', 'decimal'],
};

function figureText({ reason, figure }: FeatureRow): string | null {
  if (figure === null) return null;
  const [name, format] = FIGURES[reason] ?? ['share missing', 'percent'];
  return `${name} ${inWords(figure, format)}`;
}

type StatisticName = 'mean' | 'sd' | 'min' | 'p1' | 'p25' | 'median' | 'p75' | 'p99' | 'max';

/** Name, header, and whether the value is one of the feature's own: the smallest count is a count, the mean is not. */
const STATISTICS: readonly (readonly [name: StatisticName, header: string, isOwnValue: boolean])[] = [
  ['mean', 'Mean', false],
  ['sd', 'Std. dev.', false],
  ['min', 'Minimum', true],
  ['p1', '1st percentile', false],
  ['p25', '25th percentile', false],
  ['median', 'Median', false],
  ['p75', '75th percentile', false],
  ['p99', '99th percentile', false],
  ['max', 'Maximum', true],
];

/** A column of one statistic, each row in the format of its feature. */
function statistic([name, header, isOwnValue]: (typeof STATISTICS)[number]): FeatureColumn {
  const cellOf = (row: FeatureRow): Cell => ({
    value: row[name],
    format: isOwnValue ? row.format : averagedKind(row.format),
  });
  return { header, format: 'decimal', width: 13, cellOf };
}
