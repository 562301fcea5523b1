import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../bench/kernels/suite.ts';
import { stageTable } from '../../bench/pipeline-stages.ts';
import { count, figure, megabytes, table } from '../../bench/table.ts';

describe('table(header, rows)', () => {
  it('pads columns, aligns right where the header asks for it and escapes bars', () => {
    expect(
      table(
        ['side', '-s'],
        [
          ['a|b', '12.5'],
          ['ours', '1'],
        ],
      ),
    ).toBe(
      // prettier-ignore
      ['| side |    s |', '| ---- | ---: |', '| a\\|b | 12.5 |', '| ours |    1 |', ''].join('\n'),
    );
  });
});

describe('figure(value)', () => {
  it('keeps three digits', () => {
    expect([0.021449, 3.4149, 26.449, 2600.4, 0, 5.4e-9, 8.42e22, NaN].map(figure)).toEqual(['0.0214', '3.41', '26.4', '2600', '0', '5.4e-9', '8.4e+22', '-']); // prettier-ignore
  });

  it('writes sizes for people', () => {
    expect([999, 146000, 1e6].map(count)).toEqual(['999', '146,000', '1,000,000']);
    expect([4.3e9, NaN].map(megabytes)).toEqual(['4300', '-']);
  });
});

describe('cellsOf(line)', () => {
  const measurement = {
    ...{ side: 'scikit-learn', variant: 'n_jobs=1', rows: 1000 },
    ...{ seconds: [3, 2, 7], peakBytes: 2e8, answer: null, problem: null },
  };

  it('shows the ratio to ours of the scaled median, and says that it is scaled', () => {
    const line = { data: 'gm', columns: 20, measurement, ours: 0.5, scale: 4, agreement: 'all' };
    const expected = ['gm', '1,000', '20', 'scikit-learn (n_jobs=1)', '12.0 scaled', '3', '24.0', '200', 'all']; // prettier-ignore
    expect(cellsOf(line)).toEqual(expected);
  });

  it('shows no ratio of ours, and dashes for a side that failed', () => {
    const failed = { ...measurement, seconds: [], peakBytes: NaN, problem: 'over 5 s' };
    const line = {
      data: 'gm',
      columns: 20,
      measurement: failed,
      ours: null,
      scale: 1,
      agreement: 'over 5 s',
    };
    expect(cellsOf(line).slice(4)).toEqual(['-', '0', '', '-', 'over 5 s']);
  });
});

describe('stageTable(runs)', () => {
  it('shows medians per size and the slope of each stage', () => {
    const run = (customers: number, seconds: number) => ({
      ...{ customers, wallSeconds: 10, peakBytes: 1e6 * customers },
      stages: [{ stage: 'build gold', seconds }],
    });
    const lines = stageTable([run(10, 1), run(10, 3), run(10, 2), run(100, 200)]).split('\n');
    const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()).filter((cell) => cell !== '')); // prettier-ignore
    expect(cells[0]).toEqual(['seconds', '10', '100', 'slope']);
    expect(cells.slice(2, 5)).toEqual([
      ['build gold', '2.00', '200', '2.00'],
      ['process, start to end', '10.0', '10.0', '0.00'],
      ['peak MB', '10', '100', '1.00'],
    ]);
  });
});
