import type { CleaningLedger, LedgerRow, ReportInput, SourceFileRow } from '../report-input.ts';
import type { Block, Cell, TableRow } from '../sheet-model.ts';
import { withStratum } from '../segments.ts';
import { inTitle } from '../wording.ts';

/** The part of Quality Metrics that speaks about the data: ledgers, cleaning rules, customers left out. Pure. */
export function dataQualityBlocks(input: ReportInput): readonly Block[] {
  return [
    { kind: 'heading', text: 'Rows in = rows accounted for' },
    sourceLedger(input.sourceFiles),
    { kind: 'note', text: '' },
    cleaningLedger(input.ledger),
    { kind: 'heading', text: 'Data-quality issues by rule' },
    issueTable(input),
    { kind: 'heading', text: 'Customers without a segment' },
    ineligibleTable(input),
  ];
}

function balanceCell(rowsIn: number, rowsOut: number): Cell {
  return rowsIn === rowsOut
    ? { value: 'balances', tone: 'good' }
    : { value: 'does not balance', tone: 'bad' };
}

function sourceLedger(files: readonly SourceFileRow[]): Block {
  const line = (name: string, rows: readonly SourceFileRow[]): TableRow => {
    const total = (key: 'rowsInFile' | 'rowsLoaded' | 'rowsRejected' | 'rowsDuplicate'): number =>
      rows.reduce((sum, row) => sum + row[key], 0);
    const [inFile, loaded, rejected, duplicate] = [
      total('rowsInFile'),
      total('rowsLoaded'),
      total('rowsRejected'),
      total('rowsDuplicate'),
    ];
    return {
      cells: [name, inFile, loaded, rejected, duplicate, balanceCell(inFile, loaded + rejected + duplicate)],
    };
  };
  const rows = files.map((file) => line(file.file, [file]));
  return {
    kind: 'table',
    columns: [
      { header: 'Source file', format: 'text' },
      { header: 'Rows in file', format: 'count' },
      { header: 'Loaded', format: 'count' },
      { header: 'Rejected', format: 'count' },
      { header: 'Duplicate', format: 'count' },
      { header: 'Balance', format: 'text', span: 2 },
    ],
    rows: files.length > 1 ? [...rows, line('All files', files)] : rows,
    empty: 'No source file was read.',
  };
}

function cleaningLedger({ rowsIn, entries }: CleaningLedger): Block {
  const rowsOut = entries.reduce((sum, row) => sum + row.rowCount, 0);
  const rows = entries.map((row) => ({ cells: [entryText(row), null, row.rowCount, null] }));
  return {
    kind: 'table',
    columns: [
      { header: 'Cleaning', format: 'text' },
      { header: 'Rows in', format: 'count' },
      { header: 'Rows out', format: 'count' },
      { header: 'Balance', format: 'text', span: 2 },
    ],
    rows:
      entries.length === 0
        ? []
        : [
            { cells: ['Rows loaded', rowsIn, null, null] },
            ...rows,
            { cells: ['Sum', rowsIn, rowsOut, balanceCell(rowsIn, rowsOut)] },
          ],
    empty: 'No ledger of the cleaning was kept.',
  };
}

/** 'order_lines' as 'Order lines', and the reason behind 'Excluded'. */
function entryText({ entry, reason }: LedgerRow): string {
  return reason === null ? inTitle(entry) : `${inTitle(entry)}: ${reason.replaceAll('_', ' ')}`;
}

const SEVERITY_TONES: Readonly<Record<string, 'bad' | 'caution'>> = {
  fail: 'bad',
  error: 'bad',
  warn: 'caution',
};

function issueTable(input: ReportInput): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'Rule', format: 'text' },
      { header: 'Rows were', format: 'text' },
      { header: 'Rows', format: 'count' },
      { header: 'What it means', format: 'text', span: 8 },
    ],
    rows: input.issues.map((issue) => ({
      cells: [
        issue.rule,
        { value: issue.severity, tone: issue.count > 0 ? SEVERITY_TONES[issue.severity] : undefined },
        issue.count,
        issue.meaning,
      ],
    })),
    empty: 'No rule found anything to correct.',
  };
}

function ineligibleTable(input: ReportInput): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'Reason', format: 'text', span: 3 },
      { header: 'Customers', format: 'count' },
    ],
    rows: input.ineligible.map((row) => ({
      cells: [withStratum(input, row.stratum, row.reason), row.customerCount],
    })),
    empty: 'Every customer had enough history.',
  };
}
