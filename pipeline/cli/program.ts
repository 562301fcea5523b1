import yargs, { type Argv, type Options } from 'yargs';
import { UsageError } from '../core/errors.ts';
import type { Arguments, CommandHandler, CommandWorld } from './command.ts';
import { COMMON_OPTIONS, GENERAL_OPTIONS, RUN_OPTIONS } from './options.ts';
import { packageVersion } from './version.ts';

interface CommandDefinition {
  readonly name: string;
  readonly describe: string;
  readonly example: string;
  readonly build: (args: Argv) => Argv;
  /** Loaded only when the command runs: start-up stays fast. */
  readonly load: () => Promise<CommandHandler>;
}

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'run',
    describe: 'build everything up to a layer; gold includes clustering and the workbook',
    example: 'pipeline run --layer gold --orders "data/raw/*.csv"',
    build: (args) =>
      args
        .option('layer', {
          choices: ['bronze', 'silver', 'gold'],
          describe: 'last layer to build (default gold)',
        })
        .option('segmentation', {
          choices: ['returns'],
          describe: 'what to segment by (default: all that is configured)',
        })
        .option('full-refresh', { type: 'boolean', describe: 'forget loaded files and load the named ones' })
        .options(withoutSets(COMMON_OPTIONS))
        .options(withoutSets(RUN_OPTIONS)),
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'report',
    describe: 'rebuild workbook and files from the tables of the last run',
    example: 'pipeline report --out results',
    build: (args) => args.options(withoutSets(COMMON_OPTIONS)),
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    name: 'status',
    describe: 'last runs, loaded files and tables of a warehouse',
    example: 'pipeline status --json',
    build: (args) => args.options(withoutSets({ warehouse: COMMON_OPTIONS['warehouse']! })),
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'generate',
    describe: 'write synthetic orders with planted segments',
    example: 'pipeline generate --customers 5000 --seed 1 --out data/raw',
    build: (args) =>
      args
        .option('customers', {
          type: 'number',
          demandOption: true,
          describe: 'number of customers (about 24 lines each)',
        })
        .option('seed', {
          type: 'number',
          describe: 'seed; the same seed writes the same bytes (default 42)',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          describe: 'folder for orders.csv and truth_orders.csv',
        })
        .option('dirt', {
          type: 'number',
          describe: 'share of lines that get a known fault, counted in dirt.json',
        })
        .option('threads', { type: 'number', describe: 'threads of the database' }),
    load: async () => (await import('./commands/generate.ts')).generate,
  },
  {
    name: 'demo',
    describe: 'generate 2,000 customers, run everything, say where the workbook is',
    example: 'pipeline demo',
    build: (args) =>
      args
        .option('out', {
          type: 'string',
          describe: 'folder for everything the demo writes (default data/demo)',
        })
        .option('seed', { type: 'number', describe: 'seed of the customers (default 42)' }),
    load: async () => (await import('./commands/demo.ts')).demo,
  },
];

/**
 * Parses a command line and runs the command.
 *
 * @returns The exit code.
 * @throws {UsageError} For an unknown command or option, with the closest valid one.
 */
export async function runCommandLine(args: readonly string[], world: CommandWorld): Promise<number> {
  let chosen: { command: CommandDefinition; argv: Arguments } | null = null;
  let program = yargs([...args])
    .scriptName('pipeline')
    .usage('$0 <command> [options]\n\nFrom order CSVs to customer segments and a workbook.')
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'duplicate-arguments-array': true })
    .options(GENERAL_OPTIONS)
    .version(packageVersion())
    .alias('help', 'h')
    .wrap(100)
    .recommendCommands()
    .strict()
    .demandCommand(1, 'name a command; pipeline --help lists them')
    .epilogue(
      'Exit codes: 0 ok, 1 our fault, 2 usage, 3 data or quality gate, 4 warehouse locked, 5 file, 130 interrupted.',
    )
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error ?? new UsageError(`${message}; see pipeline --help`);
    });
  for (const command of COMMANDS) {
    program = program.command(
      command.name,
      command.describe,
      (built) => command.build(built).example(command.example, ''),
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
  return (await command.load())(argv, world);
}

/** Options as yargs takes them: it knows nothing of the configuration. */
function withoutSets(options: typeof COMMON_OPTIONS): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, array, describe }]) => [
      name,
      { type, array, describe, requiresArg: type !== 'boolean' } as Options,
    ]),
  );
}
