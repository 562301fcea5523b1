import type { AssignmentRow, ReportInput } from '../report-input.ts';
import type { Cell, StreamedSheet, TableColumn } from '../sheet-model.ts';
import { SHEET_NAMES } from '../sheet-model.ts';
import { captionHeader, featureCaptions } from '../feature-captions.ts';
import { hasSeveralStrata, mainLabel, segmentColours, stratumName } from '../segments.ts';

/** A column and the cell it shows of a customer. */
interface AssignmentColumn extends TableColumn {
  readonly width: number;
  readonly cellOf: (row: AssignmentRow) => Cell;
}

/**
 * One row per customer, the header in the first row so that other programs can read the sheet as a table.
 *
 * @remarks Reads `input.assignments` when the sheet is written; holds one block in memory.
 */
export function customerAssignments(input: ReportInput): StreamedSheet {
  const columns = assignmentColumns(input);
  return {
    kind: 'streamed',
    name: SHEET_NAMES.assignments,
    tableName: 'customers',
    columns,
    frozenColumns: 1,
    tabColour: 'E69F00',
    blocks: cellBlocks(input.assignments, columns),
  };
}

async function* cellBlocks(
  assignments: ReportInput['assignments'],
  columns: readonly AssignmentColumn[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  let rowCount = 0;
  for await (const block of assignments) {
    rowCount += block.length;
    yield block.map((row) => columns.map((column) => column.cellOf(row)));
  }
  if (rowCount === 0) yield [columns.map((_, index) => (index === 0 ? 'No customers in the data.' : null))];
}

function assignmentColumns(input: ReportInput): readonly AssignmentColumn[] {
  const colourOf = segmentColours(input);
  const chip = (row: AssignmentRow, value: string): Cell => ({
    value,
    role: 'chip',
    fill: colourOf(row.stratum, row.clusterLabel),
  });
  const group: readonly AssignmentColumn[] = hasSeveralStrata(input)
    ? [{ header: 'Group', format: 'text', width: 12, cellOf: (row) => stratumName(row.stratum) }]
    : [];
  return [
    { header: 'Customer', format: 'text', width: 34, cellOf: (row) => row.customerId },
    ...group,
    { header: 'Segment', format: 'text', width: 12, cellOf: (row) => chip(row, mainLabel(row.clusterLabel)) },
    {
      header: 'Sub-segment',
      format: 'text',
      width: 14,
      cellOf: (row) => (row.clusterLabel.includes('.') ? chip(row, row.clusterLabel) : null),
    },
    { header: 'Name', format: 'text', width: 24, cellOf: (row) => row.archetype },
    { header: 'Outlier', format: 'text', width: 10, cellOf: outlierCell },
    { header: 'Distance to centre', format: 'decimal', width: 12, cellOf: (row) => row.distanceToCentroid },
    { header: 'Silhouette', format: 'index', width: 12, cellOf: (row) => row.silhouette },
    { header: 'Outlier score', format: 'index', width: 12, cellOf: (row) => row.outlierScore },
    { header: 'Features known', format: 'percent', width: 12, cellOf: (row) => row.featureCompletenessScore },
    ...headlineColumns(input),
    { header: 'Why not segmented', format: 'text', width: 34, cellOf: (row) => row.ineligibleReason },
  ];
}

/** Whether the customer is an outlier; a customer who was not segmented is neither. */
function outlierCell(row: AssignmentRow): Cell {
  if (row.ineligibleReason !== null) return null;
  return row.isOutlier ? 'yes' : 'no';
}

function headlineColumns(input: ReportInput): readonly AssignmentColumn[] {
  const captions = featureCaptions(input);
  return input.headlineFeatures.map((feature, index) => ({
    header: captionHeader(captions(feature), input.currency),
    format: captions(feature).format,
    width: 14,
    cellOf: (row) => row.headline[index] ?? null,
  }));
}
