import type { ReportInput } from './report-input.ts';

/** Which source files a segmentation is made from: the name of their option and of their settings. */
const SOURCE_OF: Readonly<Record<string, 'orders' | 'events'>> = { returns: 'orders', behavior: 'events' };

/** Settings that have an option of their own, with the value at which it can be left out. */
const OPTIONS: readonly (readonly [setting: string, option: string, usual: string | number | null])[] = [
  ['features', '--features', 'core'],
  ['asOf', '--as-of', null],
  ['sample', '--sample', 1],
  ['clustering.engine', '--engine', 'fast'],
];

/** The command that repeats the run, for a POSIX shell; settings without an option go into the configuration file. */
export function reproductionCommand(input: ReportInput): string {
  const { parameters, segmentation } = input;
  const words = ['pipeline', 'run', '--layer', 'gold', '--segmentation', segmentation];
  const source = SOURCE_OF[segmentation];
  const paths = source === undefined ? [] : pathsOf(parameters[`${source}.path`]);
  if (source !== undefined && paths.length > 0) words.push(`--${source}`, ...paths);
  const adapter = source === undefined ? null : parameters[`${source}.adapter`];
  if (typeof adapter === 'string') words.push('--adapter', adapter);
  for (const [setting, option, usual] of OPTIONS) {
    const value = parameters[setting] ?? null;
    if (value !== null && value !== usual) words.push(option, String(value));
  }
  const seed = input.runs[0]?.seed;
  if (seed !== undefined) words.push('--seed', seed);
  return words.map(shellWord).join(' ');
}

/** One path, or several as JSON. */
function pathsOf(setting: unknown): readonly string[] {
  if (typeof setting !== 'string') return [];
  return setting.startsWith('[') ? (JSON.parse(setting) as string[]) : [setting];
}

function shellWord(word: string): string {
  return /^[\w./:=@,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
