import { describe, expect, it } from 'vitest';
import { styledCell } from '../../../reporting/sheet-model.ts';
import { customerAssignments } from '../../../reporting/sheets/customer-assignments.ts';
import { assignmentRow, blocksOf, sampleInput } from '../sample-input.ts';

describe('customerAssignments(input)', () => {
  it('gives each customer a segment to filter by, and the sub-segment beside it', async () => {
    const labels = ['4', '4.1', '4.10', 'outlier', 'ineligible'];
    const rows = labels.map((clusterLabel) => assignmentRow({ clusterLabel }));
    const sheet = customerAssignments(sampleInput({ assignments: blocksOf(rows) }));
    const columns = ['Segment', 'Sub-segment'].map((name) =>
      sheet.columns.findIndex(({ header }) => header === name),
    );
    const shown: unknown[] = [];
    for await (const block of sheet.blocks)
      for (const cells of block) shown.push(columns.map((column) => styledCell(cells[column]!).value));
    expect(shown).toEqual([
      ['4', null],
      ['4', '4.1'],
      ['4', '4.10'],
      ['outlier', null],
      ['ineligible', null],
    ]);
  });
});
