import { describe, expect, it } from 'vitest';
import { placeSheet } from '../../../reporting/layout.ts';
import type { ChartSpec } from '../../../reporting/package/chart.ts';
import type { ReportInput } from '../../../reporting/report-input.ts';
import { visualizations } from '../../../reporting/sheets/visualizations.ts';
import { picture } from '../package/samples.ts';
import { sampleInput } from '../sample-input.ts';

function chartsOf(changes: Partial<ReportInput> = {}): ChartSpec[] {
  const { drawings } = placeSheet(visualizations(sampleInput(changes)));
  return drawings.flatMap(({ content }) => (content.kind === 'chart' ? [content.chart] : []));
}

describe('the chart of sizes', () => {
  it('shows customers per segment, largest named, each bar in the colour of its segment', () => {
    const [sizes] = chartsOf();
    expect(sizes!.title).toBe('Regular Customers: the largest segment, 40 % of eligible customers');
    expect(sizes!.categories.texts).toEqual([
      'Regular Customers',
      'Loyal Customers',
      'Lapsed Customers',
      'High Returners',
      'Outliers',
    ]);
    expect(sizes!.series[0]!.values).toMatchObject({
      numbers: [1600, 1200, 900, 100, 200],
      formatCode: '#,##0',
    });
    expect(sizes!.series[0]!.points.map(({ colour }) => colour)).toEqual([
      '0072B2',
      'E69F00',
      '009E73',
      'CC79A7',
      '595959',
    ]);
    expect(sizes!.alt).toContain('High Returners: 100 customers');
  });

  it('names nothing the largest where there are outliers only', () => {
    const summary = sampleInput().summary.filter(({ level }) => level === 'outlier' || level === 'all');
    expect(chartsOf({ summary })[0]!.title).toBe('No segment was found, outliers only');
  });
});

describe('the chart of profiles', () => {
  it('has a series per main segment over all features, and says what differs most', () => {
    const profiles = chartsOf()[1]!;
    expect(profiles.series.map(({ name }) => name.texts)).toEqual([
      ['Regular Customers'],
      ['Loyal Customers'],
      ['Lapsed Customers'],
      ['High Returners'],
    ]);
    const numbers = profiles.series.flatMap(({ values }) => values.numbers);
    const largest = Math.max(...numbers.map((number) => Math.abs(number ?? 0)));
    expect(profiles.title).toMatch(
      /^What sets segments apart most: .+, .+ [+\u2212]\d\.\d standard deviations$/,
    );
    expect(profiles.title).toContain(largest.toFixed(1));
  });

  it('leaves out features in which nobody differs', () => {
    const { profiles } = sampleInput();
    const features = chartsOf()[1]!.categories.texts.length;
    const same = profiles.map((row) =>
      row.feature === profiles[0]!.feature ? { ...row, standardisedDifference: 0 } : row,
    );
    expect(chartsOf({ profiles: same })[1]!.categories.texts).toHaveLength(features - 1);
  });

  it('is not there where no difference is known', () => {
    const charts = chartsOf({ profiles: [] });
    expect(charts.map(({ kind }) => kind)).toEqual(['bars', 'lines']);
  });
});

describe('the chart of the scan', () => {
  it('draws silhouette and stability over K and marks the chosen one', () => {
    const scan = chartsOf()[2]!;
    expect(scan.title).toBe('4 segments chosen: silhouette 0.28, stability 0.94');
    expect(scan.categories.texts).toEqual(['3', '4', '5', '6']);
    expect(scan.series.map(({ name, values }) => [name.texts[0], values.numbers])).toEqual([
      ['Stability', [0.97, 0.94, 0.71, 0.83]],
      ['Silhouette', [0.262, 0.284, 0.247, 0.291]],
    ]);
    expect(scan.series[1]!.points).toMatchObject([{ index: 1, label: 'chosen: K = 4' }]);
  });

  it('marks nothing where none was chosen', () => {
    const selection = sampleInput().selection.map((row) => ({ ...row, isChosen: false }));
    const scan = chartsOf({ selection })[2]!;
    expect(scan.title).toMatch(/none was chosen/);
    expect(scan.series.flatMap(({ points }) => points)).toEqual([]);
  });
});

describe('pictures', () => {
  it('stand with their stratum, one printed page each, unless a chart shows the same', () => {
    const pictures = [picture(), picture({ stratum: 'other' }), picture({ name: 'k_scan_all' })];
    const placed = placeSheet(visualizations(sampleInput(), pictures));
    const shown = placed.drawings.filter(({ content }) => content.kind === 'picture');
    expect(shown).toHaveLength(1);
    const heading = shown[0]!.row - 2;
    expect(placed.rows[heading]!.cells[0]!.value).toBe('Map of the customers');
    expect(placed.rows[heading - 1]!.endsPage).toBe(true);
    expect(placed.rows.length - heading - 1).toBe(480 / 20 + 1);
  });
});
