import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnTextsOf } from '../../pipeline/core/column-texts.ts';
import { Database } from '../../pipeline/core/database.ts';
import { packageRoot } from '../../pipeline/core/paths.ts';
import { buildDictionary } from '../../pipeline/dictionary/build-dictionary.ts';
import { createColumnLookup, toSentence } from '../../pipeline/dictionary/describe-columns.ts';
import { documentedTables } from '../../pipeline/dictionary/documented-tables.ts';
import { readLayouts } from '../../pipeline/dictionary/read-layouts.ts';
import { SHARED_COLUMNS } from '../../pipeline/dictionary/shared-columns.ts';
import { writeComments } from '../../pipeline/dictionary/write-comments.ts';
import type { DataDictionary } from '../../reporting/dictionary/data-dictionary.ts';
import { tableDefinitions } from '../support/sql-warehouse.ts';

const tables = documentedTables();
const lookUp = createColumnLookup(tables);
let database: Database;
let dictionary: DataDictionary;
/** Every column of every table a run, a comparison or a scoring makes. */
let columns: { table: string; name: string; isNullable: boolean }[];

beforeAll(async () => {
  dictionary = await buildDictionary('1.2.3');
  database = await Database.open({ file: ':memory:' });
  await readLayouts(database);
  columns = await database.queryRows(
    'select table_name as table, column_name as name, is_nullable as "isNullable" from duckdb_columns() where not internal order by all',
  );
});
afterAll(() => database.close());

describe('the texts of columns', () => {
  it('give every column of every table a meaning', () => {
    const silent = columns.filter(({ table, name }) => lookUp(table, name) === undefined);
    expect(silent).toEqual([]);
    expect(columns.length).toBeGreaterThan(900);
  });

  it('stand for no column that does not exist', () => {
    const exists = new Set(columns.map(({ table, name }) => `${table}.${name}`));
    const texts = tables.flatMap(({ model }) =>
      [...columnTextsOf(model).keys()].map((column) => `${model.name}.${column}`),
    );
    expect(texts.filter((text) => !exists.has(text))).toEqual([]);
    const shared = columns.flatMap(({ table, name }) =>
      lookUp(table, name)?.origin === 'shared' ? [name] : [],
    );
    expect([...new Set(shared)].sort()).toEqual(Object.keys(SHARED_COLUMNS).sort());
  });

  it('say more than the name does', () => {
    for (const { table, name } of columns) {
      const { meaning } = lookUp(table, name)!;
      const words = new Set(meaning.toLowerCase().match(/[a-z]{3,}/g));
      const own = [...words].filter((word) => !name.includes(word) && word !== 'the');
      expect(own.length, `${table}.${name}: ${meaning}`).toBeGreaterThan(0);
    }
  });

  it('call a column never null exactly where the table forbids it', () => {
    const filled = new Set(tables.filter(({ isSelect }) => !isSelect).map(({ model }) => model.name));
    const differing = columns
      .filter(({ table, name }) => filled.has(table) && !name.endsWith('_scaled'))
      .filter(({ table, name, isNullable }) => (lookUp(table, name)!.nullRule !== 'never') !== isNullable);
    expect(differing).toEqual([]);
  });

  it('are inherited only by columns whose value comes from a column of that name', () => {
    const inherited = columns.filter(({ table, name }) => lookUp(table, name)?.origin === 'inherited');
    const foreign = inherited.filter(({ table, name }) => {
      const column = dictionary.tables
        .find((entry) => entry.name === table)!
        .columns.find((entry) => entry.name === name)!;
      return !column.lineage.sources.some((source) => source.endsWith(`.${name}`));
    });
    expect(foreign).toEqual([]);
    expect(inherited.length).toBeGreaterThan(50);
  });
});

describe('buildDictionary(version)', () => {
  const columnOf = (table: string, name: string) =>
    dictionary.tables.find((entry) => entry.name === table)!.columns.find((entry) => entry.name === name)!;

  it('has every table with the types that the database gives its columns', async () => {
    const built = [...(await tableDefinitions('gold')).keys()];
    const names = dictionary.tables.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(built));
    expect(columnOf('silver_order_lines', 'line_value').type).toBe('DECIMAL(18,4)');
    expect(columnOf('gold_cluster_processed', 'return_rate_scaled').type).toBe('DOUBLE');
  });

  it('names only tables and files that exist', () => {
    const names = new Set(dictionary.tables.map(({ name }) => name));
    for (const { reads, readBy, file, code } of dictionary.tables) {
      for (const table of [...reads, ...readBy]) expect(names, file).toContain(table);
      expect(existsSync(join(packageRoot, file)), file).toBe(true);
      if (code !== null) expect(existsSync(join(packageRoot, code)), code).toBe(true);
      expect(code === null, file).toBe(!/\.(table|columns)\.sql$/.test(file));
    }
  });

  it('derives every column of every SELECT, down to delivered columns', () => {
    const { lineage, formula } = columnOf('silver_customer_returns', 'return_ratio');
    expect(formula).toBe('safe_ratio(line_totals.returned_units, line_totals.sold_units)');
    expect(lineage).toEqual({
      kind: 'computed',
      sources: ['silver_feature_lines.returned_units', 'silver_feature_lines.units'],
      origins: [
        'bronze_return_order_data.return_qty',
        'bronze_return_order_data.sales_qty',
        'bronze_return_order_data.units_returned_flag',
      ],
    });
    expect(columnOf('gold_customer_360', 'behavior_monetary').lineage).toEqual({
      kind: 'unchanged',
      sources: ['silver_user_features.monetary'],
      origins: ['bronze_events.event_type', 'bronze_events.price'],
    });
    expect(columnOf('gold_cluster_processed', 'recency_days_scaled').lineage).toEqual({
      kind: 'written',
      sources: ['gold_eligible_customers.recency_days'],
      origins: ['bronze_return_order_data.order_date'],
    });
    expect(columnOf('bronze_return_order_data', 'sku').lineage).toEqual({
      kind: 'delivered',
      sources: ['returns: sku', 'online_retail: stockcode'],
      origins: [],
    });
    expect(columnOf('clustering_results', 'silhouette').lineage).toEqual({
      kind: 'written',
      sources: [],
      origins: [],
    });
  });

  it('says when a value is unknown here besides where its feature is', () => {
    expect(columnOf('silver_customer_features', 'avg_return_value').nullRule).toBe('no return with a value');
    expect(columnOf('gold_customer_360', 'returns_monetary').nullRule).toBe(
      'no order with a value; without orders, and where the span of the data cannot tell the value',
    );
    expect(columnOf('gold_eligible_customers', 'return_rate').nullRule).toBe(
      'where the span of the data cannot tell the value',
    );
    expect(columnOf('gold_cluster_processed', 'monetary_scaled').nullRule).toMatch(/^never: /);
  });
});

describe('toSentence(phrase)', () => {
  it.each([
    ['who bought', 'Who bought.'],
    ['Done?', 'Done?'],
    ['line_count from the first month', 'line_count from the first month.'],
    ['_row_hash tells', '_row_hash tells.'],
  ])('makes %j %j', (phrase, sentence) => {
    expect(toSentence(phrase)).toBe(sentence);
  });
});

describe('writeComments(database)', () => {
  const commentOf = async (table: string, column: string) =>
    (
      await database.queryOne<{ comment: string | null }>(
        'select comment from duckdb_columns() where table_name = $table and column_name = $column',
        { table, column },
      )
    ).comment;

  it('comments every table and column, then only what was made anew', async () => {
    expect(await writeComments(database)).toBe(columns.length + dictionary.tables.length);
    expect(await writeComments(database)).toBe(0);
    const { silent } = await database.queryOne<{ silent: number }>(
      `select ((select count(*) from duckdb_columns() where not internal and comment is null)
        + (select count(*) from duckdb_tables() where not internal and comment is null))::integer as silent`,
    );
    expect(silent).toBe(0);
    await database.execute('create or replace table silver_rfm_cuts as select * from silver_rfm_cuts');
    expect(await writeComments(database)).toBe(4);
  });

  it('writes meaning, unit, range and null rule, apostrophes and all', async () => {
    expect(await commentOf('silver_customer_features', 'product_category_loyalty')).toBe(
      "Share of the customer's orders that contain the category the customer buys most. Unit: share of orders. " +
        'Range: (0, 1]. Null: no category known.',
    );
  });

  it('corrects texts of another version and leaves foreign tables and temporary ones alone', async () => {
    await database.execute(`comment on table bronze_files is 'something else'`);
    await database.execute('create table notes as select 1 as run_id');
    await database.execute('create or replace temp table pipeline_runs as select 1 as run_id');
    expect(await writeComments(database)).toBe(1);
    expect(await commentOf('notes', 'run_id')).toBeNull();
    await database.execute('drop table temp.pipeline_runs');
    await database.execute('drop table notes');
  });

  it('is undone with the transaction', async () => {
    const failing = database.transaction(async () => {
      await database.execute('create or replace table silver_rfm_cuts as select 1 as measure');
      expect(await writeComments(database)).toBe(2);
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await commentOf('silver_rfm_cuts', 'least_value')).toMatch(
      /^Smallest value that gets the score\./,
    );
  });
});
