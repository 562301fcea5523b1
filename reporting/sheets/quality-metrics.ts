import type { GateResult, ReportInput, RunRow } from '../report-input.ts';
import { counted, inTitle, inWords } from '../wording.ts';
import type { Block, Cell, Sheet, TableColumn, TableRow } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import type { Verdict } from '../verdicts.ts';
import {
  clusteringVerdict,
  coverageVerdict,
  gateVerdict,
  jaccardBandsInWords,
  kStabilityVerdict,
  missingnessVerdict,
  preferenceVerdict,
  segmentVerdict,
  silhouetteVerdict,
} from '../verdicts.ts';
import { dataQualityBlocks } from './data-quality.ts';
import {
  isFurtherStratum,
  runOf,
  segmentColours,
  segmentLabel,
  segmentRows,
  shortName,
  strataOf,
  withStratum,
} from '../segments.ts';

/** Grid shared by all tables of the sheet: a name, nine figures, a text. */
const WIDTHS = [34, 13, 13, 13, 13, 13, 13, 13, 13, 13, 44];

/** How far to trust the segments, and the data behind them. Pure. */
export function qualityMetrics(input: ReportInput): Sheet {
  return {
    name: SHEET_NAMES.quality,
    widths: WIDTHS,
    frozenColumns: 0,
    pages: { wide: 1, high: 0 },
    tabColour: 'D55E00',
    blocks: [
      { kind: 'title', text: 'Quality metrics', anchor: sheetAnchor(SHEET_NAMES.quality) },
      ...segmentQualityBlocks(input),
      ...gateBlocks(input),
      ...dataQualityBlocks(input),
    ],
  };
}

/** Indices, stability of the segments and choice of their number, stratum by stratum. */
export function segmentQualityBlocks(input: ReportInput): readonly Block[] {
  const strata = strataOf(input);
  return [
    {
      kind: 'note',
      text: 'Every figure on the segments stands beside the share of eligible customers it speaks for (coverage).',
    },
    ...(strata.length === 0
      ? [verdictBanner(input, '')]
      : strata.flatMap((stratum) => [...trustBlocks(input, stratum), ...scanBlocks(input, stratum)])),
  ];
}

function verdictBanner(input: ReportInput, stratum: string): Block {
  const verdict = clusteringVerdict(input, stratum);
  return { kind: 'banner', text: verdict.sentence, tone: verdict.tone };
}

/** How far to trust the segments of a stratum: indices with their verdicts, warnings, stability of each segment. */
export function trustBlocks(input: ReportInput, stratum: string): readonly Block[] {
  const run = runOf(input, stratum);
  return [
    {
      kind: 'heading',
      text: withStratum(input, stratum, 'Indices'),
      startsPage: isFurtherStratum(input, stratum),
    },
    verdictBanner(input, stratum),
    indexTable(input, run),
    ...(run?.warnings ?? []).map((text): Block => ({ kind: 'banner', text, tone: 'caution' })),
    { kind: 'heading', text: withStratum(input, stratum, 'Stability of each segment') },
    {
      kind: 'note',
      text: `Mean Jaccard similarity between a segment and its like when customers are drawn anew: ${jaccardBandsInWords(input.limits)}.`,
    },
    stabilityTable(input, stratum),
  ];
}

function scanBlocks(input: ReportInput, stratum: string): readonly Block[] {
  return [
    { kind: 'heading', text: withStratum(input, stratum, 'Choice of the number of segments') },
    scanTable(input, stratum),
  ];
}

/** An index: its name, its value on clustered customers and on all, and what to think of it. */
interface IndexLine {
  readonly name: string;
  readonly clustered: Cell;
  readonly all?: Cell;
  readonly verdict: Verdict;
}

function indexTable(input: ReportInput, run: RunRow | undefined): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'Index', format: 'text' },
      { header: 'On clustered customers', format: 'index' },
      { header: 'On all eligible', format: 'index' },
      { header: 'Coverage', format: 'percent' },
      { header: 'Verdict', format: 'text', span: 2 },
      { header: 'What it says', format: 'text', span: 5 },
    ],
    rows: run === undefined ? [] : indexLines(input, run).map((line) => indexRow(line, run.coverage)),
    empty: 'Nothing was clustered, so there is no index.',
  };
}

function indexRow(line: IndexLine, coverage: number): TableRow {
  const { name, clustered, all = null, verdict } = line;
  return {
    cells: [name, clustered, all, coverage, { value: verdict.word, tone: verdict.tone }, verdict.sentence],
  };
}

function indexLines(input: ReportInput, run: RunRow): readonly IndexLine[] {
  const selection = input.selection.filter((row) => row.stratum === run.stratum);
  const plain = (word: string, sentence: string): Verdict => ({ tone: 'plain', word, sentence });
  return [
    {
      name: 'Silhouette (-1 to 1, higher is better)',
      clustered: run.silhouette,
      all: run.silhouetteAll,
      verdict: silhouetteVerdict(run, input.limits),
    },
    ...errorLines(run),
    {
      name: 'Silhouette of shuffled data',
      clustered: run.permutedSilhouette,
      verdict: plain('reference', 'What the same recipe finds where there is nothing to find.'),
    },
    {
      name: 'Calinski-Harabasz (higher is better)',
      clustered: { value: run.calinskiHarabasz, format: 'count' },
      verdict: preferenceVerdict(selection, 'calinskiHarabasz'),
    },
    {
      name: 'Davies-Bouldin (lower is better)',
      clustered: run.daviesBouldin,
      verdict: preferenceVerdict(selection, 'daviesBouldin'),
    },
    {
      name: 'Stability of K (0 to 1)',
      clustered: run.stability,
      verdict: kStabilityVerdict(run.stability, input.limits),
    },
    {
      name: 'Share of outliers (noise)',
      clustered: { value: run.noise, format: 'percent' },
      verdict: coverageVerdict(run, input.limits),
    },
    {
      name: 'Noise at the knee of the density curve',
      clustered: { value: run.kneeNoise, format: 'percent' },
      verdict: plain('for comparison', 'Outliers the density curve alone would have set apart.'),
    },
    {
      name: 'Overlap with missing data (0 to 1)',
      clustered: run.missingnessNmi,
      verdict: missingnessVerdict(run.missingnessNmi, input.limits),
    },
  ];
}

/** The error of the silhouette, where it was not measured on everybody. */
function errorLines({
  silhouetteSampleRows: sample,
  silhouetteStandardError: error,
  clusteredCount,
}: RunRow) {
  if (sample === null) return [];
  const sentence =
    `Silhouettes of ${inWords(sample, 'count')} of ${counted(clusteredCount, 'clustered customer')}, drawn at random; ` +
    'those of the others are empty. The other silhouettes of this page rest on such samples too.';
  const verdict: Verdict = { tone: 'plain', word: 'sample', sentence };
  return [{ name: 'Standard error of the silhouette', clustered: error, verdict }];
}

function stabilityTable(input: ReportInput, stratum: string): Block {
  const colourOf = segmentColours(input);
  return {
    kind: 'table',
    columns: [
      { header: 'Name', format: 'text' },
      { header: 'Segment', format: 'text' },
      { header: 'Customers', format: 'count' },
      { header: 'Silhouette', format: 'index' },
      { header: 'Stability', format: 'index' },
      { header: 'Band', format: 'text', span: 2 },
      { header: 'What it says', format: 'text', span: 4 },
    ],
    rows: segmentRows(input, stratum)
      .filter((row) => row.level !== 'outlier')
      .map((row) => {
        const verdict = segmentVerdict(input, row);
        return {
          cells: [
            shortName(row),
            { value: segmentLabel(input, row), role: 'chip', fill: colourOf(stratum, row.clusterLabel) },
            row.customerCount,
            row.silhouetteMean,
            row.jaccardStability,
            { value: verdict.word, tone: verdict.tone },
            verdict.sentence,
          ],
        };
      }),
    empty: 'No segments were found, so there is nothing to judge.',
  };
}

const SCAN_COLUMNS: readonly TableColumn[] = [
  { header: 'Number of segments (K)', format: 'setting' },
  { header: 'Silhouette', format: 'index' },
  { header: 'Stability', format: 'index' },
  { header: 'Calinski-Harabasz', format: 'count' },
  { header: 'Davies-Bouldin', format: 'index' },
  { header: 'Inertia', format: 'decimal' },
  { header: 'Elbow distance', format: 'index' },
  { header: 'Smallest segment', format: 'count' },
  { header: 'Largest share', format: 'percent' },
  { header: 'Chosen', format: 'text' },
  { header: 'Why not', format: 'text' },
];

function scanTable(input: ReportInput, stratum: string): Block {
  return {
    kind: 'table',
    name: `scan_${stratum}`,
    columns: SCAN_COLUMNS,
    rows: input.selection
      .filter((row) => row.stratum === stratum)
      .toSorted((a, b) => a.k - b.k)
      .map((row) => ({
        cells: [
          row.k,
          row.silhouette,
          row.stability,
          row.calinskiHarabasz,
          row.daviesBouldin,
          row.inertia,
          row.elbowDistance,
          row.smallestCluster,
          row.largestShare,
          row.isChosen ? { value: 'chosen', tone: 'good' } : null,
          row.whyNot,
        ],
      })),
    empty: 'No number of segments was tried.',
  };
}

/** The checks of the result: passed, not passed or not measured. */
export function gateBlocks(input: ReportInput): readonly Block[] {
  return [
    { kind: 'heading', text: 'Checks on the result', startsPage: true },
    {
      kind: 'table',
      columns: [
        { header: 'Check', format: 'text' },
        { header: 'Result', format: 'text' },
        { header: 'Value', format: 'index' },
        { header: 'Limit', format: 'index' },
        { header: 'What it says', format: 'text', span: 7 },
      ],
      rows: input.gates.map((gate) => gateRow(input, gate)),
      empty: 'No check was made.',
    },
  ];
}

function gateRow(input: ReportInput, gate: GateResult): TableRow {
  const { word, tone } = gateVerdict(gate);
  const format = gate.name === 'noise' ? 'percent' : 'index';
  return {
    cells: [
      withStratum(input, gate.stratum, inTitle(gate.name)),
      { value: word, tone },
      { value: gate.value, format },
      { value: gate.threshold, format },
      gate.sentence,
    ],
  };
}
