import { describe, expect, it } from 'vitest';
import { featureAnalysis } from '../../../reporting/sheets/feature-analysis.ts';
import { placeSheet } from '../../../reporting/layout.ts';
import type { PlacedCell } from '../../../reporting/layout.ts';
import { tableBelow, textOf } from '../plain-sheet.ts';
import { runRow, sampleInput } from '../sample-input.ts';

function byHeader(rows: PlacedCell[][], label: string): Record<string, PlacedCell> {
  const row = rows.find((cells) => cells[0]!.value === label)!;
  return Object.fromEntries(rows[0]!.map((header, index) => [String(header.value), row[index]!]));
}

describe('featureAnalysis(input)', () => {
  it('lists clustered features by importance, then profiled, then dropped ones', () => {
    const labels = tableBelow(featureAnalysis(sampleInput()), 'Feature').map((row) => row[0]!.value);
    expect(labels.slice(1)).toEqual([
      'Return rate',
      'Orders',
      'Days since last order',
      'Value kept',
      'Customer lifetime',
      'Different articles',
      'Trend',
      'Return ratio',
    ]);
  });

  it('shows each statistic in the unit of its feature', () => {
    const rows = tableBelow(featureAnalysis(sampleInput()), 'Feature');
    const orders = byHeader(rows, 'Orders');
    expect([orders.Mean!.format, orders.Maximum!.format]).toEqual(['decimal', 'count']);
    expect(byHeader(rows, 'Return rate')['99th percentile']).toMatchObject({ value: 0.4, format: 'percent' });
    expect(byHeader(rows, 'Value kept').Unit!.value).toBe('EUR');
  });

  it('says why a feature was dropped and names its twin', () => {
    const dropped = byHeader(tableBelow(featureAnalysis(sampleInput()), 'Feature'), 'Return ratio');
    expect([
      dropped.Use!.value,
      dropped.Why!.value,
      dropped.Figure!.value,
      dropped['Correlated with']!.value,
    ]).toEqual(['dropped', 'correlated', 'correlation 0.97', 'Return rate']);
  });

  it.each([
    ['near_constant', 0.987, 'share of one value 99 %'],
    ['collinear', 12.34, 'variance inflation factor 12.3'],
    ['too_many_missing', 0.559, 'share missing 56 %'],
    ['no_category', 1, 'share missing 100 %'],
    ['core', null, null],
  ])('says what the figure behind a reason is: %s', (reason, figure, text) => {
    const features = sampleInput().features.slice(0, 1);
    const input = sampleInput({ features: features.map((row) => ({ ...row, reason, figure })) });
    const row = byHeader(tableBelow(featureAnalysis(input), 'Feature'), 'Return rate');
    expect(row.Figure!.value).toBe(text);
  });

  it('repeats on each printed page what tells rows apart, and keeps the note beside it', () => {
    const features = sampleInput().features.flatMap((row) =>
      ['buyers', 'non_buyers'].map((stratum) => ({ ...row, stratum })),
    );
    const runs = ['buyers', 'non_buyers'].map((stratum) => runRow({ stratum }));
    const sheet = featureAnalysis(sampleInput({ features, runs, summary: [] }));
    const header = tableBelow(sheet, 'Feature')[0]!.map((cell) => cell.value);
    expect(header.slice(0, sheet.frozenColumns)).toEqual(['Feature', 'Group']);
    const note = placeSheet(sheet).rows[1]!.cells[0]!;
    expect(note.column).toBe(3);
    expect(header[note.column + note.span - 2]).toBe('Known values');
  });

  it('freezes and filters the header', () => {
    const placed = placeSheet(featureAnalysis(sampleInput()));
    expect(placed.rows[placed.frozenRows - 1]!.cells[0]!.value).toBe('Feature');
    expect(placed.tables).toMatchObject([{ name: 'features', headerRow: 3, lastRow: 11, hasFilter: true }]);
    expect(placed.tables[0]!.headers).toHaveLength(22);
  });

  it('says that nothing was examined', () => {
    expect(textOf(featureAnalysis(sampleInput({ features: [] })))).toMatch(/No feature was examined/);
  });
});
