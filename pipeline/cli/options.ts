import type { Options } from 'yargs';

/** An option that sets a key of the configuration. */
interface ConfigOption extends Options {
  /** Dotted path of the key. */
  readonly sets: string;
}

/** Options of every command that works on a warehouse. None has a default: defaults live in the configuration. */
export const COMMON_OPTIONS: Readonly<Record<string, ConfigOption>> = {
  warehouse: { sets: 'warehouse', type: 'string', describe: 'DuckDB file with all layers' },
  out: { sets: 'out', type: 'string', describe: 'folder for results' },
  orders: {
    sets: 'orders.path',
    type: 'string',
    array: true,
    describe: 'order files: path or glob (CSV, CSV.gz, Parquet)',
  },
  events: {
    sets: 'events.path',
    type: 'string',
    array: true,
    describe: 'event files: path or glob (CSV, CSV.gz, Parquet), or sqlite:FILE#TABLE',
  },
  identities: {
    sets: 'identities.path',
    type: 'string',
    array: true,
    describe: 'identity map, customer e-mail and user id: path or glob (CSV, CSV.gz, Parquet)',
  },
  adapter: {
    sets: 'orders.adapter',
    type: 'string',
    describe: 'adapter of the order files: returns, online_retail, or the path of a .sql file',
  },
  'as-of': { sets: 'asOf', type: 'string', describe: 'day from which recency is counted, YYYY-MM-DD' },
  seed: { sets: 'seed', type: 'number', describe: 'seed of everything random' },
  threads: { sets: 'threads', type: 'number', describe: 'threads of the database' },
  'memory-limit': { sets: 'memoryLimit', type: 'string', describe: 'memory limit of the database, e.g. 4GB' },
  'log-level': { sets: 'logLevel', type: 'string', describe: 'debug, info, warn or error' },
  wait: { sets: 'wait', type: 'number', describe: 'seconds to wait for a locked warehouse' },
};

/** What to segment by. */
export const SEGMENTATION_OPTION: Readonly<Record<string, ConfigOption>> = {
  segmentation: {
    sets: 'segmentation',
    type: 'string',
    describe: 'returns or behavior (default: all that is configured)',
  },
};

/** Further options of `run`. */
export const RUN_OPTIONS: Readonly<Record<string, ConfigOption>> = {
  features: { sets: 'features', type: 'string', array: true, describe: 'core, all, or feature names' },
  engine: { sets: 'clustering.engine', type: 'string', describe: 'fast or library' },
  strict: { sets: 'strict', type: 'boolean', describe: 'exit 3 if a quality gate fails' },
  sample: { sets: 'sample', type: 'number', describe: 'share of the customers to look at, e.g. 0.1' },
  lenient: {
    sets: 'events.lenient',
    type: 'boolean',
    describe: 'keep events of unknown types as "other" instead of excluding them',
  },
  report: {
    sets: 'report.enabled',
    type: 'boolean',
    describe: 'write workbook and files (--no-report: do not)',
  },
};

/** Options of `score`: the file is named without one, nobody is joined, and nothing is random. */
export const SCORING_OPTIONS: Readonly<Record<string, ConfigOption>> = Object.fromEntries(
  Object.entries(COMMON_OPTIONS).filter(
    ([name]) => !['orders', 'events', 'identities', 'seed'].includes(name),
  ),
);

/** Options that are no settings. */
export const GENERAL_OPTIONS: Readonly<Record<string, Options>> = {
  config: { type: 'string', describe: 'configuration file; default pipeline.config.yaml, if it is there' },
  json: { type: 'boolean', describe: 'print the result as JSON on standard output' },
  quiet: { type: 'boolean', describe: 'print errors only' },
};

/** The settings among parsed arguments, by dotted path of the configuration. */
export function settingsFrom(argv: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [name, option] of Object.entries({
    ...COMMON_OPTIONS,
    ...SEGMENTATION_OPTION,
    ...RUN_OPTIONS,
  })) {
    const value = argv[name];
    if (value !== undefined)
      settings[option.sets] = name === 'features' ? featureSet(value as string[]) : value;
  }
  return settings;
}

/** `--features core`, `--features all`, or names, separated by blanks or commas. */
function featureSet(values: readonly string[]): string | string[] {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  return names.length === 1 && ['core', 'all'].includes(names[0]!) ? names[0]! : names;
}
