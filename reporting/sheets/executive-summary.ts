import { marksSentence } from '../distinguishing.ts';
import { findingsOf } from '../findings.ts';
import { recommendationFor } from '../recommendation.ts';
import type { ReportInput, RunRow, SummaryRow } from '../report-input.ts';
import type { Block, Cell, Sheet, TableBlock, TableColumn, TableRow, Tile } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import { clusteringVerdict, coverageVerdict, segmentVerdict, silhouetteVerdict } from '../verdicts.ts';
import {
  eligibleOnes,
  hasSeveralStrata,
  knownShares,
  mainSegments,
  populationOf,
  runOf,
  segmentAnchor,
  segmentColours,
  segmentLabel,
  segmentRows,
  shortName,
  strataOf,
  stratumName,
  subSegmentNote,
  withStratum,
} from '../segments.ts';
import { unidentifiedSentence } from '../unidentified.ts';
import { counted, inWords } from '../wording.ts';

/** A figure column of the segment table and where its value comes from. */
export interface FigureColumn extends TableColumn {
  readonly valueOf: (row: SummaryRow) => Cell;
}

/** Up to this number of segments the sheet stays legible on a single printed page. */
const MOST_SEGMENTS_ON_A_PAGE = 6;

const NAME_WIDTHS = { least: 24, most: 42 } as const;

/** The sheet to be read first and often alone: what was found, how far to trust it, what to do. Pure. */
export function executiveSummary(input: ReportInput): Sheet {
  const figures = figureColumns(input);
  const mainCount = input.summary.filter((row) => row.level === 'main').length;
  const widths = [12, nameWidth(input), ...figures.map(() => 13), 46, 46];
  return {
    name: SHEET_NAMES.summary,
    widths,
    frozenColumns: 0,
    pages: { wide: 1, high: mainCount > MOST_SEGMENTS_ON_A_PAGE ? 0 : 1 },
    tabColour: '0072B2',
    blocks: [
      { kind: 'title', text: input.title, anchor: sheetAnchor(SHEET_NAMES.summary) },
      { kind: 'note', text: originSentence(input) },
      ...strataBlocks(input, figures.length),
      { kind: 'heading', text: 'Segments' },
      { kind: 'note', text: `Click a name for its profile. ${segmentsNote(input)}` },
      segmentTable(input, figures),
      { kind: 'heading', text: 'Findings and recommendations' },
      findingsTable(input, figures.length),
      { kind: 'heading', text: 'In this workbook' },
      contentsTable(input, figures.length),
    ],
  };
}

/** Room for the longest name in one line: LibreOffice does not wrap a cell that is a link. */
function nameWidth(input: ReportInput): number {
  const lengths = input.summary.map((row) => shortName(row).length + 2);
  return Math.min(NAME_WIDTHS.most, Math.max(NAME_WIDTHS.least, ...lengths));
}

/** What the figures come from: span of the data, day, segmentation, run. */
export function originSentence(input: ReportInput): string {
  const { first, last } = input.dataSpan;
  const span = first === null || last === null ? 'Data span unknown' : `Data from ${first} to ${last}`;
  return `${span}. Features as of ${input.asOf}. Segmentation ${input.segmentation}, result ${input.resultId}.`;
}

/**
 * Verdict and tiles of each stratum; verdicts come first, so that a weak result is said in the first lines.
 *
 * @param figureCount - Columns of figures the tiles are spread over in a sheet.
 */
export function strataBlocks(input: ReportInput, figureCount: number): readonly Block[] {
  const strata = strataOf(input).length === 0 ? [''] : strataOf(input);
  const banners = strata.map((stratum): Block => {
    const verdict = clusteringVerdict(input, stratum);
    return { kind: 'banner', text: withStratum(input, stratum, verdict.sentence), tone: verdict.tone };
  });
  const failed = input.gates.filter((gate) => !gate.passed);
  const gates: readonly Block[] =
    failed.length === 0
      ? []
      : [
          {
            kind: 'banner',
            text: `Checks not passed: ${failed.map((gate) => withStratum(input, gate.stratum, gate.sentence)).join('; ')}.`,
            tone: 'caution',
          },
        ];
  const tiles = strata.flatMap((stratum): readonly Block[] => {
    const run = runOf(input, stratum);
    if (run === undefined) return [];
    const heading: readonly Block[] = hasSeveralStrata(input)
      ? [{ kind: 'heading', text: stratumName(stratum) }]
      : [{ kind: 'note', text: '' }];
    return [...heading, { kind: 'tiles', tiles: tilesOf(input, run, figureCount) }];
  });
  const unidentified = unidentifiedSentence(input, { coreOnly: true });
  const span: readonly Block[] =
    unidentified === '' ? [] : [{ kind: 'banner', text: unidentified, tone: 'caution' }];
  return [...banners, ...gates, ...span, ...tiles];
}

function tilesOf(input: ReportInput, run: RunRow, figureCount: number): readonly Tile[] {
  const segmentSpan = Math.ceil(figureCount / 2);
  const outlierCount = run.customerCount - run.clusteredCount;
  const silhouette = silhouetteVerdict(run, input.limits);
  const coverage = coverageVerdict(run, input.limits);
  const subs = input.summary.filter((row) => row.stratum === run.stratum && row.level === 'sub').length;
  return [
    {
      label: 'Customers',
      value: run.customerCount + run.ineligibleCount,
      format: 'count',
      note: `${inWords(run.customerCount, 'count')} eligible, ${inWords(run.ineligibleCount, 'count')} with too little history`,
      span: 2,
    },
    {
      label: 'Segments',
      value: mainSegments(input, run.stratum).length,
      format: 'count',
      note: subs === 0 ? 'no sub-segments' : `and ${counted(subs, 'sub-segment')}`,
      span: segmentSpan,
    },
    {
      label: 'Outliers',
      value: run.noise,
      format: 'percent',
      note: `${counted(outlierCount, 'customer')} in no segment`,
      span: figureCount - segmentSpan,
    },
    {
      label: 'Coverage',
      value: run.coverage,
      format: 'percent',
      note: coverage.sentence,
      span: 1,
      tone: coverage.tone,
    },
    {
      label: `Silhouette: ${silhouette.word}`,
      value: run.silhouette,
      format: 'index',
      note: `${silhouette.sentence} Coverage ${inWords(run.coverage, 'percent')}.`,
      span: 1,
      tone: silhouette.tone,
    },
  ];
}

/** Columns of figures the data can fill; at least customers, their share and one more, so that tiles fit above. */
export function figureColumns(input: ReportInput): readonly FigureColumn[] {
  const columns: FigureColumn[] = [
    { header: 'Customers', format: 'count', valueOf: (row) => row.customerCount },
    { header: 'Share of customers', format: 'percent', valueOf: (row) => row.shareOfCustomers },
    ...knownShares(input.summary),
  ];
  if (input.summary.some((row) => Number.isFinite(row.headlineMeans.return_rate))) {
    const valueOf = (row: SummaryRow): Cell => row.headlineMeans.return_rate ?? null;
    columns.push({ header: 'Return rate', format: 'percent', valueOf });
  }
  columns.push({ header: 'Stability', format: 'text', valueOf: (row) => stabilityCell(input, row) });
  return columns;
}

/** The band of a segment's stability in a word; the figure stands in Quality Metrics. */
function stabilityCell(input: ReportInput, row: SummaryRow): Cell {
  if (row.level !== 'main') return null;
  const { word, tone } = segmentVerdict(input, row);
  return { value: word, tone };
}

/** What the figures of the segment table are shares of and measured against. */
export function segmentsNote(input: ReportInput): string {
  const values = input.hasValues ? '' : ' The input has no value column, so nothing is said on revenue.';
  const whom = hasSeveralStrata(input)
    ? strataOf(input)
        .map((stratum) => eligibleOnes(input, stratum))
        .join(' or ')
    : 'eligible customers';
  return `Shares are of the ${whom}, and what marks a segment is measured against their average.${values}`;
}

/** One row per main segment and the outliers, then everybody in the first column's strong type; names link to profiles. */
export function segmentTable(input: ReportInput, figures: readonly FigureColumn[]): TableBlock {
  const colourOf = segmentColours(input);
  const rows = strataOf(input).flatMap((stratum): TableRow[] => {
    const shown = segmentRows(input, stratum).filter((row) => row.level !== 'sub');
    const population = populationOf(input, stratum);
    const segments = shown.map((row) => ({
      cells: [
        { value: segmentLabel(input, row), role: 'chip' as const, fill: colourOf(stratum, row.clusterLabel) },
        { value: shortName(row), link: segmentAnchor(row) },
        ...figures.map((figure) => figure.valueOf(row)),
        marksCell(input, row),
        recommendationFor(input, row),
      ],
    }));
    return population === undefined || shown.length === 0
      ? segments
      : [...segments, populationRow(input, population, figures)];
  });
  return {
    kind: 'table',
    name: 'segments',
    columns: [
      { header: 'Segment', format: 'text' },
      { header: 'Name', format: 'text' },
      ...figures,
      { header: 'What marks it', format: 'text' },
      { header: 'What to do', format: 'text' },
    ],
    rows,
    empty: 'No segments were found, so there is nothing to list.',
  };
}

function marksCell(input: ReportInput, row: SummaryRow): string {
  const subs = row.level === 'main' ? subSegmentNote(input, row) : '';
  return subs === '' ? marksSentence(input, row) : `${marksSentence(input, row)} Holds ${subs}.`;
}

function populationRow(input: ReportInput, row: SummaryRow, figures: readonly FigureColumn[]): TableRow {
  const strong = (cell: Cell): Cell =>
    cell !== null && typeof cell === 'object' ? cell : { value: cell, role: 'strong' };
  return {
    cells: [
      strong('All'),
      strong(withStratum(input, row.stratum, 'all clustered and outliers')),
      ...figures.map((figure) => strong(figure.valueOf(row))),
      strong(null),
      strong(null),
    ],
  };
}

/** Findings with what to do about them, largest effect first. @param figureCount - As in {@link strataBlocks}. */
export function findingsTable(input: ReportInput, figureCount: number): TableBlock {
  return {
    kind: 'table',
    columns: [
      { header: 'Rank', format: 'setting' },
      { header: 'Finding', format: 'text', span: figureCount + 2 },
      { header: 'Recommendation', format: 'text' },
    ],
    rows: findingsOf(input).map((finding, index) => ({
      cells: [index + 1, finding.sentence, finding.recommendation],
    })),
    empty: input.summary.some((row) => row.level === 'main')
      ? 'The data carry no finding worth acting on.'
      : 'No findings: there are no segments.',
  };
}

const CONTENTS: readonly (readonly [name: string, contents: string])[] = [
  [SHEET_NAMES.profiles, 'Every segment beside all customers, feature by feature, in original units.'],
  [SHEET_NAMES.assignments, 'Every customer with its segment; filter and copy from here.'],
  [SHEET_NAMES.features, 'What each feature means, how it is distributed, whether and why it was used.'],
  [SHEET_NAMES.quality, 'How far to trust the segments and the data behind them.'],
  [SHEET_NAMES.comparison, 'What other algorithms find on the same customers, measured alike; the winner.'],
  [
    SHEET_NAMES.visuals,
    'Charts of sizes, profiles and the choice of the number of segments, to be edited or copied into slides.',
  ],
  [SHEET_NAMES.technical, 'How to reproduce the run: parameters, versions, source files; and a glossary.'],
];

function contentsTable(input: ReportInput, figureCount: number): Block {
  const contents = CONTENTS.filter(
    ([name]) => name !== SHEET_NAMES.comparison || input.comparison.length > 0,
  );
  return {
    kind: 'table',
    columns: [
      { header: 'Sheet', format: 'text', span: 2 },
      { header: 'Contents', format: 'text', span: figureCount + 2 },
    ],
    rows: contents.map(([name, what]) => ({
      cells: [{ value: name, link: sheetAnchor(name) }, what],
    })),
    empty: '',
  };
}
