import { describe, expect, it } from 'vitest';
import { placeSheet } from '../../../reporting/layout.ts';
import type { ComparisonRow } from '../../../reporting/report-input.ts';
import { algorithmComparison } from '../../../reporting/sheets/algorithm-comparison.ts';
import { tableBelow, textOf } from '../plain-sheet.ts';
import { comparison, trial } from '../sample-comparison.ts';
import { sampleInput } from '../sample-input.ts';
import { sampleSummary } from '../sample-segments.ts';

const sheetOf = (...rows: readonly ComparisonRow[]) => algorithmComparison(sampleInput({ comparison: rows }));

describe('algorithmComparison(input)', () => {
  it('has a row per trial with coverage before the scores, and scores beside their reference', () => {
    const [header, first, second, , last] = tableBelow(sheetOf(comparison()), 'Algorithm');
    const headers = header!.map((cell) => cell.value);
    expect(headers.slice(4, 12)).toEqual([
      'Clusters',
      'Coverage',
      'Silhouette',
      'Shuffled data',
      'Gain',
      'Gain x coverage',
      'Calinski-Harabasz',
      'Davies-Bouldin',
    ]);
    expect(tableBelow(sheetOf(comparison()), 'Algorithm')).toHaveLength(5);
    expect(first!.slice(0, 8).map((cell) => cell.value)).toEqual([
      'K-means',
      'k 4',
      'core',
      null,
      4,
      1,
      0.31,
      0.14,
    ]);
    expect(second![headers.indexOf('Gain x coverage')]!.value).toBeCloseTo((0.36 - 0.14) * 0.95, 12);
    expect(last!.slice(4, 12).map((cell) => cell.value)).toEqual([0, 0, null, null, null, null, null, null]);
    expect(last!.map((cell) => cell.value)).toContain('0 clusters');
  });

  it('names the winner and the rule, and says that the segments of the workbook are others', () => {
    const text = textOf(sheetOf(comparison()));
    expect(text).toContain(
      'Winner: DBSCAN (eps 0.723, minSamples 10) on core features, 3 clusters: silhouette 0.36 against 0.14 in shuffled data, ' +
        'coverage 95 %.',
    );
    expect(text).toContain(
      'Rule: largest gain times coverage. Measured on the customers of this clustering; seconds stand in table algorithm_comparison. ' +
        'The segments of this workbook are not those of the winner, whose clusters stand in table comparison_winner.',
    );
    const rows = tableBelow(sheetOf(comparison()), 'Algorithm').slice(1);
    expect(rows.map((row) => row[3]!.value)).toEqual([null, 'winner', null, null]);
    expect(rows.map((row) => row[0]!.role)).toEqual(['body', 'strong', 'body', 'body']);
  });

  it('does not set the segments apart from the hybrid on the features of the run, but on others', () => {
    const wonBy = (featureSet: string) => {
      const trials = [trial({ algorithm: 'hybrid', isWinner: true, featureSet })];
      const input = sampleInput({ comparison: [comparison({ trials })], parameters: { features: 'core' } });
      return textOf(algorithmComparison(input));
    };
    expect(wonBy('core')).not.toContain('not those of the winner');
    expect(wonBy('all')).toContain('not those of the winner');
  });

  it('marks trials on a sample', () => {
    const [header, ...rows] = tableBelow(sheetOf(comparison()), 'Algorithm');
    const column = header!.findIndex((cell) => cell.value === 'Sampled');
    expect(rows.map((row) => row[column]!.value)).toEqual([null, null, 'sampled', null]);
  });

  it('says that nothing won where nothing did', () => {
    const sheet = sheetOf(comparison({ trials: [trial()] }));
    expect(textOf(sheet)).toContain('No trial meets the limits of a winner.');
    expect(textOf(sheet)).not.toContain('Winner: ');
  });

  it('leaves the figures of a comparison of other data out and says so', () => {
    const sheet = sheetOf(comparison({ isCurrent: false, trials: [] }));
    expect(textOf(sheet)).toContain(
      'The last comparison measured other customers or features than this clustering, so its figures are ' +
        'left out. Run pipeline compare again.',
    );
    expect(textOf(sheet)).toContain('No comparison was made of the customers of this clustering.');
    expect(textOf(sheet)).not.toMatch(/DBSCAN|Winner: /);
  });

  it('keeps the strata apart, with one filter over both', () => {
    const summary = ['buyers', 'non_buyers'].flatMap((stratum) =>
      sampleSummary().map((row) => ({ ...row, stratum })),
    );
    const rows = ['buyers', 'non_buyers'].map((stratum) => comparison({ stratum }));
    const sheet = algorithmComparison(sampleInput({ summary, runs: [], comparison: rows }));
    expect(textOf(sheet)).toMatch(/^Buyers: Winner: DBSCAN/m);
    expect(textOf(sheet)).toMatch(/^Non-buyers: Winner: DBSCAN/m);
    const groups = tableBelow(sheet, 'Group').map((row) => row[0]!.value);
    expect(groups).toEqual(['Group', ...Array(4).fill('Buyers'), ...Array(4).fill('Non-buyers')]);
    const [trials] = placeSheet(sheet).tables;
    expect(trials).toMatchObject({ name: 'algorithm_trials', hasFilter: true });
    expect(trials!.lastRow - trials!.headerRow).toBe(8);
  });
});
