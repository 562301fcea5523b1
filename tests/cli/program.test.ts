import { describe, expect, it } from 'vitest';
import type { CommandWorld } from '../../pipeline/cli/command.ts';
import { settingsFrom } from '../../pipeline/cli/options.ts';
import { COMMANDS, runCommandLine } from '../../pipeline/cli/program.ts';
import { UsageError } from '../../pipeline/core/errors.ts';
import { memoryOutput } from '../core/memory.ts';

function world() {
  const stdout = memoryOutput();
  const stderr = memoryOutput();
  const signal = new AbortController().signal;
  return { environment: {}, stdout, stderr, isTerminal: false, signal } satisfies CommandWorld;
}

/** The sentence with which a command line is refused. */
async function refusal(...args: string[]): Promise<string> {
  const outputs = world();
  const thrown: unknown = await runCommandLine(args, outputs).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UsageError);
  expect(outputs.stdout.text + outputs.stderr.text).toBe('');
  return (thrown as UsageError).message;
}

describe('runCommandLine(args, world)', () => {
  it.each([
    [[], 'name a command; see pipeline --help'],
    [['rnu'], 'unknown command rnu; the closest one is run; see pipeline --help'],
    [['--quiet', 'rnu'], 'unexpected argument rnu; see pipeline --help'],
    [
      ['run', '--layr', 'gold'],
      'unknown option --layr of pipeline run; the closest one is --layer; see pipeline --help',
    ],
    [
      ['run', '--layr=gold'],
      'unknown option --layr of pipeline run; the closest one is --layer; see pipeline --help',
    ],
    [['status', '--ordres', 'x'], 'unknown option --ordres of pipeline status'],
    [['run', 'extra'], 'unexpected argument extra; see pipeline --help'],
    [['run', '-x'], 'unexpected argument x; see pipeline --help'],
    [
      ['run', '--layer', 'platinum'],
      'Argument: layer, Given: "platinum", Choices: "bronze", "silver", "gold"',
    ],
    [['run', '--layer', 'bronze', '--layer', 'gold'], '--layer is given 2 times: expected once'],
    [['run', '--seed', '1', '--seed', '2'], '--seed is given 2 times: expected once'],
    [['run', '--threads', 'many'], '--threads: expected a number'],
    [['run', '--seed'], 'Not enough arguments following: seed'],
    [['run', '--config'], 'Not enough arguments following: config'],
    [['generate', '--customers', '5', '--out', 'x', '--dirt'], 'Not enough arguments following: dirt'],
    [['generate', '--customers', 'x', '--out', 'y'], '--customers: expected a number'],
    [['generate', '--customers', '5'], 'Missing required argument: out'],
    [['run', '--sample', '2'], 'sample is 2: expected number to be <=1'],
    [['run', '--as-of', '2024-02-30'], 'asOf is "2024-02-30": expected a date like 2024-12-31'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const message = await refusal(...args);
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
  });

  it('prints help and version to standard output', async () => {
    for (const args of [['--help'], ['run', '--help'], ['-h'], ['--version']]) {
      const outputs = world();
      expect(await runCommandLine(args, outputs)).toBe(0);
      expect(outputs.stdout.text.length).toBeGreaterThan(5);
      expect(outputs.stderr.text).toBe('');
    }
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'describes every option of pipeline %s in its help',
    async (name, command) => {
      const outputs = world();
      await runCommandLine([name, '--help'], outputs);
      for (const [option, { describe: text }] of Object.entries(command.options)) {
        expect(outputs.stdout.text).toContain(`--${option}`);
        expect(text!.length).toBeGreaterThan(5);
      }
      expect(outputs.stdout.text).toContain(command.example);
    },
  );
});

describe('settingsFrom(argv)', () => {
  it('holds what was given, by the dotted path of the configuration', () => {
    const argv = {
      orders: ['a.csv'],
      'as-of': '2024-01-01',
      engine: 'library',
      report: false,
      wait: 5,
      json: true,
      layer: 'gold',
    };
    expect(settingsFrom(argv)).toEqual({
      'orders.path': ['a.csv'],
      asOf: '2024-01-01',
      'clustering.engine': 'library',
      'report.enabled': false,
      wait: 5,
    });
    expect(settingsFrom({})).toEqual({});
  });

  it.each([
    [['core'], 'core'],
    [['all'], 'all'],
    [['return_rate'], ['return_rate']],
    [
      ['return_rate,monetary', 'recency_days'],
      ['return_rate', 'monetary', 'recency_days'],
    ],
    [['core, monetary'], ['core', 'monetary']],
  ])('reads --features %j as %j', (given, features) => {
    expect(settingsFrom({ features: given })).toEqual({ features });
  });
});
