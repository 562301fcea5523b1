import { describe, expect, it } from 'vitest';
import { workbookTable } from '../../bench/workbook.ts';

const measured = {
  rows: 9,
  peakBytes: 2e8,
  answer: { labels: new Int32Array(0), values: Float64Array.of(5e6) },
};

describe('workbookTable(measurements)', () => {
  it('compares medians with ours and says who failed', () => {
    const lines = workbookTable([
      { ...measured, side: 'our workbook', variant: null, seconds: [2, 4, 3], problem: null },
      { ...measured, side: 'openpyxl', variant: 'write_only', seconds: [30], problem: null },
      {
        ...measured,
        side: 'XlsxWriter',
        variant: 'constant_memory',
        seconds: [],
        problem: 'over 9 s',
        answer: null,
      },
    ]).split('\n');
    expect(lines[2]).toMatch(/^\| our workbook +\| +3\.00 \| +3 \| +\| +200 \| +5\.00 \|$/);
    expect(lines[3]).toMatch(/^\| openpyxl \(write_only\) +\| +30\.0 \| +1 \| +10\.0 \|/);
    expect(lines[4]).toMatch(/^\| XlsxWriter \(constant_memory\) +\| over 9 s \| +0 \| +- \| +200 \| +- \|$/);
  });
});
