import { describe, expect, it } from 'vitest';
import { featureAnalysis } from '../../../reporting/sheets/feature-analysis.ts';
import { placeSheet } from '../../../reporting/layout.ts';
import type { PlacedCell } from '../../../reporting/layout.ts';
import { tableBelow, textOf } from '../plain-sheet.ts';
import { sampleInput } from '../sample-input.ts';

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
    ]).toEqual(['dropped', 'correlated with a kept feature', 0.971, 'Return rate']);
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
