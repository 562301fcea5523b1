import { describe, expect, it } from 'vitest';
import { BenchUsageError, parseCommandLine } from '../../bench/command-line.ts';

describe('parseCommandLine(args)', () => {
  it('measures everything at full size by default', () => {
    const args = parseCommandLine([]);
    expect(args).toMatchObject({
      suites: ['kernels', 'pipeline', 'workbook'],
      n: 146_000,
      dimensions: [20, 5],
    });
    expect(args).toMatchObject({ matrices: ['gm', 'rfm'], repeat: null, out: null });
  });

  it('reads lists, numbers and names', () => {
    const args = parseCommandLine(['kernels', '--n', '5000', '--d', '7', '--tasks', 'dbscan,k-scan']);
    expect(args).toMatchObject({
      suites: ['kernels'],
      n: 5000,
      dimensions: [7],
      tasks: ['dbscan', 'k-scan'],
    });
    expect(parseCommandLine(['kernels', '--peers', '']).peers).toEqual([]);
    expect(parseCommandLine(['kernels', '--adversarial'])).toMatchObject({ n: 100_000, limitSeconds: 120 });
  });

  it.each([
    [['kernels', '--n', '12.5'], '--n: expected a whole number of at least 200, got 12.5'],
    [['pictures'], 'expected kernels, pipeline, workbook, got pictures'],
    [['kernels', '--data', 'gm,none'], 'data: expected gm, rfm, got none'],
    [['kernels', 'pipeline'], 'one name at most'],
    [['--out', 'x.md'], '--out needs a name'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(BenchUsageError);
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
