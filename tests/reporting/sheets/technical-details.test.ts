import { describe, expect, it } from 'vitest';
import { technicalDetails } from '../../../reporting/sheets/technical-details.ts';
import { cellsOf, tableBelow, textOf } from '../plain-sheet.ts';
import { sampleInput } from '../sample-input.ts';

describe('technicalDetails(input)', () => {
  it('says how to repeat the run', () => {
    const text = textOf(technicalDetails(sampleInput()));
    for (const line of [
      'Result | 5e4d3c2b1a09',
      'Seed | 42',
      'Fingerprint of the SQL | 2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e',
      'hashCustomerIds | no',
      'duckdb | 1.5.5',
      'centroids | models/model.json | /centroids',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('names nothing that differs between two runs over the same input', () => {
    const text = textOf(technicalDetails(sampleInput()));
    for (const differing of ['run-2024-06-01', '2024-06-01T08:30', '2.31', '1.92']) {
      expect(text).not.toContain(differing);
    }
  });

  it('keeps numbers of the parameters as numbers', () => {
    const cell = cellsOf(technicalDetails(sampleInput())).find((candidate) => candidate.value === 0.05)!;
    expect(cell.format).toBe('setting');
  });

  it('lists the source files with rows and hashes', () => {
    const rows = tableBelow(technicalDetails(sampleInput()), 'File').map((row) =>
      row.map((cell) => cell.value),
    );
    expect(rows[1]).toEqual(['orders_2023.csv', 31_200, 31_150, 12, 38, 'a'.repeat(64)]);
  });

  it('explains names and words', () => {
    const text = textOf(technicalDetails(sampleInput()));
    expect(text).toMatch(/^1 \| Regular Customers \| no other rule fits$/m);
    expect(text).toMatch(/Loyal Customers \| Reward and keep/);
    expect(text).toMatch(/Silhouette \| How much closer/);
  });
});
