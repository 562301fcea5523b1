import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../pipeline/core/database.ts';
import { DataError, UsageError } from '../../pipeline/core/errors.ts';
import type { StageReport } from '../../pipeline/core/stage.ts';
import { cleanRows } from '../../pipeline/stages/clean-rows.ts';
import { loadBronze } from '../../pipeline/stages/load-bronze.ts';
import { openEmptyWarehouse } from '../support/sql-warehouse.ts';
import { purchase, returnsCsv, temporaryFolder } from './folder.ts';
import { stageContext } from './stage-context.ts';

let database: Database;
beforeEach(async () => {
  database = await openEmptyWarehouse();
});
afterEach(() => database.close());

/** Loads rows of the adapter `returns` and cleans them. */
async function clean(
  rows: readonly string[],
  { cleaning = {}, orders = {} }: { cleaning?: Record<string, unknown>; orders?: object } = {},
): Promise<StageReport> {
  const path = temporaryFolder().write('a.csv', returnsCsv(...rows));
  const context = stageContext(database, { orders: { path, ...orders }, cleaning });
  await loadBronze.run(context);
  return cleanRows.run(context);
}

async function columnOf(column: string): Promise<unknown[]> {
  const rows = await database.queryRows<{ value: string }>(
    `select ${column}::varchar as value from silver_order_lines order by order_number`,
  );
  return rows.map(({ value }) => value);
}

describe('accounting for every row', () => {
  it('shows a reason of the adapter in the ledger and among the issues', async () => {
    const folder = temporaryFolder();
    const adapter = folder.write(
      'own.sql',
      `-- own: staff do not count.
select *, case when customer_emailid like '%@staff.com' then 'own_staff' end as _exclude_reason from raw`,
    );
    const report = await clean([purchase(1), purchase(2, 'bob@staff.com'), purchase(3, '')], {
      orders: { adapter },
    });
    expect(report.notes).toEqual([
      'bronze rows 3 = order lines 1 + merged rows 0 + matched returns 0 + unmatched returns 0 + excluded 2 ' +
        '(no_customer 1, own_staff 1)',
    ]);
    const issues = await database.queryRows(
      'select rule, severity, meaning from data_quality_issues order by rule',
    );
    expect(issues[1]).toEqual({
      rule: 'own_staff',
      severity: 'excluded',
      meaning: 'Rows that the adapter excludes: own staff.',
    });
  });

  it.each([
    [[], 'the order files hold a header but no rows'],
    [
      [purchase(1, ''), purchase(2, '')],
      'no row of the order files is a purchase that counts (no_customer 2)',
    ],
    [
      ['short', 'x'],
      /none of the 2 record\(s\) .* can be read; the first one, .*a\.csv, line 2: has 1 fields/,
    ],
  ])('says why nothing is left of %j', async (rows, message) => {
    const cleaning = clean(rows);
    await expect(cleaning).rejects.toThrow(DataError);
    await expect(cleaning).rejects.toThrow(message);
  });
});

describe('deciding the order of slash dates', () => {
  const order = (date: string, i = 1) => purchase(i, 'ann@x.com', date);

  it.each([
    ['month first without evidence', ['3/4/2024'], '2024-03-04 00:00:00'],
    ['month first by one date', ['3/4/2024', '3/13/2024'], '2024-03-04 00:00:00'],
    ['day first by one date', ['3/4/2024', '13-3-2024'], '2024-04-03 00:00:00'],
    [
      'day first although a date is rubbish',
      ['3/4/2024', '13/3/2024', '45/45/2024', '12/99/2024'],
      '2024-04-03 00:00:00',
    ],
  ])('takes %s', async (_what, dates, first) => {
    await clean(dates.map(order));
    expect((await columnOf('ordered_at'))[0]).toBe(first);
  });

  it('counts return dates as evidence', async () => {
    await clean(['1,ann@x.com,3/4/2024,a,1,1,Yes,13/4/2024,,,7,,Shoes,Brand']);
    expect(await columnOf('return_date')).toEqual(['2024-04-13']);
  });

  it('refuses a contradiction unless the configuration decides', async () => {
    const rows = ['3/13/2024', '13/3/2024', '14/3/2024'].map(order);
    await expect(clean(rows)).rejects.toThrow(
      /day first \(2 of them\) and month first \(1\); set orders\.dateOrder/,
    );
    await clean(rows, { orders: { dateOrder: 'dmy' } });
    expect(await columnOf('ordered_at')).toEqual(['2024-03-13 00:00:00', '2024-03-14 00:00:00']);
  });
});

describe('merging addresses by configuration', () => {
  it('follows merges to the address that is kept in the end, in any letter case', async () => {
    const mergeEmails = { 'A@x.com': 'b@x.com', 'b@x.com ': 'C@x.com', 'd@x.com': 'b@x.com' };
    await clean(
      ['a', 'B', 'c', 'd', 'e'].map((name, i) => purchase(i, `${name}@x.com`)),
      { cleaning: { mergeEmails } },
    );
    expect(await columnOf('customer_id')).toEqual(['c@x.com', 'c@x.com', 'c@x.com', 'c@x.com', 'e@x.com']);
  });

  it.each([
    ['an empty address', { 'a@x.com': ' ' }, 'entry 1: an address is empty'],
    ['itself', { 'a@x.com': 'A@x.com' }, 'entry 1: its address is merged into itself'],
    [
      'a circle',
      { 'z@x.com': 'y@x.com', 'a@x.com': 'b@x.com', 'b@x.com': 'a@x.com' },
      'entry 2: its address is merged into',
    ],
    [
      'two addresses',
      { 'a@x.com': 'b@x.com', 'A@x.com': 'c@x.com' },
      'entry 2: its address is merged into another',
    ],
  ])('refuses to merge into %s, naming nobody', async (_what, mergeEmails, message) => {
    const cleaning = clean([purchase(1)], { cleaning: { mergeEmails } });
    await expect(cleaning).rejects.toThrow(UsageError);
    await expect(cleaning).rejects.toThrow(`cleaning.mergeEmails, ${message}`);
    await expect(cleaning).rejects.not.toThrow(/@x\.com/);
  });
});
