import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../pipeline/core/paths.ts';

const FOLDERS = ['pipeline', 'features', 'clustering', 'reporting', 'bench'];

/** Imported files by importing file, both from the package root. */
function readImports(): Map<string, string[]> {
  const imports = new Map<string, string[]>();
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = posix.join(folder, name.replaceAll('\\', '/'));
      const text = readFileSync(join(packageRoot, file), 'utf8');
      const targets = [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map((match) => match[1]!);
      imports.set(
        file,
        targets.map((target) => posix.normalize(posix.join(dirname(file), target))),
      );
    }
  }
  return imports;
}

const imports = readImports();

/** Import of a type only costs nothing at run time, but still ties two files together: both kinds count. */
function findCycle(): string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    path.push(file);
    for (const target of imports.get(file) ?? []) {
      const cycle = visit(target);
      if (cycle !== null) return cycle;
    }
    path.pop();
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const cycle = visit(file);
    if (cycle !== null) return cycle;
  }
  return null;
}

const ALLOWED: readonly (readonly [RegExp, RegExp])[] = [
  [/^pipeline\/core\//, /^pipeline\/core\//],
  [/^(features)\//, /^(features|pipeline\/core)\//],
  [/^(clustering)\//, /^(clustering|pipeline\/core)\//],
  [/^(reporting)\//, /^(reporting|pipeline\/core)\//],
  [/^pipeline\/(ingest|synthetic)\//, /^pipeline\/(ingest|synthetic|core)\//],
  [/^pipeline\/runner\.ts$/, /^pipeline\/core\//],
  [/^pipeline\/dictionary\//, /^(pipeline\/(dictionary|stages|ingest|core)|features|reporting)\//],
  [/^pipeline\/stages\//, /^(pipeline\/(stages|ingest|core)|features|clustering|reporting)\//],
  [/^pipeline\/cli\//, /^(pipeline|features|clustering|reporting)\//],
  [/^bench\//, /^(bench|pipeline|features|clustering|reporting)\//],
];

describe('architecture', () => {
  it('has no circular imports', () => {
    expect(findCycle()).toBeNull();
  });

  it('imports one way', () => {
    const offences = [...imports].flatMap(([file, targets]) => {
      const rule = ALLOWED.find(([from]) => from.test(file));
      return targets
        .filter((target) => rule?.[1].test(target) !== true)
        .map((target) => `${file} -> ${target}`);
    });
    expect(offences).toEqual([]);
    expect(imports.size).toBeGreaterThan(60);
  });

  it('opens DuckDB, ExcelJS and the process in one place each', () => {
    const importers = (pattern: RegExp) =>
      [...imports.keys()].filter((file) => pattern.test(readFileSync(join(packageRoot, file), 'utf8')));
    expect(importers(/from '@duckdb/)).toEqual(['pipeline/core/database.ts']);
    expect(importers(/from 'exceljs'/).every((file) => /^reporting\/(workbook|styles)/.test(file))).toBe(
      true,
    );
    const touchProcess = importers(/process\.(env|argv|exit|on)\b/);
    expect(touchProcess.filter((file) => !file.startsWith('bench/'))).toEqual(['pipeline/cli/main.ts']);
  });
});
