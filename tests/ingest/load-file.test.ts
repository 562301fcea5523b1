import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cell, Database } from '../../pipeline/core/database.ts';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import { loadAdapter } from '../../pipeline/ingest/adapters.ts';
import { loadFile, type FileLedger } from '../../pipeline/ingest/load-file.ts';
import { TARGETS } from '../../pipeline/ingest/targets.ts';
import { openEmptyWarehouse } from '../support/sql-warehouse.ts';
import { purchase, RETURNS_HEADER, returnsCsv, temporaryFolder } from './folder.ts';

let database: Database;
beforeEach(async () => {
  database = await openEmptyWarehouse();
});
afterEach(() => database.close());

function load(path: string, adapter = 'returns', maxRecordBytes = 1 << 20): Promise<FileLedger> {
  return loadFile(
    database,
    { path, sizeBytes: 0, contentHash: path },
    {
      target: TARGETS.orders,
      adapter: loadAdapter(adapter, TARGETS.orders),
      csv: { delimiter: 'auto', encoding: 'auto', maxRecordBytes },
      runId: 'run-1',
      loadedAt: '2024-06-01T10:00:00',
    },
  );
}

function bronzeRows(columns = '*'): Promise<Record<string, Cell>[]> {
  return database.queryRows(
    `select ${columns} from bronze_return_order_data order by _source_file, _source_line`,
  );
}

const DELIVERED = returnsCsv(
  'o1,ann@x.com,2024-01-05,0042,1.7,0,No,,,"says ""no"",\r\nnew line",07,q,Shoes,Brand',
  'o2,,2024-01-05 10:00:00,ß,,1,,2024-02-01,r1,NULL, 7 ,"",,',
);

describe('loadFile(database, file, options)', () => {
  it('loads text as delivered, with file, line and run', async () => {
    const folder = temporaryFolder();
    const path = folder.write('a.csv', DELIVERED);
    expect(await load(path)).toEqual({ rowsInFile: 2, rowsLoaded: 2, rowsRejected: 0, rowsDuplicate: 0 });
    expect(await bronzeRows()).toMatchObject([
      {
        sales_order_no: 'o1',
        sku: '0042',
        sales_qty: '1.7',
        q_cls_id: '07',
        return_comment: 'says "no",\r\nnew line',
        return_date: null,
        gross: null,
        _exclude_reason: null,
        _source_file: path,
        _source_line: 2n,
        _run_id: 'run-1',
      },
      { customer_emailid: null, sku: 'ß', q_cls_id: ' 7 ', return_comment: 'NULL', _source_line: 4n },
    ]);
  });

  it('gives the same rows for CSV, packed CSV and Parquet', async () => {
    const folder = temporaryFolder();
    const columns = '* exclude (_source_file, _source_line)';
    const path = folder.write('a.csv', DELIVERED);
    const ledger = await load(path);
    const rows = await bronzeRows(columns);
    await database.execute(
      `copy (select ${RETURNS_HEADER} from bronze_return_order_data order by _source_line) to '${folder.path}/a.parquet'`,
    );
    for (const other of [folder.write('a.csv.gz', gzipSync(DELIVERED)), `${folder.path}/a.parquet`]) {
      await database.execute('delete from bronze_return_order_data');
      expect(await load(other)).toEqual(ledger);
      expect(await bronzeRows(columns)).toEqual(rows);
    }
  });

  it('reads typed columns of Parquet as their text', async () => {
    const folder = temporaryFolder();
    await database.execute(
      `copy (
        select o as sales_order_no, o as customer_emailid, timestamp '2024-01-05 10:20:30' as order_date, 42 as sku,
          1.0::double as sales_qty, null::integer as return_qty, true as units_returned_flag,
          date '2024-01-06' as return_date, null as return_no, null as return_comment, 7::bigint as q_cls_id,
          null as q_sku_id, null as class_, null as brand_
        from (select 1 as o)
      ) to '${folder.path}/typed.parquet'`,
    );
    await load(`${folder.path}/typed.parquet`);
    expect(await bronzeRows()).toMatchObject([
      {
        order_date: '2024-01-05 10:20:30',
        sku: '42',
        sales_qty: '1.0',
        return_date: '2024-01-06',
        q_cls_id: '7',
      },
    ]);
  });

  it('counts a row equal in every delivered column as a duplicate, within a file and across files', async () => {
    const folder = temporaryFolder();
    const first = folder.write('a.csv', returnsCsv(purchase(1), purchase(2), purchase(1)));
    const second = folder.write('b.csv', returnsCsv(purchase(2), purchase(3)));
    expect(await load(first)).toEqual({ rowsInFile: 3, rowsLoaded: 2, rowsRejected: 0, rowsDuplicate: 1 });
    expect(await load(second)).toEqual({ rowsInFile: 2, rowsLoaded: 1, rowsRejected: 0, rowsDuplicate: 1 });
    expect(await bronzeRows('sales_order_no, _source_line::integer as line')).toEqual([
      { sales_order_no: '1', line: 2 },
      { sales_order_no: '2', line: 3 },
      { sales_order_no: '3', line: 3 },
    ]);
  });

  it('takes letter case and blanks of the address, and the order of the columns, for no difference', async () => {
    const folder = temporaryFolder();
    const rows = [purchase(1), purchase(1, 'Ann@X.com'), purchase(1, '" ann@x.com\u00a0"')];
    expect(await load(folder.write('a.csv', returnsCsv(...rows)))).toMatchObject({
      rowsLoaded: 1,
      rowsDuplicate: 2,
    });
    const turned = [RETURNS_HEADER, purchase(1)].map((line) => line.split(',').toReversed().join(','));
    expect(await load(folder.write('b.csv', turned.join('\n')))).toMatchObject({
      rowsLoaded: 0,
      rowsDuplicate: 1,
    });
  });

  it('keeps rows that differ in letter case elsewhere, in an empty field, or in a column of no adapter', async () => {
    const folder = temporaryFolder();
    const rows = [purchase(1), purchase(1).replace('Shoes', 'SHOES'), purchase(1).replace('Shoes', '')];
    expect(await load(folder.write('a.csv', returnsCsv(...rows)))).toMatchObject({ rowsLoaded: 3 });
    const more = [`${RETURNS_HEADER},till`, `${purchase(2)},1`, `${purchase(2)},2`, `${purchase(2)},`];
    expect(await load(folder.write('b.csv', more.join('\n')))).toMatchObject({
      rowsLoaded: 3,
      rowsDuplicate: 0,
    });
  });

  it('keeps rejected records with file, line and reason', async () => {
    const folder = temporaryFolder();
    const path = folder.write('a.csv', returnsCsv(purchase(1), 'too,short', purchase(2), 'o3,"open'));
    expect(await load(path)).toEqual({ rowsInFile: 4, rowsLoaded: 2, rowsRejected: 2, rowsDuplicate: 0 });
    const rejects = await database.queryRows('select * from bronze_rejects order by source_line');
    expect(rejects).toMatchObject([
      {
        source_file: path,
        source_line: 3n,
        raw_line: 'too,short',
        reason: 'has 2 fields, the header has 14',
      },
      {
        source_line: 5n,
        raw_line: 'o3,"open',
        reason: 'a quote is opened and never closed',
        run_id: 'run-1',
      },
    ]);
  });

  it('loads a header with repeated, unnamed and our own names', async () => {
    const path = temporaryFolder().write(
      'a.csv',
      `${RETURNS_HEADER},SKU,SKU_2,,_source_line\n${purchase(1)},other,other,other,9\n`,
    );
    expect(await load(path)).toMatchObject({ rowsLoaded: 1 });
    expect(await bronzeRows()).toMatchObject([{ sku: 'sku-1', _source_line: 2n }]);
  });

  it('loads long records with line breaks without losing one', async () => {
    const comment = `"${'long text,\n'.repeat(3000)}"`;
    const rows = Array.from(
      { length: 200 },
      (_, i) => `o${i},ann,2024-01-05,a,1,0,No,,,${comment},7,,Shoes,B`,
    );
    const path = temporaryFolder().write('a.csv', returnsCsv(...rows));
    expect(await load(path)).toMatchObject({ rowsInFile: 200, rowsLoaded: 200, rowsRejected: 0 });
  });

  it('loads records far longer than the readers default, where the limit is raised', async () => {
    const rows = [`o1,ann,2024-01-05,a,1,0,No,,,${'x" '.repeat(2_000_000)},7,,Shoes,B`, purchase(2)];
    const path = temporaryFolder().write('a.csv', returnsCsv(...rows));
    expect(await load(path, 'returns', 8_000_000)).toMatchObject({ rowsLoaded: 2, rowsRejected: 0 });
  });

  it('refuses an empty file and a damaged Parquet file, naming it', async () => {
    const folder = temporaryFolder();
    await expect(load(folder.write('a.csv', ''))).rejects.toThrow(/a\.csv is empty: expected a header line/);
    const damaged = load(folder.write('a.parquet', 'PAR1 no more'));
    await expect(damaged).rejects.toThrow(FileError);
    await expect(damaged).rejects.toThrow(/cannot read .*a\.parquet as Parquet/);
  });

  it('refuses a Parquet file that lacks columns, with the advice for CSV', async () => {
    const folder = temporaryFolder();
    await database.execute(`copy (select 1 as Invoice, 2 as Price) to '${folder.path}/a.parquet'`);
    await expect(load(`${folder.path}/a.parquet`)).rejects.toThrow(
      /lacks; found 2: invoice, price; no shipped/,
    );
  });
});

describe('the adapter online_retail', () => {
  const HEADER = 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country';

  it('splits invoices from cancellations and says what is no order line', async () => {
    const path = temporaryFolder().write(
      'a.csv',
      [
        HEADER,
        '536365,85123A,LAMP,6,12/1/2010 8:26,2.55,17850.0,UK',
        'C536379,85123A,LAMP,-2,12/2/2010 9:00,2.55,17850,UK',
        'c536380,85123A,LAMP, -2 ,12/2/2010 9:01,2.55,17850,UK',
        '1,POST,POSTAGE,1,12/1/2010,18,17850,UK',
        '2,gift_0001_20,VOUCHER,1,12/1/2010,18,17850,UK',
        '3,85123A,LAMP,1,12/1/2010,2.55,,UK',
        '4,85123A,LAMP,1,12/1/2010,2.55,nan,UK',
        '5,85123A,DAMAGED,-3,12/1/2010,0,17850,UK',
        'C6,85123A,LAMP,3,12/1/2010,2.55,17850,UK',
        '7,85123A,LAMP,0,12/1/2010,2.55,17850,UK',
        '8,85123A,LAMP,1,12/1/2010,0,17850,UK',
        '9,85123A,LAMP,2,12/1/2010,"2,55",17850,UK',
        '10,85123A,LAMP,2,12/1/2010,£1.50,17850,UK',
        '11,85123A,LAMP,2,12/1/2010,dear,17850,UK',
        '12,85123A,LAMP,2,12/1/2010,,17850,UK',
      ].join('\n'),
    );
    expect(await load(path, 'online_retail')).toMatchObject({ rowsInFile: 15, rowsLoaded: 15 });
    const columns =
      'sales_order_no, customer_emailid, sales_qty, return_qty, return_no, gross, _exclude_reason';
    const rows = await bronzeRows(columns);
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['536365', '17850', '6', null, null, '15.3000', null],
      ['C536379', '17850', null, '2', 'C536379', null, null],
      ['c536380', '17850', null, '2', 'c536380', null, null],
      ['1', '17850', '1', null, null, '18.0000', 'no_product'],
      ['2', '17850', '1', null, null, '18.0000', 'no_product'],
      ['3', null, '1', null, null, '2.5500', 'no_customer'],
      ['4', null, '1', null, null, '2.5500', 'no_customer'],
      ['5', '17850', '-3', null, null, '0.0000', 'negative_quantity_without_cancellation'],
      ['C6', '17850', null, '3', 'C6', null, 'cancellation_with_positive_quantity'],
      ['7', '17850', '0', null, null, '0.0000', 'zero_quantity'],
      ['8', '17850', '1', null, null, '0.0000', 'price_not_positive'],
      ['9', '17850', '2', null, null, '5.1000', null],
      ['10', '17850', '2', null, null, '3.0000', null],
      ['11', '17850', '2', null, null, 'price dear', null],
      ['12', '17850', '2', null, null, null, null],
    ]);
  });

  it('reads both spellings of the header alike', async () => {
    const folder = temporaryFolder();
    const row = '536365,85123A,LAMP,6,12/1/2010 8:26,2.55,17850,UK';
    const columns = '* exclude (_source_file, _row_hash)';
    await load(folder.write('a.csv', `${HEADER}\n${row}\n`), 'online_retail');
    const [second] = await bronzeRows(columns);
    await database.execute('delete from bronze_return_order_data');
    const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
    await load(folder.write('b.csv', `${header.toUpperCase()}\n${row}\n`), 'online_retail');
    expect(await bronzeRows(columns)).toEqual([second]);
  });
});

describe('an adapter of the user', () => {
  const COLUMNS = [...TARGETS.orders.required, '_exclude_reason'];
  const select = (replaced: Record<string, string>, rest = '') =>
    `select _source_line, ${COLUMNS.map((name) => `${replaced[name] ?? 'null::varchar'} as ${name}`).join(', ')} from raw ${rest}`;

  async function loadWith(sql: string): Promise<FileLedger> {
    const folder = temporaryFolder();
    const adapter = folder.write(
      'shop.sql',
      `-- shop: orders of a shop.\n-- Needs: order id|id, email\n${sql}\n`,
    );
    return load(folder.write('a.csv', 'ID,EMail\n1,Ann@x.com\n2,bob@x.com\n'), adapter);
  }

  it('yields canonical columns and reasons of its own', async () => {
    const sql = select({
      sales_order_no: '"order id"',
      customer_emailid: 'email',
      _exclude_reason: `case when email like 'bob%' then 'own_staff' end`,
    });
    expect(await loadWith(sql)).toMatchObject({ rowsInFile: 2, rowsLoaded: 2 });
    expect(await bronzeRows('sales_order_no, customer_emailid, _exclude_reason')).toEqual([
      { sales_order_no: '1', customer_emailid: 'Ann@x.com', _exclude_reason: null },
      { sales_order_no: '2', customer_emailid: 'bob@x.com', _exclude_reason: 'own_staff' },
    ]);
  });

  it.each([
    [
      'a column that is missing or unknown',
      'select _source_line, email as mail from raw',
      /missing: sales_order_no,.*; unknown: mail$/,
    ],
    [
      'rows left out',
      select({}, `where email not like 'bob%'`),
      /each delivered row once: it got 2 rows and yielded 1/,
    ],
    [
      'a row yielded twice',
      select({}, 'cross join range(2)'),
      /got 2 rows and yielded 4 \(2 distinct lines\)/,
    ],
    ['SQL that fails', 'select nonsense from raw', /the adapter .*shop\.sql fails: .*nonsense/],
    ['SQL that does not parse', 'selec 1', /the adapter .*shop\.sql fails: .*syntax error/],
    ['no SQL at all', '', /the adapter .*shop\.sql fails/],
  ])('is refused for %s', async (_what, sql, message) => {
    const loading = loadWith(sql);
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(message);
  });
});
