import { closest } from 'fastest-levenshtein';
import yargs, { type Argv, type Options } from 'yargs';
import { PipelineError, UsageError } from '../core/errors.ts';
import type { Arguments, CommandHandler, CommandWorld } from './command.ts';
import {
  COMMON_OPTIONS,
  GENERAL_OPTIONS,
  RUN_OPTIONS,
  SCORING_OPTIONS,
  SEGMENTATION_OPTION,
} from './options.ts';
import { packageVersion } from './version.ts';

interface CommandDefinition {
  readonly name: string;
  readonly describe: string;
  readonly example: string;
  /** What stands behind the command's name, required. */
  readonly positional?: { readonly name: string; readonly describe: string };
  readonly options: Readonly<Record<string, Options>>;
  /** Loaded only when the command runs: start-up stays fast. */
  readonly load: () => Promise<CommandHandler>;
}

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'run',
    describe: 'build everything up to a layer; gold includes clustering and the workbook',
    example: 'pipeline run --layer gold --orders "data/raw/*.csv"',
    options: {
      layer: { choices: ['bronze', 'silver', 'gold'], describe: 'last layer to build (default gold)' },
      ...SEGMENTATION_OPTION,
      'full-refresh': { type: 'boolean', describe: 'forget loaded files and load the named ones' },
      ...COMMON_OPTIONS,
      ...RUN_OPTIONS,
    },
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'report',
    describe: 'rebuild workbook and files from the tables of the last run',
    example: 'pipeline report --out results',
    options: { ...COMMON_OPTIONS, ...SEGMENTATION_OPTION },
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    name: 'compare',
    describe: 'measure other algorithms on the customers of the last run',
    example: 'pipeline compare --segmentation returns',
    options: { ...COMMON_OPTIONS, ...SEGMENTATION_OPTION },
    load: async () => (await import('./commands/compare.ts')).compare,
  },
  {
    name: 'score',
    describe: 'place the customers of other files in the segments of a stored model',
    example: 'pipeline score new-orders.csv --model data/output/returns/models/model.json',
    positional: {
      name: 'file',
      describe: 'order or event file, as the model needs: path, glob, sqlite:FILE#TABLE',
    },
    options: {
      model: { type: 'string', demandOption: true, describe: 'model.json that a run wrote' },
      ...SCORING_OPTIONS,
      ...SEGMENTATION_OPTION,
    },
    load: async () => (await import('./commands/score.ts')).score,
  },
  {
    name: 'status',
    describe: 'last runs of a warehouse, stages of the last one, loaded files',
    example: 'pipeline status --json',
    options: { warehouse: COMMON_OPTIONS['warehouse']! },
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'docs',
    describe: 'write the data dictionary: every table and column, its meaning and lineage',
    example: 'pipeline docs --out results',
    options: { out: COMMON_OPTIONS['out']! },
    load: async () => (await import('./commands/docs.ts')).docs,
  },
  {
    name: 'generate',
    describe: 'write synthetic orders, and events if asked for, with planted segments',
    example: 'pipeline generate --customers 5000 --seed 1 --out data/raw',
    options: {
      customers: {
        type: 'number',
        demandOption: true,
        describe: 'number of customers (about 24 order lines each)',
      },
      events: {
        type: 'number',
        describe: 'write events too, about this many, 5 to 100 a customer, and the identity map',
      },
      seed: { type: 'number', describe: 'seed; the same seed writes the same bytes (default 42)' },
      out: {
        type: 'string',
        demandOption: true,
        describe: 'folder for orders.csv, events.csv, identities.csv and the truth',
      },
      dirt: {
        type: 'number',
        describe: 'share of order lines and events that get a known fault, counted in dirt.json',
      },
      threads: { type: 'number', describe: 'threads of the database' },
    },
    load: async () => (await import('./commands/generate.ts')).generate,
  },
  {
    name: 'demo',
    describe: 'generate 2,000 customers, run everything, say where the workbook is',
    example: 'pipeline demo',
    options: {
      out: { type: 'string', describe: 'folder for everything the demo writes (default data/demo)' },
      seed: { type: 'number', describe: 'seed of the customers (default 42)' },
    },
    load: async () => (await import('./commands/demo.ts')).demo,
  },
];

/**
 * Parses a command line and runs the command.
 *
 * @returns The exit code.
 * @throws {UsageError} For a command line that does not fit, naming what does not and the closest that would.
 */
export async function runCommandLine(args: readonly string[], world: CommandWorld): Promise<number> {
  assertCommand(args);
  let chosen: { command: CommandDefinition; argv: Arguments } | null = null;
  let program = createParser(args);
  for (const command of COMMANDS) {
    const { positional } = command;
    program = program.command(
      positional === undefined ? command.name : `${command.name} <${positional.name}>`,
      command.describe,
      (built) => {
        const withOptions = built.options(withValues(command.options)).example(command.example, '');
        return positional === undefined
          ? withOptions
          : withOptions.positional(positional.name, { type: 'string', describe: positional.describe });
      },
      (argv) => {
        chosen = { command, argv };
      },
    );
  }
  let help = '';
  await program.parseAsync([...args], {}, (_error, _argv, output) => {
    help = output;
  });
  if (help !== '') world.stdout.write(`${help}\n`);
  if (chosen === null) return 0;
  const { command, argv } = chosen as { command: CommandDefinition; argv: Arguments };
  assertValues(command, argv);
  return (await command.load())(argv, world);
}

function createParser(args: readonly string[]): Argv {
  return yargs([...args])
    .scriptName('pipeline')
    .usage('$0 <command> [options]\n\nFrom order CSVs to customer segments and a workbook.')
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'duplicate-arguments-array': true })
    .options(withValues(GENERAL_OPTIONS))
    .version(packageVersion())
    .alias('help', 'h')
    .wrap(100)
    .strict()
    .demandCommand(1, 'name a command')
    .epilogue(
      'Exit codes: 0 ok, 1 our fault, 2 usage, 3 data or quality gate, 4 warehouse locked, 5 file, 130 interrupted.',
    )
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error instanceof PipelineError) throw error;
      // yargs hands over some faults of the user as a message, others as an error of its own.
      const sentence = message ?? error?.message ?? 'the command line cannot be read';
      throw new UsageError(`${advise(sentence, args)}; see pipeline --help`, { cause: error });
    });
}

/** yargs takes a misspelt command for one argument too many. */
function assertCommand([first]: readonly string[]): void {
  if (first === undefined || first.startsWith('-')) return;
  const names = COMMANDS.map((command) => command.name);
  if (names.includes(first)) return;
  throw new UsageError(
    `unknown command ${first}; the closest one is ${closest(first, names)}; see pipeline --help`,
  );
}

/** What yargs says in one line; for an unknown option, with the closest one of the command. */
function advise(sentence: string, args: readonly string[]): string {
  const command = COMMANDS.find(({ name }) => args.includes(name));
  if (sentence.startsWith('Not enough non-option') && command?.positional !== undefined)
    return `pipeline ${command.name} needs a ${command.positional.name}, as in ${command.example}`;
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(sentence)?.[1];
  if (unknown === undefined) return sentence.replaceAll(/\s*\n\s*/g, ' ');
  const isOption = args.some((arg) => arg.replace(/=.*$/s, '') === `--${unknown}`);
  if (command === undefined || !isOption) return `unexpected argument ${unknown}`;
  const valid = Object.keys({ ...GENERAL_OPTIONS, ...command.options });
  return `unknown option --${unknown} of pipeline ${command.name}; the closest one is --${closest(unknown, valid)}`;
}

/** @throws {UsageError} If a number is none, or an option that takes one value was given several. */
function assertValues(command: CommandDefinition, argv: Arguments): void {
  for (const [name, option] of Object.entries({ ...GENERAL_OPTIONS, ...command.options })) {
    const value = argv[name];
    if (option.array !== true && Array.isArray(value)) {
      throw new UsageError(`--${name} is given ${value.length} times: expected once`);
    }
    if (Number.isNaN(value)) throw new UsageError(`--${name}: expected a number`);
  }
}

/** What is no switch needs a value: without it the option would count as not given. */
function withValues(options: Readonly<Record<string, Options>>): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { ...option, requiresArg: option.type !== 'boolean' },
    ]),
  );
}
