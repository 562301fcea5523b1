import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import {
  generateOrders,
  type GeneratedOrders,
  type GenerateOrdersOptions,
} from '../../pipeline/synthetic/generate-orders.ts';
import { HEADER, numberOf, strictCsv } from './strict-csv.ts';

let root: string;
let database: Database;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'synthetic-'));
  database = await Database.open({ file: ':memory:', threads: 2 });
});
afterAll(() => {
  database.close();
  rmSync(root, { recursive: true });
});

/** Generates into a folder of its own; the options that a test does not care about are small. */
function generate(folder: string, options: Partial<GenerateOrdersOptions> = {}): Promise<GeneratedOrders> {
  return generateOrders({ customers: 60, seed: 7, out: join(root, folder), ...options }, { database });
}

describe('generateOrders(options, effects)', () => {
  it('writes the same bytes on any number of threads and in any insertion order', async () => {
    const bytes = async (threads: number, keepsOrder: boolean): Promise<Buffer[]> => {
      const other = await Database.open({ file: ':memory:', threads });
      await other.execute(`set preserve_insertion_order = ${keepsOrder}`);
      const options = { customers: 6000, seed: 3, dirt: 0.01, out: join(root, `threads-${threads}`) };
      const { ordersFile, truthFile } = await generateOrders(options, { database: other });
      other.close();
      return [ordersFile, truthFile].map((file) => readFileSync(file));
    };
    const one = await bytes(1, true);
    const four = await bytes(4, false);
    expect(one.map((file, i) => file.equals(four[i]!))).toEqual([true, true]);
  });

  it('writes the same files for the same seed and others for another', async () => {
    const first = await generate('seed-a');
    const again = await generate('seed-b');
    const other = await generate('seed-c', { seed: 8 });
    const read = ({ ordersFile }: GeneratedOrders) => readFileSync(ordersFile, 'utf8');
    expect(read(again)).toBe(read(first));
    expect(read(other)).not.toBe(read(first));
  });

  it('writes the bytes it has always written', async () => {
    const { ordersFile } = await generate('pinned');
    const digest = createHash('sha256').update(readFileSync(ordersFile)).digest('hex');
    expect(digest).toBe('41150564781ce2d73c0317e2229d73080f7484ded9b59dac43e2070546fe2090');
  });

  it('gives a customer the same orders whatever the number of customers', async () => {
    const small = await generate('few', { customers: 20 });
    const large = await generate('many', { customers: 60 });
    const linesOf = (file: string) =>
      `select customer_emailid, order_date, sku, sales_qty, return_qty, return_date, gross from ${strictCsv(file)}`;
    expect(await numberOf(database, `select count(*) from (${linesOf(small.ordersFile)})`)).toBe(small.lines);
    const missing = `${linesOf(small.ordersFile)} except ${linesOf(large.ordersFile)}`;
    expect(await numberOf(database, `select count(*) from (${missing})`)).toBe(0);
  });

  it('writes one customer', async () => {
    const { ordersFile, customers, lines, segments } = await generate('one', { customers: 1 });
    const [header, ...rows] = readFileSync(ordersFile, 'utf8').trimEnd().split('\n');
    expect(header).toBe(HEADER);
    expect(customers).toBe(1);
    expect(lines).toBeGreaterThan(0);
    expect(rows).toHaveLength(lines);
    expect(Object.values(segments)).toEqual([1]);
  });

  it('keeps to the period it is given', async () => {
    const period = { firstDate: '2019-03-01', lastDate: '2020-02-29' };
    const { ordersFile } = await generate('period', { customers: 300, ...period });
    const [range] = await database.queryRows(
      `select min(order_date)[:7] as first, max(order_date)[:10] as last, max(return_date) <= '2020-02-29' as closed
       from ${strictCsv(ordersFile)}`,
    );
    expect(range).toEqual({ first: '2019-03', last: '2020-02-29', closed: true });
  });

  it('leaves no table behind', async () => {
    await generate('clean-up');
    expect(await numberOf(database, `select count(*) from duckdb_tables()`)).toBe(0);
  });

  it('writes into a folder with a quote in its name', async () => {
    const { ordersFile } = await generate(`o'hara`, { customers: 2 });
    expect(readFileSync(ordersFile, 'utf8').startsWith(HEADER)).toBe(true);
  });

  it.each([
    [{ customers: 0 }, 'customers must be an integer in [1, 10000000], got 0'],
    [{ customers: 1.5 }, 'got 1.5'],
    [{ customers: 10_000_001 }, 'got 10000001'],
    [{ seed: 0.5 }, 'seed must be an integer, got 0.5'],
    [{ dirt: -0.1 }, 'dirt must be a share in [0, 0.5], got -0.1'],
    [{ dirt: 0.51 }, 'got 0.51'],
    [{ dirt: NaN }, 'got NaN'],
    [{ firstDate: '2024-02-30' }, 'first date must be a date like 2024-12-31, got 2024-02-30'],
    [{ lastDate: '31.12.2024' }, 'last date must be a date'],
    [{ firstDate: '2024-06-01' }, 'at least 365 days, got 214 (2024-06-01 to 2024-12-31)'],
  ])('refuses %j', async (options, message) => {
    const failure = await generate('refused', options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain(message);
    expect(existsSync(join(root, 'refused'))).toBe(false);
  });

  it('names the folder or file it cannot write', async () => {
    writeFileSync(join(root, 'a-file'), '');
    mkdirSync(join(root, 'taken', 'orders.csv'), { recursive: true });
    for (const folder of ['a-file', join('a-file', 'below'), 'taken']) {
      const failure = await generate(folder).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FileError);
      expect((failure as Error).message).toContain(join(root, folder));
    }
  });
});
