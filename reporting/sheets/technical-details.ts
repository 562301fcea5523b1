import type { ReportInput } from '../report-input.ts';
import type { Block, Cell, Sheet, TableBlock } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor } from '../sheet-model.ts';
import { segmentLabel, segmentRows, shortName, strataOf, withStratum } from '../segments.ts';

/** What is needed to repeat the run and to understand its words. Pure. */
export function technicalDetails(input: ReportInput): Sheet {
  return {
    name: SHEET_NAMES.technical,
    widths: [34, 44, 14, 14, 14, 14, 50],
    frozenColumns: 0,
    pages: { wide: 1, high: 0 },
    tabColour: '767676',
    blocks: [
      { kind: 'title', text: 'Technical details', anchor: sheetAnchor(SHEET_NAMES.technical) },
      ...resultBlocks(input),
      { kind: 'heading', text: 'Parameters' },
      parameterTable(input),
      ...versionBlocks(input),
      ...sourceBlocks(input),
      { kind: 'heading', text: 'Where the fitted numbers are' },
      fittedTable(input),
      ...explanationBlocks(input),
    ],
  };
}

/** What identifies the result and repeats it: ids, seeds, fingerprints. */
export function resultBlocks(input: ReportInput): readonly Block[] {
  return [
    { kind: 'heading', text: 'This result' },
    pairTable(runPairs(input), 'Nothing is known of the result.'),
  ];
}

/** What the result was made with. */
export function versionBlocks(input: ReportInput): readonly Block[] {
  return [
    { kind: 'heading', text: 'Versions' },
    pairTable(Object.entries(input.versions), 'No versions were recorded.'),
  ];
}

/** Every setting of the run. */
export function parameterTable(input: ReportInput): TableBlock {
  return pairTable(Object.entries(input.parameters), 'No parameters were recorded.');
}

/** The files that were read, with rows and hashes. */
export function sourceBlocks(input: ReportInput): readonly Block[] {
  return [{ kind: 'heading', text: 'Source files' }, sourceTable(input)];
}

/** What the names of segments and the words of the report mean. */
export function explanationBlocks(input: ReportInput): readonly Block[] {
  return [
    { kind: 'heading', text: 'How the segments got their names', startsPage: true },
    namingTable(input),
    { kind: 'heading', text: 'Names that segments can get: the first whose rule applies' },
    archetypeTable(input),
    { kind: 'heading', text: 'Glossary' },
    glossaryTable(input),
  ];
}

type Pair = readonly [name: string, value: Cell];

/** Pairs of a name and a value, the value over the width of the sheet so that long ones stay readable. */
function pairTable(pairs: readonly Pair[], empty: string): TableBlock {
  return {
    kind: 'table',
    columns: [
      { header: 'Name', format: 'text' },
      { header: 'Value', format: 'text', span: 6 },
    ],
    rows: pairs.map((pair) => ({ cells: pair.map(settingCell) })),
    empty,
  };
}

/** Settings are shown as they were written: a number unformatted and left like its neighbours, a switch as a word. */
function settingCell(cell: Cell): Cell {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'number' ? { value: cell, format: 'setting' } : cell;
}

function runPairs(input: ReportInput): readonly Pair[] {
  const strata = input.runs.flatMap((run): readonly Pair[] => [
    [withStratum(input, run.stratum, 'Model'), run.modelId],
    [withStratum(input, run.stratum, 'Engine'), run.engine],
    [withStratum(input, run.stratum, 'Seed'), run.seed],
    [withStratum(input, run.stratum, 'Density radius (eps)'), run.eps],
    [withStratum(input, run.stratum, 'Density neighbours (minSamples)'), run.minSamples],
    [withStratum(input, run.stratum, 'Fingerprint of the data'), run.dataFingerprint],
  ]);
  return [
    ['Segmentation', input.segmentation],
    ['Result', input.resultId],
    ['Time, run and seconds per stage', 'clustering_metadata.json; tables pipeline_runs and pipeline_stages'],
    ['Features as of', input.asOf],
    ['First record', input.dataSpan.first],
    ['Last record', input.dataSpan.last],
    ['Currency', input.currency === '' ? 'not stated' : input.currency],
    ...strata,
    ['Fingerprint of the input', input.fingerprints.input],
    ['Fingerprint of the SQL', input.fingerprints.sql],
    ['Fingerprint of the code', input.fingerprints.code],
  ];
}

function sourceTable(input: ReportInput): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'File', format: 'text', span: 2 },
      { header: 'Rows in file', format: 'count' },
      { header: 'Loaded', format: 'count' },
      { header: 'Rejected', format: 'count' },
      { header: 'Duplicate', format: 'count' },
      { header: 'SHA-256', format: 'text' },
    ],
    rows: input.sourceFiles.map((file) => ({
      cells: [
        file.file,
        file.rowsInFile,
        file.rowsLoaded,
        file.rowsRejected,
        file.rowsDuplicate,
        file.sha256,
      ],
    })),
    empty: 'No source file was read.',
  };
}

function fittedTable(input: ReportInput): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'Numbers', format: 'text' },
      { header: 'File', format: 'text' },
      { header: 'Place in the file', format: 'text', span: 3 },
    ],
    rows: input.fittedNumbers.map((entry) => ({ cells: [entry.what, entry.file, entry.pointer] })),
    empty: 'No model was stored.',
  };
}

/** Each segment with the rule that named it, in figures of the data. */
function namingTable(input: ReportInput): Block {
  const named = strataOf(input)
    .flatMap((stratum) => segmentRows(input, stratum))
    .filter((row) => row.archetypeRule !== null);
  return {
    kind: 'table',
    columns: [
      { header: 'Segment', format: 'text' },
      { header: 'Name', format: 'text' },
      { header: 'Because', format: 'text', span: 5 },
    ],
    rows: named.map((row) => ({ cells: [segmentLabel(input, row), shortName(row), row.archetypeRule] })),
    empty: 'No segment was named.',
  };
}

function archetypeTable(input: ReportInput): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'Name', format: 'text' },
      { header: 'What to do', format: 'text', span: 3 },
    ],
    rows: input.archetypes.map(({ archetype, strategy }) => ({ cells: [archetype, strategy] })),
    empty: 'Segments have no names.',
  };
}

function glossaryTable(input: ReportInput): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'Word', format: 'text' },
      { header: 'Meaning', format: 'text', span: 6 },
    ],
    rows: input.glossary.map((entry) => ({ cells: [entry.term, entry.meaning] })),
    empty: 'No words are explained.',
  };
}
