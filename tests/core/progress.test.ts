import { describe, expect, it } from 'vitest';
import {
  createBarReporter,
  createLineReporter,
  silentReporter,
  type ProgressReporter,
} from '../../pipeline/core/progress.ts';
import { memoryOutput } from './memory.ts';

const ERASE = '\r\u001b[2K';

function report(reporter: ProgressReporter): void {
  reporter.stageStarted(1, 2, 'load bronze');
  reporter.stageProgress(0.5, 'a.csv');
  reporter.stageProgress(null, 'thinking');
  reporter.stageEnded('10 rows in 0.1 s', ['1 file', 'warning: odd']);
  reporter.stageStarted(2, 2, 'clean orders');
  reporter.stageEnded('failed', []);
}

describe('createLineReporter(output)', () => {
  it('writes one line a finished stage, its details below it, and nothing in between', () => {
    const output = memoryOutput();
    report(createLineReporter(output));
    expect(output.text).toBe(
      '[1/2] load bronze: 10 rows in 0.1 s\n      1 file\n      warning: odd\n[2/2] clean orders: failed\n',
    );
  });
});

describe('createBarReporter(output)', () => {
  it('redraws one line while a stage runs and leaves one line behind', () => {
    const output = memoryOutput();
    report(createBarReporter(output));
    expect(output.text.split(ERASE)).toEqual([
      '',
      '[1/2] load bronze',
      '[1/2] load bronze  ██████████░░░░░░░░░░  a.csv',
      '[1/2] load bronze  thinking',
      '[1/2] load bronze: 10 rows in 0.1 s\n      1 file\n      warning: odd\n',
      '[2/2] clean orders',
      '[2/2] clean orders: failed\n',
    ]);
  });

  it('keeps what is redrawn within the width of the terminal', () => {
    const output = memoryOutput(20);
    const reporter = createBarReporter(output);
    reporter.stageStarted(1, 1, 'a stage with a long name');
    reporter.stageProgress(0.2, 'what');
    for (const line of output.text.split(ERASE)) expect(line.length).toBeLessThan(20);
  });

  it('ends the line of a finished stage even if it is longer than the terminal is wide', () => {
    const output = memoryOutput(20);
    const reporter = createBarReporter(output);
    reporter.stageStarted(1, 1, 'a stage with a long name');
    reporter.stageEnded('10 rows in 0.1 s', []);
    expect(output.text.endsWith('a stage with a long name: 10 rows in 0.1 s\n')).toBe(true);
  });

  it('draws no more than a full bar', () => {
    const output = memoryOutput();
    const reporter = createBarReporter(output);
    for (const fraction of [-1, 0, 1, 7]) reporter.stageProgress(fraction, '|');
    expect(output.text.match(/█/g)).toHaveLength(40);
    expect(output.text.match(/░/g)).toHaveLength(40);
  });
});

describe('silentReporter', () => {
  it('takes everything and throws nothing', () => {
    expect(() => report(silentReporter)).not.toThrow();
  });
});
