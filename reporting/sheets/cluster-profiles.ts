import { differencesOf } from '../distinguishing.ts';
import { differenceColour } from '../palette.ts';
import type { ReportInput, SummaryRow } from '../report-input.ts';
import type { Block, Cell, Sheet, TableColumn, TableRow } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import { captionHeader, featureCaptions, knownHeadlines } from '../feature-captions.ts';
import { averagedKind } from '../number-format.ts';
import {
  isFurtherStratum,
  populationOf,
  segmentAnchor,
  segmentColours,
  segmentLabel,
  segmentRows,
  shortName,
  strataOf,
  withStratum,
} from '../segments.ts';
import { unidentifiedSentence } from '../unidentified.ts';

type Average = 'means' | 'medians';

/** Segments by headline features in original units, all customers on top, coloured by how far they differ. Pure. */
export function clusterProfiles(input: ReportInput): Sheet {
  const features = knownHeadlines(input);
  const widths = [12, 30, 12, 12, ...features.map(() => 15)];
  const strata = strataOf(input);
  const blocks: Block[] = strata.flatMap((stratum) => {
    const known = knownHeadlines(input, stratum);
    return [
      ...averageBlocks(input, { stratum, average: 'means', features: known }),
      ...averageBlocks(input, { stratum, average: 'medians', features: known }),
    ];
  });
  return {
    name: SHEET_NAMES.profiles,
    widths: widths.length < 8 ? [...widths, ...Array.from({ length: 8 - widths.length }, () => 15)] : widths,
    frozenColumns: 2,
    pages: { wide: 1, high: 0 },
    tabColour: '009E73',
    blocks: [
      { kind: 'title', text: 'Cluster profiles', anchor: sheetAnchor(SHEET_NAMES.profiles) },
      { kind: 'note', text: readingNote(input, features) },
      ...spanNote(input),
      ...(blocks.length === 0
        ? [{ kind: 'note' as const, text: 'No segments were found: there is no profile.' }]
        : blocks),
    ],
  };
}

function readingNote(input: ReportInput, features: readonly string[]): string {
  if (features.length === 0) return 'No headline feature has a known value.';
  const folded = input.summary.some((row) => row.level === 'sub')
    ? ' Sub-segments fold under their segment with the buttons at the left.'
    : '';
  return (
    'Original units. Colour of averages: blue below, orange above that of all customers, the stronger the further away, ' +
    `full at two standard deviations.${folded}`
  );
}

/** What has no column here because the data are too short to tell it. */
function spanNote(input: ReportInput): readonly Block[] {
  const text = unidentifiedSentence(input);
  return text === '' ? [] : [{ kind: 'note', text: text }];
}

interface AverageTable {
  readonly stratum: string;
  readonly average: Average;
  readonly features: readonly string[];
}

function averageBlocks(input: ReportInput, table: AverageTable): readonly Block[] {
  const { stratum, average, features } = table;
  const title = average === 'means' ? 'Averages (mean)' : 'Typical customer (median)';
  const captions = featureCaptions(input, stratum);
  const columns: readonly TableColumn[] = [
    { header: 'Segment', format: 'text' },
    { header: 'Name', format: 'text' },
    { header: 'Customers', format: 'count' },
    { header: 'Share of customers', format: 'percent' },
    ...features.map((feature) => ({
      header: captionHeader(captions(feature), input.currency),
      format: averagedKind(captions(feature).format),
    })),
  ];
  return [
    {
      kind: 'heading',
      text: withStratum(input, stratum, title),
      startsPage: average === 'means' && isFurtherStratum(input, stratum),
    },
    {
      kind: 'table',
      name: `profile_${average}_${stratum}`,
      columns,
      rows: profileRows(input, table),
      empty: 'No segments were found: there is no profile.',
    },
  ];
}

function profileRows(input: ReportInput, { stratum, average, features }: AverageTable): readonly TableRow[] {
  const segments = segmentRows(input, stratum);
  const population = populationOf(input, stratum);
  const colourOf = segmentColours(input);
  const differenceOf = differencesOf(input, stratum);
  const rows = segments.map((row): TableRow => {
    const values = average === 'means' ? row.headlineMeans : row.headlineMedians;
    return {
      outlineLevel: row.level === 'sub' ? 1 : 0,
      anchor: average === 'means' ? segmentAnchor(row) : undefined,
      cells: [
        { value: segmentLabel(input, row), role: 'chip', fill: colourOf(stratum, row.clusterLabel) },
        shortName(row),
        row.customerCount,
        row.shareOfCustomers,
        ...features.map((feature): Cell => ({
          value: values[feature] ?? null,
          fill: average === 'means' ? differenceColour(differenceOf(row.clusterLabel, feature)) : undefined,
        })),
      ],
    };
  });
  return population === undefined ? rows : [populationRow(population, average, features), ...rows];
}

function populationRow(row: SummaryRow, average: Average, features: readonly string[]): TableRow {
  const values = average === 'means' ? row.headlineMeans : row.headlineMedians;
  const cells = ['All', 'All customers', row.customerCount, row.shareOfCustomers];
  return {
    cells: [...cells, ...features.map((feature) => values[feature] ?? null)].map((value) => ({
      value,
      role: 'strong',
    })),
  };
}
