import { looksLikeFormula } from './cell-text.ts';
import type { SelectionRow } from './report-input.ts';

/** A column of a CSV file: its header and the value it takes from a row. */
export interface CsvColumn<Row> {
  readonly header: string;
  readonly valueOf: (row: Row) => string | number | boolean | null;
}

/**
 * Rows as CSV text: comma, CRLF, header first; fields with comma, quote or line end are quoted.
 *
 * Null, NaN and infinities are empty fields. Numbers are written shortest-exact and never guarded. Text that a
 * spreadsheet would read as a formula (it begins with = + - @ tab or CR) is preceded by a single quote: a program
 * reading the file back must strip it.
 *
 * @see RFC 4180; OWASP, CSV Injection.
 */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => csvField(column.header)),
    ...rows.map((row) => columns.map((column) => csvField(column.valueOf(row)))),
  ];
  return lines.map((fields) => `${fields.join(',')}\r\n`).join('');
}

/** Rows of a table as CSV text: every column, under its own name, in its order. Empty without rows. */
export function tableCsv(
  rows: readonly Readonly<Record<string, string | number | boolean | null>>[],
): string {
  const columns = Object.keys(rows[0] ?? {}).map((header) => ({
    header,
    valueOf: (row: (typeof rows)[number]) => row[header] ?? null,
  }));
  return toCsv(columns, rows);
}

function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'boolean') return String(value);
  const text = looksLikeFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns of `cluster_selection_comparison.csv`: those of the table `cluster_selection`, in its order. */
const SELECTION_COLUMNS: readonly CsvColumn<SelectionRow>[] = [
  { header: 'segmentation', valueOf: (row) => row.segmentation },
  { header: 'stratum', valueOf: (row) => row.stratum },
  { header: 'run_id', valueOf: (row) => row.runId },
  { header: 'k', valueOf: (row) => row.k },
  { header: 'inertia', valueOf: (row) => row.inertia },
  { header: 'silhouette', valueOf: (row) => row.silhouette },
  { header: 'silhouette_standard_error', valueOf: (row) => row.silhouetteStandardError },
  { header: 'calinski_harabasz', valueOf: (row) => row.calinskiHarabasz },
  { header: 'davies_bouldin', valueOf: (row) => row.daviesBouldin },
  { header: 'elbow_distance', valueOf: (row) => row.elbowDistance },
  { header: 'stability', valueOf: (row) => row.stability },
  { header: 'smallest_cluster', valueOf: (row) => row.smallestCluster },
  { header: 'largest_share', valueOf: (row) => row.largestShare },
  { header: 'is_degenerate', valueOf: (row) => row.isDegenerate },
  { header: 'is_chosen', valueOf: (row) => row.isChosen },
  { header: 'why_not', valueOf: (row) => row.whyNot },
];

/** Text of `cluster_selection_comparison.csv`: one row per K that was tried, in the order given. */
export function selectionCsv(rows: readonly SelectionRow[]): string {
  return toCsv(SELECTION_COLUMNS, rows);
}
