import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { packageRoot } from '../../pipeline/core/paths.ts';
import { loadModel } from '../../pipeline/core/sql-catalog.ts';
import { formatSqlText, sqlFiles } from '../support/format-sql.ts';
import { parametersUsed, tablesRead } from '../support/sql-references.ts';

const files = sqlFiles().map((path) => [relative(packageRoot, path).replaceAll('\\', '/'), path] as const);
const modelFiles = files.filter(([name]) => !name.endsWith('.checks.sql'));
const tableFiles = modelFiles.filter(([name]) => !name.startsWith('sql/macros/'));
const selectFiles = tableFiles.filter(([name]) => !/\.(table|columns)\.sql$/.test(name));

describe('every SQL file', () => {
  it.each(files)('%s is laid out by the formatter', (_name, path) => {
    const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    expect(text).toBe(formatSqlText(text));
  });

  it.each(files)('%s is not changed by formatting twice', (_name, path) => {
    const once = formatSqlText(readFileSync(path, 'utf8'));
    expect(formatSqlText(once)).toBe(once);
  });
});

describe('the header of a SQL file', () => {
  let database: Database;
  beforeAll(async () => {
    database = await Database.open({ file: ':memory:' });
  });
  afterAll(() => database.close());

  it.each(tableFiles)('%s says what a row is', (_name, path) => {
    const model = loadModel(path);
    expect(model.description).not.toBe('');
    expect(model.grain).toMatch(/^one row\b/);
  });

  it.each(selectFiles)('%s names the tables it reads', async (_name, path) => {
    const model = loadModel(path);
    expect(model.header).toHaveProperty('Reads');
    expect([...model.reads].sort()).toEqual(await tablesRead(database, model.sql));
  });

  it.each(modelFiles)('%s names its parameters', (_name, path) => {
    const model = loadModel(path);
    expect([...model.params].sort()).toEqual(parametersUsed(model.sql));
  });
});
