import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from './command.ts';
import { EVENT_COLUMNS, lengthenIds } from './event-ids.ts';
import { contentOf, rowsOf, stableRows, tablesOf } from './tables.ts';

/** Columns that say where a row came from. */
const LINEAGE = ['_source_file', '_source_line', 'sample_keys'];

let workspace: Workspace;

beforeAll(async () => {
  workspace = createWorkspace();
  const sizes = ['--customers', '600', '--events', '5000', '--dirt', '0.05'];
  expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
  lengthenIds(workspace.path('events-whole.csv'), dropMalformed(workspace.path('events.csv')));
  const types = { price: 'real', user_id: 'integer', product_id: 'integer', category_id: 'integer' };
  createTable('text.db', {});
  createTable('typed.db', types);
  expect((await load('events-whole.csv', 'csv.duckdb')).code).toBe(0);
});
afterAll(() => workspace.remove());

/** The lines of an event file that a table can hold. */
function dropMalformed(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return `${lines.filter((line) => line.split(',').length === EVENT_COLUMNS.length).join('\n')}\n`;
}

/** Makes the table Ecommerce_data of the rows of events-whole.csv, an empty field as null; other columns are text. */
function createTable(name: string, types: Readonly<Record<string, string>>): void {
  const [, ...lines] = readFileSync(workspace.path('events-whole.csv'), 'utf8').trimEnd().split('\n');
  const database = new sqlite.Database(workspace.path(name));
  const columns = EVENT_COLUMNS.map((column) => `${column} ${types[column] ?? 'text'}`);
  database.exec(`create table Ecommerce_data (${columns.join(', ')})`);
  database.exec('begin');
  const insert = database.prepare(
    `insert into Ecommerce_data values (${EVENT_COLUMNS.map(() => '?').join(', ')})`,
  );
  for (const line of lines) insert.run(line.split(',').map((field) => (field === '' ? null : field)));
  insert.finalize();
  database.exec('commit');
  database.close();
}

function load(events: string, warehouse: string) {
  return workspace.pipeline([
    ...['run', '--layer', 'silver', '--segmentation', 'behavior'],
    ...['--events', events, '--warehouse', warehouse],
  ]);
}

/** The rows of every silver table of events without their lineage, by table. */
async function silverOf(warehouse: string): Promise<Record<string, string[]>> {
  const file = workspace.path(warehouse);
  const names = (await tablesOf(file)).filter((name) => /^(silver_|event_quality)/.test(name));
  const tables: Record<string, string[]> = {};
  for (const name of names) {
    const columns = await rowsOf<{ column_name: string }>(file, `select column_name from (describe ${name})`);
    const lineage = columns.map((column) => column.column_name).filter((column) => LINEAGE.includes(column));
    if (lineage.length < columns.length) tables[name] = await stableRows(file, name, lineage);
  }
  return tables;
}

describe('events from SQLite', () => {
  it.each(['text.db', 'typed.db'])('%s make the silver tables that the CSV file makes', async (database) => {
    const { code, stderr } = await load(`sqlite:${database}#Ecommerce_data`, `${database}.duckdb`);
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
    const [fromCsv, fromSqlite] = [await silverOf('csv.duckdb'), await silverOf(`${database}.duckdb`)];
    expect(Object.keys(fromCsv)).toEqual(
      expect.arrayContaining([
        'silver_user_features',
        'silver_events',
        'silver_event_ledger',
        'event_quality_issues',
      ]),
    );
    expect(fromCsv['event_quality_issues']!.length).toBeGreaterThan(4);
    expect(fromSqlite).toEqual(fromCsv);
  });
});

describe('a SQLite file that cannot be read', () => {
  /** A copy of the database with something done to its bytes. */
  function damaged(name: string, damage: (path: string, size: number) => void): string {
    copyFileSync(workspace.path('text.db'), workspace.path(name));
    damage(workspace.path(name), statSync(workspace.path(name)).size);
    return `sqlite:${name}#Ecommerce_data`;
  }

  async function expectRefusal(events: string, message: string | RegExp): Promise<void> {
    const before = await contentOf(workspace.path('csv.duckdb'));
    const { code, stderr } = await load(events, 'csv.duckdb');
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(message);
    expect(code).toBe(5);
    expect(await contentOf(workspace.path('csv.duckdb'))).toEqual(before);
  }

  it('is refused with the tables that are there', async () => {
    await expectRefusal('sqlite:text.db#events', 'error: text.db has no table events; it has Ecommerce_data');
  });

  it('is refused with the columns that are there', async () => {
    const database = new sqlite.Database(workspace.path('narrow.db'));
    database.exec('create table Ecommerce_data (event_time text, event_type text, user_id text)');
    database.close();
    await expectRefusal(
      'sqlite:narrow.db#Ecommerce_data',
      /needs column\(s\) product_id, category_id, .*user_session.*found 3: event_time, event_type, user_id/,
    );
  });

  it('is refused while another program has locked it', async () => {
    const events = damaged('held.db', () => undefined);
    const database = new sqlite.Database(workspace.path('held.db'));
    database.exec('begin exclusive');
    await expectRefusal(events, 'error: cannot read held.db: it is locked by another program');
    database.exec('rollback');
    database.close();
  });

  it.each<[string, string, (path: string, size: number) => void]>([
    ['it is cut off in a page', 'no whole number of pages', (path, size) => truncateSync(path, size - 1000)],
    [
      'it is cut off between pages',
      'damaged',
      (path, size) => truncateSync(path, 4096 * Math.floor(size / 8192)),
    ],
    [
      'there is rubbish in its middle',
      'damaged',
      (path, size) => overwrite(path, 4096 * Math.floor(size / 8192)),
    ],
    ['it is empty', 'the file is empty', (path) => truncateSync(path, 0)],
    ['it is a CSV file', 'it is not a SQLite database', (path) => writeFileSync(path, 'a,b\n'.repeat(2000))],
  ])('is refused if %s', async (what, message, damage) => {
    await expectRefusal(damaged(`${what.replaceAll(' ', '_')}.db`, damage), message);
  });

  it('is refused if it is not there', async () => {
    await expectRefusal('sqlite:none.db#Ecommerce_data', 'error: cannot read none.db: ENOENT');
  });
});

/** Writes rubbish over two pages. */
function overwrite(path: string, position: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(8192, 'rubbish '), 0, 8192, position);
  closeSync(file);
}
