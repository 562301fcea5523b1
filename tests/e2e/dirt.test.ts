import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_FAULTS, type OrderFault } from '../../pipeline/synthetic/generate-orders.ts';
import { createWorkspace, QUICK, type Workspace } from './command.ts';
import { rowsOf } from './tables.ts';

interface Dirt {
  readonly rows: number;
  readonly faults: Readonly<Record<OrderFault, number>>;
}

/** The rule that finds each fault. */
const RULE_OF: Readonly<Record<OrderFault, string>> = {
  malformed_lines: 'malformed_record',
  exact_duplicates: 'exact_duplicate',
  uppercase_emails: 'email_normalised',
  return_before_order: 'return_date_before_order',
  return_above_sale: 'return_above_sale',
  bad_quantities: 'bad_quantity',
  bad_dates: 'bad_order_date',
  negative_value: 'value_negative',
  flag_without_quantity: 'return_quantity_inferred',
};

let workspace: Workspace;
let dirt: Dirt;
const warehouse = () => workspace.path('data/warehouse.duckdb');

beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.pipeline(['generate', '--customers', '800', '--dirt', '0.02', '--out', '.']);
  dirt = JSON.parse(readFileSync(workspace.path('dirt.json'), 'utf8')) as Dirt;
  const { code } = await workspace.pipeline(['run', '--no-report', '--orders', 'orders.csv'], QUICK);
  expect(code).toBe(0);
});
afterAll(() => workspace.remove());

describe('pipeline run over a file with known faults', () => {
  it('is put to the test by every kind of fault', () => {
    expect(Object.keys(dirt.faults).sort()).toEqual([...ORDER_FAULTS].sort());
    for (const fault of ORDER_FAULTS) expect(dirt.faults[fault], fault).toBeGreaterThan(5);
  });

  it('accounts for every record in the ledger of the file', async () => {
    const [ledger] = await rowsOf(
      warehouse(),
      `select rows_in_file::integer as rows, rows_loaded::integer as loaded, rows_rejected::integer as rejected,
        rows_duplicate::integer as duplicate from bronze_files`,
    );
    const { malformed_lines: rejected, exact_duplicates: duplicate } = dirt.faults;
    expect(ledger).toEqual({
      rows: dirt.rows,
      loaded: dirt.rows - rejected - duplicate,
      rejected,
      duplicate,
    });
    const [kept] = await rowsOf(warehouse(), 'select count(*)::integer as count from bronze_rejects');
    expect(kept).toEqual({ count: rejected });
  });

  it('keeps each rejected record with the line it stands on', async () => {
    const delivered = readFileSync(workspace.path('orders.csv'), 'utf8').split('\n');
    const rejects = await rowsOf<{ line: number; text: string; reason: string }>(
      warehouse(),
      'select source_line::integer as line, raw_line as text, reason from bronze_rejects order by line',
    );
    for (const { line, text, reason } of rejects) {
      expect(text.trimEnd()).toBe(delivered[line - 1]);
      expect(reason).toMatch(/field/);
    }
  });

  it('counts exactly the planted faults as data quality issues, and no other', async () => {
    const issues = await rowsOf<{ rule: string; count: number }>(
      warehouse(),
      'select rule, issue_count::integer as count from data_quality_issues',
    );
    const expected = ORDER_FAULTS.map((fault) => [RULE_OF[fault], dirt.faults[fault]]);
    expect(Object.fromEntries(issues.map(({ rule, count }) => [rule, count]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  it('balances bronze rows against order lines and exclusions', async () => {
    const ledger = await rowsOf<{ what: string; count: number }>(
      warehouse(),
      `select entry || coalesce(' ' || reason, '') as what, row_count::integer as count from silver_ledger where row_count > 0`,
    );
    const { malformed_lines, exact_duplicates, bad_quantities, bad_dates } = dirt.faults;
    expect(Object.fromEntries(ledger.map(({ what, count }) => [what, count]))).toEqual({
      'excluded bad_order_date': bad_dates,
      'excluded bad_quantity': bad_quantities,
      order_lines: dirt.rows - malformed_lines - exact_duplicates - bad_quantities - bad_dates,
    });
  });

  it('knows every customer by one address in lower case', async () => {
    const customers = await rowsOf<{ id: string }>(
      warehouse(),
      'select customer_id as id from silver_customer_features order by id',
    );
    const [, ...truth] = readFileSync(workspace.path('truth_orders.csv'), 'utf8').trimEnd().split('\n');
    expect(customers.map(({ id }) => id)).toEqual(truth.map((line) => line.split(',')[0]!).sort());
  });
});
