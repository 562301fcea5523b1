import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../pipeline/core/random.ts';
import { createWorkspace, QUICK, type Outcome, type Workspace } from './command.ts';
import { contentOf, rowsOf } from './tables.ts';

let workspace: Workspace;
let header: string;
let lines: string[];
/** What a good run left in the warehouse that every bad one starts from. */
let good: Record<string, string>;

beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.pipeline(['generate', '--customers', '300', '--out', '.']);
  [header = '', ...lines] = readFileSync(workspace.path('orders.csv'), 'utf8').trimEnd().split('\n');
  const args = ['run', '--quiet', '--no-report', '--warehouse', 'good.duckdb', '--orders', 'orders.csv'];
  expect(await workspace.pipeline(args, QUICK)).toMatchObject({ code: 0 });
  good = await contentOf(workspace.path('good.duckdb'));
});
afterAll(() => workspace.remove());
beforeEach(() => copyFileSync(workspace.path('good.duckdb'), workspace.path('warehouse.duckdb')));

/** Runs over a file with this content (or over a file that is not there), in place of the good one. */
async function runOver(
  content: string | Buffer | null,
  options: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  if (content !== null) writeFileSync(workspace.path('bad.csv'), content);
  const orders = content === null ? 'none/*.csv' : 'bad.csv';
  return workspace.pipeline(
    [
      'run',
      '--quiet',
      '--full-refresh',
      '--no-report',
      '--warehouse',
      'warehouse.duckdb',
      '--orders',
      orders,
      ...options,
    ],
    { ...QUICK, ...environment },
  );
}

function fileOf(...rows: readonly string[]): string {
  return [header, ...rows, ''].join('\n');
}

/** The run failed with one sentence, and every table is as the good run left it. */
async function expectRefusal(outcome: Outcome, code: number, sentence: RegExp): Promise<void> {
  expect(outcome).toMatchObject({ code, stdout: '' });
  expect(outcome.stderr).toMatch(/^error: [^\n]+\n$/);
  expect(outcome.stderr).toMatch(sentence);
  expect(await contentOf(workspace.path('warehouse.duckdb'))).toEqual(good);
}

async function ledgerOf(): Promise<{ loaded: number; rejected: number }> {
  const [ledger] = await rowsOf<{ loaded: number; rejected: number }>(
    workspace.path('warehouse.duckdb'),
    'select rows_loaded::integer as loaded, rows_rejected::integer as rejected from bronze_files',
  );
  return ledger!;
}

describe('a file that cannot be read', () => {
  it('is named if it is missing (exit 5)', async () => {
    await expectRefusal(
      await runOver(null),
      5,
      /no file matches none\/\*\.csv \(looked from .+\); .*--orders/,
    );
  });

  it('is refused if it is empty (exit 3)', async () => {
    await expectRefusal(await runOver(''), 3, /bad\.csv is empty: expected a header line and rows/);
  });

  it('is refused with what it has and lacks if columns are missing (exit 5)', async () => {
    const cut = [header, ...lines].map((line) => line.split(',').slice(0, 4).join(',')).join('\n');
    const sentence =
      /bad\.csv, line 1: .*needs column\(s\) sales_qty, return_qty, .* found 4: sales_order_no, customer_emailid/;
    await expectRefusal(await runOver(cut), 5, sentence);
  });

  it('is refused with the adapter that would fit its header (exit 5)', async () => {
    const retail =
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n' +
      '536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n';
    await expectRefusal(
      await runOver(retail),
      5,
      /online_retail fits this header: use --adapter online_retail/,
    );
  });

  it('is refused if it is no text (exit 5)', async () => {
    const random = createRandom('rubbish');
    const rubbish = Buffer.from(Uint8Array.from({ length: 200_000 }, () => random.integer(256)));
    await expectRefusal(await runOver(rubbish), 5, /bad\.csv/);
  });
});

describe('too little data', () => {
  it('is refused if the file holds a header only (exit 3)', async () => {
    await expectRefusal(
      await runOver(fileOf()),
      3,
      /the order files hold a header but no rows: nothing to segment/,
    );
  });

  it('is refused if no customer has enough orders (exit 3)', async () => {
    const outcome = await runOver(fileOf(...lines.slice(0, 2)));
    await expectRefusal(outcome, 3, /0 of 2 customers have at least 2 orders \(preprocessing\.minOrders\)/);
  });

  it('is refused if there are fewer customers than clusters (exit 3)', async () => {
    const outcome = await runOver(fileOf(...lines), [], { PIPELINE_CLUSTERING_K: '5000' });
    await expectRefusal(
      outcome,
      3,
      /\d+ of 300 customers have at least 2 orders .*too few for 5000 clusters/,
    );
  });

  it('is refused if no row is a purchase that counts, with the reasons (exit 3)', async () => {
    const undated = lines
      .slice(0, 20)
      .map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, 'someday'));
    await expectRefusal(
      await runOver(fileOf(...undated)),
      3,
      /no row .*is a purchase that counts \(bad_order_date 20\)/,
    );
  });

  it('is refused if a quality gate fails with --strict (exit 3)', async () => {
    const outcome = await runOver(fileOf(...lines), ['--strict'], {
      PIPELINE_GATES_MIN_SILHOUETTE_GAIN: '0.99',
    });
    await expectRefusal(
      outcome,
      3,
      /--strict: 1 quality gate\(s\) failed: the silhouette exceeds .* 0\.99 wanted/,
    );
  });
});

describe('records that are malformed', () => {
  const bronze = ['--layer', 'bronze'];

  it('are counted and the others loaded, whatever their length', async () => {
    const long = 'a'.repeat(10_000_000);
    const outcome = await runOver(fileOf(...lines.slice(0, 100), long, ...lines.slice(100)), bronze);
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await ledgerOf()).toEqual({ loaded: lines.length, rejected: 1 });
  });

  it('do not swallow what follows an unclosed quote', async () => {
    const unclosed = 'SO1,"someone@example.com,2024-01-01';
    const outcome = await runOver(fileOf(...lines.slice(0, 100), unclosed, ...lines.slice(100)), bronze);
    expect(outcome.code).toBe(0);
    expect(await ledgerOf()).toEqual({ loaded: lines.length, rejected: 1 });
  });

  it('are those with letters of another encoding, until the encoding is said', async () => {
    const foreign = lines.filter((line) => /[\u0080-\uffff]/.test(line)).length;
    expect(foreign).toBeGreaterThan(100);
    const latin = Buffer.from(fileOf(...lines), 'latin1');
    expect((await runOver(latin, bronze)).code).toBe(0);
    expect(await ledgerOf()).toEqual({ loaded: lines.length - foreign, rejected: foreign });
    const told = await runOver(latin, bronze, { PIPELINE_ORDERS_ENCODING: 'windows-1252' });
    expect(told.code).toBe(0);
    expect(await ledgerOf()).toEqual({ loaded: lines.length, rejected: 0 });
  });

  it('are none in a file in UTF-16 with a byte order mark', async () => {
    const utf16 = Buffer.from(`\ufeff${fileOf(...lines)}`, 'utf16le');
    expect((await runOver(utf16, bronze)).code).toBe(0);
    expect(await ledgerOf()).toEqual({ loaded: lines.length, rejected: 0 });
  });
});
