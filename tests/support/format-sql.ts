import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, type FormatOptionsWithLanguage } from 'sql-formatter';
import { packageRoot } from '../../pipeline/core/paths.ts';

const OPTIONS: FormatOptionsWithLanguage = {
  language: 'duckdb',
  keywordCase: 'lower',
  dataTypeCase: 'lower',
  functionCase: 'lower',
  tabWidth: 2,
  paramTypes: { named: ['$'] },
};

/** Absolute paths of all files under sql/, sorted. */
export function sqlFiles(): string[] {
  const root = join(packageRoot, 'sql');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => join(root, file));
}

/**
 * The text of a SQL file as the house writes it: the leading comment block and `-- check:` lines as they are, each
 * statement as sql-formatter lays it out, one line break at the end.
 *
 * @remarks Idempotent: formatting the result again returns it.
 */
export function formatSqlText(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const bodyStart = lines.findIndex((line) => !line.startsWith('--'));
  const header = lines.slice(0, bodyStart < 0 ? lines.length : bodyStart);
  const body = bodyStart < 0 ? '' : lines.slice(bodyStart).join('\n');
  const sections = body.split(/^(?=-- check: )/m).map(formatSection);
  const [first = '', ...rest] = sections;
  return `${[[...header, first].join('\n').trimEnd(), ...rest].join('\n\n').trim()}\n`;
}

/** One statement, under its `-- check:` line if it has one. */
function formatSection(section: string): string {
  if (!section.startsWith('-- check: ')) return format(section, OPTIONS).trim();
  const [head = '', ...statement] = section.split('\n');
  return `${head}\n${format(statement.join('\n'), OPTIONS).trim()}`;
}

function rewriteAll(): void {
  for (const path of sqlFiles()) {
    const text = readFileSync(path, 'utf8');
    const formatted = formatSqlText(text);
    if (formatted !== text) writeFileSync(path, formatted);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) rewriteAll();
