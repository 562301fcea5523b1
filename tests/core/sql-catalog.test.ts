import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PipelineError } from '../../pipeline/core/errors.ts';
import { packageRoot } from '../../pipeline/core/paths.ts';
import {
  loadChecks,
  loadModel,
  loadModels,
  loadTables,
  orderByReads,
  type SqlModel,
} from '../../pipeline/core/sql-catalog.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('loadModel(path)', () => {
  it('reads name, description, grain, reads, parameters and statement', () => {
    const path = written(
      'tall_people.sql',
      [
        '-- tall_people: people above a height; the tallest first.',
        '-- Grain:  one row per person_id.',
        '-- Reads:  people, heights.',
        '-- Params: $least DOUBLE; in cm. $as_of DATE',
        'select 1 as person_id -- not a header',
        'where $least > 0',
        '',
      ].join('\n'),
    );
    const model = loadModel(path);
    expect(model).toMatchObject({
      name: 'tall_people',
      description: 'people above a height; the tallest first.',
      grain: 'one row per person_id.',
      reads: ['people', 'heights'],
      params: ['least', 'as_of'],
      sql: 'select 1 as person_id -- not a header\nwhere $least > 0',
    });
  });

  it('joins continued lines with a blank and lines of one key with a line break', () => {
    const path = written(
      'a.sql',
      '-- a: text.\r\n-- Rule: one\r\n--   goes on.\r\n-- Rule: two.\r\n-- Reads: nothing\r\nselect 1',
    );
    const { header, reads, params, sql } = loadModel(path);
    expect(header['Rule']).toBe('one goes on.\ntwo.');
    expect({ reads, params, sql }).toEqual({ reads: [], params: [], sql: 'select 1' });
  });

  it('names the table of a .table.sql file without the ending', () => {
    expect(loadModel(written('b.table.sql', '-- b: rows.\ncreate table b (n integer)')).name).toBe('b');
  });

  it.each(['select 1', '-- other: rows.\nselect 1', '-- c\nselect 1', ''])(
    'refuses %j: the first line names the file',
    (text) => {
      expect(() => loadModel(written('c.sql', text))).toThrow(
        /the first line must be "-- c: what the rows are"/,
      );
    },
  );
});

describe('the catalog', () => {
  it('holds models and tables apart, and checks are neither', () => {
    const models = [...loadModels('gold').keys()];
    const tables = [...loadTables('gold').keys()];
    expect(models).toContain('gold_eligible_customers');
    expect(tables).toContain('clustering_results');
    expect(models.filter((name) => tables.includes(name))).toEqual([]);
    expect([...models, ...tables].filter((name) => name.includes('.'))).toEqual([]);
  });
});

describe('loadChecks(folder, table)', () => {
  it('has none for a table without a file', () => {
    expect(loadChecks('gold', 'nothing_of_that_name')).toEqual([]);
  });

  it('reads severity, name, description and statement of every check of the house', () => {
    let count = 0;
    for (const layer of ['bronze', 'silver', 'gold'] as const) {
      for (const file of readdirSync(join(packageRoot, 'sql', layer)).filter((name) =>
        name.endsWith('.checks.sql'),
      )) {
        const checks = loadChecks(layer, file.replace('.checks.sql', ''));
        expect(checks.length, file).toBeGreaterThan(0);
        expect(new Set(checks.map((check) => check.name)).size, file).toBe(checks.length);
        for (const { sql, name, description } of checks) {
          expect(name).toMatch(/^[a-z0-9_]+$/);
          expect(description.length).toBeGreaterThan(10);
          expect(sql).toMatch(/^(with|select)\b[^;]+$/);
        }
        count += checks.length;
      }
    }
    expect(count).toBeGreaterThan(50);
  });

  it('splits a file at its check lines', () => {
    expect(existsSync(join(packageRoot, 'sql', 'bronze', 'bronze_files.checks.sql'))).toBe(true);
    const [first] = loadChecks('bronze', 'bronze_files');
    expect(first).toMatchObject({ table: 'bronze_files', severity: 'fail' });
    expect(first!.sql).not.toContain('-- check:');
  });
});

describe('orderByReads(models, targets, standing)', () => {
  const model = (name: string, ...reads: string[]): [string, SqlModel] => [
    name,
    { name, file: `sql/${name}.sql`, description: '', grain: '', reads, params: [], header: {}, sql: '' },
  ];
  const names = (models: readonly SqlModel[]) => models.map(({ name }) => name);
  const diamond = new Map([
    model('top', 'left', 'right'),
    model('left', 'base'),
    model('right', 'base'),
    model('base', 'bronze'),
    model('other', 'base'),
  ]);

  it('puts each model once, after everything it reads', () => {
    expect(names(orderByReads(diamond, ['top']))).toEqual(['base', 'left', 'right', 'top']);
  });

  it('builds nothing that no target reads', () => {
    expect(names(orderByReads(diamond, ['left']))).toEqual(['base', 'left']);
    expect(names(orderByReads(diamond, []))).toEqual([]);
  });

  it('leaves out what stands and what only that reads', () => {
    expect(names(orderByReads(diamond, ['top'], ['left']))).toEqual(['base', 'right', 'top']);
    expect(names(orderByReads(diamond, ['top'], ['left', 'right']))).toEqual(['top']);
    expect(names(orderByReads(diamond, ['top'], ['top']))).toEqual([]);
  });

  it('takes reads that are no model for tables', () => {
    expect(names(orderByReads(diamond, ['bronze', 'base']))).toEqual(['base']);
  });

  it('refuses models that read each other in a circle, naming one', () => {
    const circle = new Map([model('a', 'b'), model('b', 'c'), model('c', 'a')]);
    expect(() => orderByReads(circle, ['a'])).toThrow(PipelineError);
    expect(() => orderByReads(circle, ['a'])).toThrow('sql/a.sql reads itself through other models');
    expect(names(orderByReads(circle, ['a'], ['c']))).toEqual(['b', 'a']);
    expect(() => orderByReads(new Map([model('self', 'self')]), ['self'])).toThrow(/reads itself/);
  });
});
