import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError } from '../../pipeline/core/errors.ts';
import { openLogFiles } from '../../pipeline/core/logger.ts';

const startedAt = new Date('2024-12-31T23:59:58.123Z');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function entriesOf(file: string): Record<string, unknown>[] {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('openLogFiles(folder, options)', () => {
  const main = 'pipeline_execution_20241231_235958.log';

  it('writes JSON lines to a file named by the time of the run in UTC', () => {
    const logs = openLogFiles(folder, { startedAt, level: 'info' });
    logs.logger().info('file loaded', { rows: 3 });
    logs.logger().error('run failed');
    logs.close();
    expect(logs.path).toBe(join(folder, main));
    expect(entriesOf(main)).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        rows: 3,
        msg: 'file loaded',
      },
      { level: 50, time: expect.any(String) as string, msg: 'run failed' },
    ]);
  });

  it('writes lines with a topic to the file of the topic as well, which appears on first use', () => {
    const logs = openLogFiles(folder, { startedAt, level: 'info' });
    logs.logger().info('plain');
    expect(readdirSync(folder)).toEqual([main]);
    logs.logger('feature_creation').warn('with a topic');
    logs.logger('feature_creation').warn('again');
    logs.close();
    expect(entriesOf(main).map((entry) => entry['msg'])).toEqual(['plain', 'with a topic', 'again']);
    expect(entriesOf('feature_creation.log').map((entry) => entry['msg'])).toEqual(['with a topic', 'again']);
  });

  it('keeps what earlier runs wrote to the file of a topic', () => {
    for (const message of ['first', 'second']) {
      const logs = openLogFiles(folder, { startedAt, level: 'info' });
      logs.logger('cluster_preprocessing').info(message);
      logs.close();
    }
    expect(entriesOf('cluster_preprocessing.log').map((entry) => entry['msg'])).toEqual(['first', 'second']);
  });

  it.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
  ])('leaves out what is less severe than %s', (level, count) => {
    const logs = openLogFiles(folder, { startedAt, level });
    for (const write of ['debug', 'info', 'warn', 'error'] as const) logs.logger()[write](write);
    logs.close();
    expect(entriesOf(main)).toHaveLength(count);
  });

  it('creates the folder', () => {
    const deep = join(folder, 'a', 'b');
    openLogFiles(deep, { startedAt, level: 'info' }).close();
    expect(readdirSync(deep)).toEqual([main]);
  });

  it('names the file that cannot be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => openLogFiles(file, { startedAt, level: 'info' })).toThrow(FileError);
    expect(() => openLogFiles(file, { startedAt, level: 'info' })).toThrow(
      /cannot write the log .*pipeline_execution_/,
    );
  });
});
