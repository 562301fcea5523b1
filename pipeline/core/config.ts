import { readFileSync } from 'node:fs';
import { closest } from 'fastest-levenshtein';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { listConfigKeys, type ConfigKey } from './config-keys.ts';
import { configSchema, type Config } from './config-schema.ts';
import { FileError, messageOf, UsageError } from './errors.ts';

export type { Config } from './config-schema.ts';

/** The configuration when nobody says anything. */
export const DEFAULT_CONFIG: Config = configSchema.parse({});

/** Name of the file that is read where `--config` does not say otherwise. */
export const CONFIG_FILE = 'pipeline.config.yaml';

export interface ConfigSources {
  /** Settings by dotted path from the command line; only those that were given. */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** Environment: variables that begin with PIPELINE_ count. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Configuration file; `optional` if its absence is no error. */
  readonly file?: { readonly path: string; readonly optional: boolean };
}

/**
 * Puts the configuration together: flag > environment variable > file > default.
 *
 * @throws {UsageError} Naming origin, key, value, expectation and, for an unknown key, the closest valid one.
 * @throws {FileError} If a file that was asked for cannot be read.
 */
export function loadConfig({ flags = {}, environment = {}, file }: ConfigSources): Config {
  const settings: Settings = { values: {}, origins: new Map() };
  if (file !== undefined) {
    for (const [path, value] of readConfigFile(file.path, file.optional))
      set(settings, { path, value, origin: file.path });
  }
  for (const [path, value, variable] of readEnvironment(environment))
    set(settings, { path, value, origin: variable });
  for (const [path, value] of Object.entries(flags))
    set(settings, { path, value, origin: 'the command line' });
  const parsed = configSchema.safeParse(settings.values);
  if (!parsed.success) throw new UsageError(explain(parsed.error.issues[0]!, settings));
  if (parsed.data.clustering.kMin > parsed.data.clustering.kMax) {
    const { kMin, kMax } = parsed.data.clustering;
    throw new UsageError(`clustering.kMin is ${kMin} and clustering.kMax is ${kMax}: expected kMin <= kMax`);
  }
  const { winsorise } = parsed.data.preprocessing;
  if (winsorise[0] >= winsorise[1]) {
    throw new UsageError(
      `preprocessing.winsorise is ${JSON.stringify(winsorise)}: expected the smaller share first`,
    );
  }
  const { tenureDays } = parsed.data.orderFeatures;
  if (tenureDays[0] >= tenureDays[1] || tenureDays[1] >= tenureDays[2]) {
    throw new UsageError(
      `orderFeatures.tenureDays is ${JSON.stringify(tenureDays)}: expected ascending days`,
    );
  }
  if (parsed.data.privacy.hashCustomerIds && parsed.data.privacy.hashKey === '') {
    throw new UsageError(
      'privacy.hashCustomerIds is true but privacy.hashKey is empty: set PIPELINE_PRIVACY_HASH_KEY',
    );
  }
  assertTimezone(parsed.data.timezone, settings.origins.get('timezone') ?? 'the default');
  return parsed.data;
}

interface Settings {
  readonly values: Record<string, unknown>;
  /** Where each dotted path got its value. */
  readonly origins: Map<string, string>;
}

interface Setting {
  readonly path: string;
  readonly value: unknown;
  readonly origin: string;
}

function set(settings: Settings, { path, value, origin }: Setting): void {
  const keys = path.split('.');
  let target = settings.values;
  for (const key of keys.slice(0, -1)) {
    const next = target[key];
    target = (isPlainObject(next) ? next : (target[key] = {})) as Record<string, unknown>;
  }
  target[keys.at(-1)!] = value;
  settings.origins.set(path, origin);
}

function readConfigFile(path: string, optional: boolean): [string, unknown][] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (optional && (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new FileError(`cannot read the configuration file ${path}: ${messageOf(error)}`, { cause: error });
  }
  const content = parseFile(text, path);
  if (content === null) return [];
  if (!isPlainObject(content))
    throw new UsageError(`${path}: expected keys and values, got ${describe(content)}`);
  return Object.entries(content).flatMap(([name, value]): [string, unknown][] => {
    const member = listConfigKeys().find((key) => key.path.startsWith(`${name}.`));
    if (member === undefined) return [[name, value]];
    // A section whose keys are all commented out is null.
    if (value === null) return [];
    if (!isPlainObject(value)) {
      throw new UsageError(
        `${path}: ${name} is ${describe(value)}: expected keys below it, such as ${member.path}`,
      );
    }
    return Object.entries(value).map(([key, inner]) => [`${name}.${key}`, inner]);
  });
}

function parseFile(text: string, path: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const problem = messageOf(error).split('\n', 1)[0]!.replace(/:$/, '');
    const advice = problem.includes('alias') ? '; a value that begins with * must stand in quotes' : '';
    throw new UsageError(`${path} is not valid YAML: ${problem}${advice}`, { cause: error });
  }
}

/** @throws {Error} If the text is no YAML or refers to an anchor that it does not hold. */
function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw problem;
  return document.toJS() as unknown;
}

/** Variables of other tools that happen to begin with PIPELINE_ are not ours to judge; misspelt ones are. */
function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): [string, unknown, string][] {
  const keys = new Map(listConfigKeys().map((key) => [key.variable, key]));
  return Object.entries(environment).flatMap(([variable, text]): [string, unknown, string][] => {
    if (!variable.startsWith('PIPELINE_') || text === undefined) return [];
    const key = keys.get(variable);
    if (key === undefined) {
      throw new UsageError(
        `unknown variable ${variable}; the closest valid one is ${closest(variable, [...keys.keys()])}`,
      );
    }
    return [[key.path, parseVariable(text, key), variable]];
  });
}

/**
 * A value from the environment: YAML, so that numbers, booleans and lists work; the text as it stands where only that
 * fits the key (`*.csv`, a title that is a number).
 */
function parseVariable(text: string, key: ConfigKey): unknown {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch {
    return text;
  }
  return !key.accepts(value) && key.accepts(text) ? text : value;
}

function explain(issue: z.core.$ZodIssue, { values, origins }: Settings): string {
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0]!].map(String).join('.');
    return `${originOf(origins, path)}: unknown key ${path}; the closest valid key is ${closestKey(path)}`;
  }
  const path = issue.path.map(String).join('.');
  const secret = SECRETS.find((key) => path === key || path.startsWith(`${key}.`));
  const found =
    secret === undefined ? `${path} is ${describe(valueAt(values, path))}` : `${secret} has an unfit value`;
  return `${originOf(origins, path)}: ${found}: ${expectation(issue)}`;
}

/** Keys whose values no message shows: a secret, and customers' addresses. */
const SECRETS = ['privacy.hashKey', 'cleaning.mergeEmails'];

/** The key a misspelt one stands for: of the same name in another section, else the one with the fewest edits. */
function closestKey(path: string): string {
  const valid = listConfigKeys().map((key) => key.path);
  const sections = valid.filter((key) => key.includes('.')).map((key) => key.split('.')[0]!);
  const name = path.split('.').at(-1)!;
  return valid.find((key) => key.endsWith(`.${name}`)) ?? closest(path, [...valid, ...sections]);
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const options = issue.errors.map((errors) => (errors[0] === undefined ? '' : expectation(errors[0])));
    return options.join(', or ').replaceAll(', or expected ', ', or ');
  }
  return issue.message.replace(/^Invalid (input|option|string): /, '').replace(/^Too (small|big): /, '');
}

function originOf(origins: ReadonlyMap<string, string>, path: string): string {
  const keys = path.split('.');
  for (let length = keys.length; length > 0; length--) {
    const origin = origins.get(keys.slice(0, length).join('.'));
    if (origin !== undefined) return origin;
  }
  return 'configuration';
}

function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : value), values);
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function assertTimezone(timezone: string, origin: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw new UsageError(
      `${origin}: timezone is "${timezone}": expected a zone name such as UTC or Europe/Berlin`,
    );
  }
}
