import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK } from './command.ts';
import { eventsOfOneDay, ordersOfOneDay } from './one-day.ts';
import { rowsOf } from './tables.ts';

/** Words that need weeks of data: nobody lapses or is new within a day. */
const WORDS =
  /\b(At[- ]Risk|Hibernating|Lost|Lapsed|About to Sleep|Cannot Lose|New|Promising|Growing|Mature|Veterans?)\b/;

const workspace = createWorkspace();
const stderr: string[] = [];
beforeAll(async () => {
  writeFileSync(workspace.path('orders.csv'), ordersOfOneDay());
  writeFileSync(workspace.path('events.csv'), eventsOfOneDay());
  const run = await workspace.pipeline(['run', '--orders', 'orders.csv', '--events', 'events.csv'], QUICK);
  expect(run.stderr).not.toContain('error');
  expect(run.code).toBe(0);
  const compare = await workspace.pipeline(['compare'], QUICK);
  expect(compare.code).toBe(0);
  stderr.push(run.stderr, compare.stderr);
});
afterAll(() => workspace.remove());

const query = <Row extends object>(sql: string) => rowsOf<Row>(workspace.path('data/warehouse.duckdb'), sql);

/** Every cell of the workbook of a segmentation, by sheet, as rows of text. */
async function sheetsOf(segmentation: string): Promise<Map<string, string[][]>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(workspace.path(`data/output/${segmentation}/clustering_results.xlsx`));
  return new Map(
    workbook.worksheets.map((sheet) => {
      const rows: string[][] = [];
      sheet.eachRow((row) => {
        const cells: string[] = [];
        row.eachCell((cell) => cells.push(cell.value === null || cell.value === undefined ? '' : cell.text));
        rows.push(cells);
      });
      return [sheet.name, rows];
    }),
  );
}

/** Files of a segmentation that are text, with their content. */
function textFilesOf(segmentation: string): Map<string, string> {
  const folder = workspace.path(`data/output/${segmentation}`);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(csv|md|json)$/.test(name),
  );
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const SEGMENTATIONS = ['returns', 'behavior'];

describe('one day of data', () => {
  it.each(SEGMENTATIONS)('is clustered on what is left: %s', async (segmentation) => {
    const rows = await query<{ stratum: string; k: number }>(
      `select stratum, count(distinct main_cluster)::double as k from clustering_results
      where segmentation = '${segmentation}' group by all`,
    );
    expect(rows.length).toBe(segmentation === 'returns' ? 1 : 2);
    for (const { k } of rows) expect(k).toBeGreaterThanOrEqual(3);
  });

  it.each(SEGMENTATIONS)('has no word of lapse, novelty or tenure in any cell or file: %s', async (name) => {
    const cells = [...(await sheetsOf(name)).values()].flat(2);
    expect(cells.length).toBeGreaterThan(2000);
    expect(cells.filter((cell) => WORDS.test(cell))).toEqual([]);
    const files = [...textFilesOf(name)];
    expect(files.map(([file]) => file)).toEqual(
      expect.arrayContaining([
        'algorithm_comparison.csv',
        'cluster_selection_comparison.csv',
        'clustering_metadata.json',
      ]),
    );
    for (const [file, text] of files) expect(WORDS.exec(text)?.[0], file).toBeUndefined();
    expect(WORDS.exec(stderr.join('\n'))?.[0]).toBeUndefined();
  });

  it('calls every customer and every buyer Buyer, and nobody new, in the tables', async () => {
    const segments = await query<{ segment: string }>(
      `select distinct rfm_segment as segment from silver_customer_features
      union select distinct rfm_segment from silver_user_features where frequency > 0`,
    );
    expect(segments).toEqual([{ segment: 'Buyer' }]);
    const [tenure] = await query<{ known: number }>(
      'select count(customer_tenure_stage)::double as known from silver_customer_features',
    );
    expect(tenure!.known).toBe(0);
  });

  it('says of each feature it cannot tell why, with span and need', async () => {
    const rows = await query<{ feature: string; status: string; reason: string }>(
      `select distinct feature, status, reason from feature_selection where reason like 'not identifiable%' order by feature`,
    );
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['dropped']));
    const reasonOf = new Map(rows.map(({ feature, reason }) => [feature, reason]));
    expect(reasonOf.get('recency_days')).toBe('not identifiable from this span (0 days of orders, 1 needed)');
    expect(reasonOf.get('trend_ratio')).toMatch(
      /^not identifiable from this span \(0\.\d days of events, 14 needed\)$/,
    );
    expect(rows).toHaveLength(17 + 2);
    for (const feature of ['recency_days', 'customer_lifetime_days'])
      expect(stderr[0]).toContain(`warning: ${feature} is not clustered: not identifiable from this span`);
  });

  it('shows no such feature as 0: neither in gold, profiles nor summaries', async () => {
    const [gold] = await query<{ known: number }>(
      `select (count(recency_days) + count(customer_lifetime_days) + count(recent_orders) + count(avg_days_to_return)
        + count(days_since_first_order))::double as known from gold_eligible_customers`,
    );
    expect(gold!.known).toBe(0);
    const profiles = await query(
      `select feature from cluster_profiles inner join feature_selection using (segmentation, stratum, feature)
      where reason like 'not identifiable%' and (mean is not null or median is not null or population_mean is not null)`,
    );
    expect(profiles).toEqual([]);
    const [summary] = await query<{ known: number }>(
      `select count(*) filter (headline_means['recency_days'] is not null)::double as known from cluster_summary
      where segmentation = 'returns'`,
    );
    expect(summary!.known).toBe(0);
  });

  it.each([
    ['returns', 'Days since last order'],
    ['behavior', 'Activity trend'],
  ])('leaves it out of the sheets with a sentence: %s', async (segmentation, label) => {
    const sheets = await sheetsOf(segmentation);
    const profiles = sheets.get('Cluster Profiles')!;
    expect(
      profiles
        .flat()
        .some((cell) => cell.startsWith('Not identifiable from this span') && cell.includes(label)),
    ).toBe(true);
    for (const name of ['Cluster Profiles', 'Customer Assignments', 'Visualizations'])
      expect(sheets.get(name)!.flat(), name).not.toContain(label);
    const row = sheets.get('Feature Analysis')!.find((cells) => cells[0] === label)!;
    expect(row.join(' | ')).toContain('not identifiable from this span (');
  });

  it('ends with exit 3 and the reasons where nothing is left to cluster by', async () => {
    const { code, stderr: said } = await workspace.pipeline(
      [
        'run',
        '--orders',
        'orders.csv',
        '--warehouse',
        'none.duckdb',
        '--features',
        'recency_days',
        'customer_lifetime_days',
      ],
      QUICK,
    );
    expect(code).toBe(3);
    expect(said).toMatch(
      /error: .*no feature is left to cluster 300 customers by: .*recency_days is not clustered: not identifiable from this span/,
    );
  });
});

describe('the sheet of the comparison', () => {
  it('stands in the workbook after pipeline compare, with one row a trial', async () => {
    for (const segmentation of SEGMENTATIONS) {
      const rows = (await sheetsOf(segmentation)).get('Algorithm Comparison')!;
      const trials = await query(`select 1 from algorithm_comparison where segmentation = '${segmentation}'`);
      const header = rows.findIndex((cells) => cells.includes('Algorithm') && cells.includes('Coverage'));
      expect(rows.length - header - 1).toBe(trials.length);
      expect(rows.flat().some((cell) => /Winner: |No trial meets/.test(cell))).toBe(true);
    }
  });

  it('keeps its figures when the same data are clustered again, and loses them when others are', async () => {
    await workspace.pipeline(
      ['run', '--orders', 'orders.csv', '--segmentation', 'returns', '--seed', '9'],
      QUICK,
    );
    const same = (await sheetsOf('returns')).get('Algorithm Comparison')!.flat();
    expect(same).toContain('HDBSCAN');
    writeFileSync(workspace.path('more.csv'), ordersOfOneDay('2024-03-06'));
    await workspace.pipeline(
      ['run', '--orders', 'orders.csv', 'more.csv', '--segmentation', 'returns'],
      QUICK,
    );
    const other = (await sheetsOf('returns')).get('Algorithm Comparison')!.flat();
    expect(other).not.toContain('HDBSCAN');
    expect(
      other.some((cell) => cell.includes('measured other customers or features than this clustering')),
    ).toBe(true);
  });
});
