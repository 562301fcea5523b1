import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { generateOrders, ORDER_FAULTS } from '../../pipeline/synthetic/generate-orders.ts';
import { numberOf, strictCsv } from './strict-csv.ts';

describe('dirty orders', () => {
  let root: string;
  let database: Database;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'dirty-orders-'));
    database = await Database.open({ file: ':memory:', threads: 2 });
  });
  afterAll(() => {
    database.close();
    rmSync(root, { recursive: true });
  });

  it('are counted fault by fault as the file shows them', async () => {
    const options = { customers: 1500, seed: 5 };
    const clean = await generateOrders({ ...options, out: join(root, 'clean') }, { database });
    const dirty = await generateOrders({ ...options, out: join(root, 'dirty'), dirt: 0.1 }, { database });
    const report = dirty.planted;
    const delivered = strictCsv(dirty.ordersFile);
    const count = (condition: string) =>
      numberOf(database, `select count(*) from ${delivered} where ${condition}`);
    const read = await count('true');
    const distinct = await numberOf(database, `select count(*) from (select distinct * from ${delivered})`);

    expect(Object.keys(report.faults)).toEqual([...ORDER_FAULTS]);
    expect(readFileSync(dirty.ordersFile, 'utf8').trimEnd().split('\n')).toHaveLength(report.rows + 1);
    expect(report.faults).toEqual({
      malformed_lines: report.rows - read,
      uppercase_emails: await count('customer_emailid <> lower(customer_emailid)'),
      exact_duplicates: read - distinct,
      return_before_order: await count(
        `return_date <> '' and return_date < order_date[:10] and order_date < '2024-13'`,
      ),
      return_above_sale: await count(
        'try_cast(return_qty as int) > try_cast(sales_qty as int) and sales_qty <> $$1.7$$',
      ),
      bad_quantities: await count(`sales_qty in ('1.7', 'abc')`),
      bad_dates: await count(`order_date = '2024-13-45'`),
      negative_value: await count(`gross = '-5.00'`),
      flag_without_quantity: await count(`return_qty = '' and units_returned_flag = 'Yes'`),
    });
    const faulty = Object.values(report.faults).reduce((sum, n) => sum + n);
    expect(Math.min(...Object.values(report.faults))).toBeGreaterThan(0);
    expect(faulty / dirty.lines).toBeCloseTo(0.1, 1);

    const changed = await numberOf(
      database,
      `select count(*) from (select * from ${strictCsv(clean.ordersFile)} except all select * from ${delivered})`,
    );
    expect(changed).toBe(faulty - report.faults['exact_duplicates']!);
    expect(readFileSync(dirty.truthFile, 'utf8')).toBe(readFileSync(clean.truthFile, 'utf8'));
    expect(dirty.lines).toBe(clean.lines);
  });
});
