import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, type Workspace } from './command.ts';
import { lengthenIds } from './event-ids.ts';
import { contentOf, rowsOf } from './tables.ts';

/** Features that set a user beside the others: in a sample, beside those of the sample. */
const RELATIVE =
  'r_score, f_score, m_score, rfm_code, rfm_total, rfm_segment, price_level, price_sensitivity';

let workspace: Workspace;
let users: string[];
const warehouse = () => workspace.path('data/warehouse.duckdb');

beforeAll(async () => {
  workspace = createWorkspace();
  const sizes = ['--customers', '1200', '--events', '9000', '--seed', '5'];
  expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
  const events = workspace.path('events.csv');
  users = lengthenIds(events, readFileSync(events, 'utf8'));
  expect((await workspace.pipeline(['run', '--events', 'events.csv'], QUICK)).code).toBe(0);
});
afterAll(() => workspace.remove());

/** Texts of one column of a table, sorted; each once. */
async function textsOf(column: string, table: string, file = warehouse()): Promise<string[]> {
  const rows = await rowsOf<{ text: string }>(
    file,
    `select distinct ${column}::varchar as text from ${table} where ${column} is not null order by text`,
  );
  return rows.map(({ text }) => text);
}

describe('ids beyond 2 ** 53', () => {
  it('are put to the test: as doubles they fall together', () => {
    expect(users).toHaveLength(1200);
    expect(users).toContain('9007199254740993');
    expect(users.some((id) => id.length === 19)).toBe(true);
    expect(new Set(users.map(Number)).size).toBeLessThan(0.6 * users.length);
  });

  it('are the same from bronze to the segments', async () => {
    const expected = users.toSorted();
    for (const table of ['bronze_events', 'silver_events', 'silver_user_features'])
      expect(await textsOf('user_id', table), table).toEqual(expected);
    const segmented = [
      ...(await textsOf('customer_id', 'clustering_results')),
      ...(await textsOf('customer_id', 'ineligible_customers')),
    ];
    expect(segmented.sort()).toEqual(expected);
    expect(await textsOf('product_id', 'silver_events')).toEqual(
      await textsOf('product_id', 'bronze_events'),
    );
    expect(await textsOf('category_id', 'silver_price_ladders')).toEqual(
      await textsOf('category_id', 'bronze_events'),
    );
  });

  it('are texts of the same digits in the workbook', async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(workspace.path('data/output/behavior/clustering_results.xlsx'));
    const sheet = workbook.getWorksheet('Customer Assignments')!;
    const cells: unknown[] = [];
    sheet.getColumn(1).eachCell((cell, row) => {
      if (row > 1) cells.push(cell.value);
    });
    expect(cells.every((value) => typeof value === 'string')).toBe(true);
    const shown = new Set(cells as string[]);
    for (const id of await textsOf('customer_id', 'clustering_results')) expect(shown.has(id)).toBe(true);
    expect([...shown].filter((id) => !users.includes(id))).toEqual([]);
  });
});

describe('gold and segments of events', () => {
  it('let spending hold no more than half of the variance', async () => {
    const clustered = await rowsOf<{ feature: string }>(
      warehouse(),
      `select feature from feature_selection where stratum = 'buyers' and status = 'clustered'`,
    );
    expect(clustered.map(({ feature }) => feature)).toContain('monetary');
    const total = clustered.map(({ feature }) => `var_pop(${feature}_scaled)`).join(' + ');
    const [share] = await rowsOf<{ share: number }>(
      warehouse(),
      `select var_pop(monetary_scaled) / (${total}) as share from gold_behavior_processed where stratum = 'buyers'`,
    );
    expect(share!.share).toBeGreaterThan(0.02);
    expect(share!.share).toBeLessThan(0.5);
  });

  it('never rest on an identifier, not even with all features', async () => {
    const file = workspace.path('all.duckdb');
    const args = ['run', '--no-report', '--events', 'events.csv', '--warehouse', file, '--features', 'all'];
    expect((await workspace.pipeline(args, QUICK)).code).toBe(0);
    const columns = await textsOf('column_name', '(describe gold_behavior_processed)', file);
    expect(columns.filter((name) => /(^|_)(id|code)(_|$)/.test(name))).toEqual(['customer_id']);
    const clustered = await textsOf('feature', `(from feature_selection where status = 'clustered')`, file);
    expect(clustered.length).toBeGreaterThan(10);
    expect(clustered.filter((name) => /(^|_)(id|code|brand)$/.test(name))).toEqual([]);
    const refused = await workspace.pipeline([
      ...['run', '--events', 'events.csv', '--features', 'top_category_id', '--warehouse', 'refused.duckdb'],
    ]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('top_category_id cannot be clustered by');
  });

  it('count outliers as no segment', async () => {
    const strata = await rowsOf<{ outliers: number; segments: number; listed: number; labelled: number }>(
      warehouse(),
      `select stratum, count(*) filter (is_outlier)::integer as outliers,
        count(distinct main_cluster)::integer as segments,
        count(*) filter (is_outlier and (main_cluster is not null or cluster_label <> 'outlier'))::integer as labelled,
        (select count(*)::integer from cluster_summary as summary
          where level = 'main' and summary.stratum = results.stratum) as listed
      from clustering_results as results group by stratum order by stratum`,
    );
    expect(strata).toHaveLength(2);
    for (const { outliers, segments, listed, labelled } of strata) {
      expect(outliers).toBeGreaterThan(0);
      expect(labelled).toBe(0);
      expect(listed).toBe(segments);
    }
  });
});

describe('pipeline run --sample', () => {
  const sampled = (name: string, threads: string) =>
    workspace.pipeline([
      ...['run', '--layer', 'silver', '--events', 'events.csv', '--sample', '0.3'],
      ...['--warehouse', `${name}.duckdb`, '--threads', threads],
    ]);

  it('takes whole users, the same each time, with the features they have in a full run', async () => {
    const outcomes = [await sampled('once', '1'), await sampled('again', '4')];
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    const once = workspace.path('once.duckdb');
    const { silver_user_features: features, silver_events: events } = await contentOf(once);
    expect(await contentOf(workspace.path('again.duckdb'))).toMatchObject({
      silver_user_features: features,
      silver_events: events,
    });
    const sample = await textsOf('user_id', 'silver_user_features', once);
    expect(sample.length / users.length).toBeGreaterThan(0.25);
    expect(sample.length / users.length).toBeLessThan(0.35);
    const read = (file: string) =>
      rowsOf<{ text: string }>(
        file,
        `select f::varchar as text from (select * exclude (${RELATIVE}) from silver_user_features) as f
        where user_id in (${sample.map((id) => `'${id}'`).join(', ')}) order by user_id`,
      );
    expect(await read(once)).toEqual(await read(warehouse()));
  });
});
