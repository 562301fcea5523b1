import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../pipeline/core/clock.ts';
import { listConfigKeys } from '../../pipeline/core/config-keys.ts';
import { loadConfig } from '../../pipeline/core/config.ts';
import { Database } from '../../pipeline/core/database.ts';
import { silentLogger } from '../../pipeline/core/logger.ts';
import { packageRoot } from '../../pipeline/core/paths.ts';
import { silentReporter } from '../../pipeline/core/progress.ts';
import { writeComments } from '../../pipeline/dictionary/write-comments.ts';
import { runPipeline } from '../../pipeline/runner.ts';
import { STAGES } from '../../pipeline/stages/index.ts';

/** Ten customers are few: everything that asks for many is set down. */
const FOR_FEW = {
  features: ['return_rate', 'recency_days', 'sales_order_no_nunique'],
  'clustering.k': 3,
  'clustering.minClusterSize': 2,
  'clustering.eps': 1.5,
  'clustering.minSamples': 2,
  'clustering.stabilityRuns': 5,
  'clustering.jaccardRuns': 10,
  'orderFeatures.seasonalMinDays': 180,
  'orderFeatures.seasonalMinEvents': 3,
  'orderFeatures.trendMinMonths': 3,
  'orderFeatures.highValueMinOrders': 1,
};

const ORDERS = join(packageRoot, 'tests', 'golden', 'orders.csv');

let folder: string;
let database: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
  const warehouse = join(folder, 'warehouse.duckdb');
  const config = loadConfig({
    flags: { ...FOR_FEW, warehouse, out: join(folder, 'output'), 'orders.path': ORDERS, threads: 2 },
  });
  const { error } = await runPipeline(
    STAGES,
    { command: 'run', layer: 'gold', config, fullRefresh: false, version: '0.0.0' },
    {
      clock: fixedClock('2025-01-02T03:04:05.678Z'),
      logs: { logger: () => silentLogger, path: '', close: () => undefined },
      reporter: silentReporter,
      signal: new AbortController().signal,
      sleep: () => Promise.resolve(),
      describeTables: writeComments,
    },
  );
  if (error !== null) throw error;
  database = await Database.open({ file: warehouse, readOnly: true });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** Where the accepted results are. */
function accepted(file: string): string {
  return join(packageRoot, 'tests', 'golden', 'expected', file);
}

/** Six digits: silhouettes are summed in single precision. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return value instanceof Date ? value.toISOString() : String(value ?? '');
}

/** A table as lines `key | column | value`: a change shows as the lines it touches. */
async function tableLines(sql: string): Promise<string> {
  const rows = await database.queryRows(sql);
  const lines = rows.flatMap(({ customer_id: customer, ...cells }) =>
    Object.entries(cells).map(([column, value]) => `${textOf(customer)} | ${column} | ${textOf(value)}`),
  );
  return `${lines.join('\n')}\n`;
}

/** Rows that name the run, the code, the machine or a setting, by what stands in their first cell. */
const EPHEMERAL = new Set([
  ...['Result', 'Model', 'Fingerprint of the data', 'Fingerprint of the input', 'Fingerprint of the SQL'],
  ...['Fingerprint of the code', 'medallion-segments', 'duckdb', 'node'],
  ...listConfigKeys().map((key) => key.path),
]);

/** The rows of the workbook as `sheet | column text | column text`, each merged cell once. */
async function workbookLines(): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder, 'output', 'returns', 'clustering_results.xlsx'));
  const lines: string[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      if (EPHEMERAL.has(row.getCell(1).text)) return;
      const cells: string[] = [];
      row.eachCell((cell) => {
        if (cell.value === null || cell.master !== cell) return;
        const text = typeof cell.value === 'number' ? textOf(cell.value) : cell.text;
        cells.push(`${cell.address.replace(/\d+$/, '')} ${text}`);
      });
      lines.push([sheet.name, ...cells].join(' | '));
    });
  }
  const text = lines.join('\n').replaceAll(ORDERS, 'orders.csv').replaceAll(/result [0-9a-f]{12}/g, 'result (result)');
  return `${text.replaceAll(/\b[0-9a-f]{64}\b/g, '(SHA-256)')}\n`;
}

describe('ten customers through all stages', () => {
  it('are cleaned into the accepted order lines, matches and issues', async () => {
    expect(
      await database.queryRows('select rule, issue_count::integer as count from data_quality_issues order by rule'),
    ).toEqual([
      { rule: 'email_normalised', count: 1 },
      { rule: 'exact_duplicate', count: 1 },
      { rule: 'malformed_record', count: 1 },
      { rule: 'return_date_before_order', count: 1 },
      { rule: 'return_quantity_inferred', count: 1 },
      { rule: 'value_negative', count: 1 },
    ]);
  });

  it('have the accepted features', async () => {
    const text = await tableLines('select * from silver_customer_features order by customer_id');
    await expect(text).toMatchFileSnapshot(accepted('silver_customer_features.txt'));
  });

  it('fall into the segments they were made for', async () => {
    const segments = await database.queryRows<{ members: string }>(
      `select string_agg(split_part(customer_id, '@', 1), ' ' order by customer_id) as members
      from clustering_results group by cluster_label order by members`,
    );
    expect(segments.map(({ members }) => members)).toEqual(['ada ben cid', 'dot eve fay', 'gus hal', 'jon']);
    const outliers = await database.queryRows('select customer_id from clustering_results where is_outlier');
    expect(outliers).toEqual([{ customer_id: 'jon@example.com' }]);
    const ineligible = await database.queryRows('select customer_id, reason from ineligible_customers');
    expect(ineligible).toEqual([{ customer_id: 'ida@example.com', reason: 'fewer than 2 orders' }]);
  });

  it('have the accepted labels, distances and scores', async () => {
    const text = await tableLines(
      'select * exclude (run_id, assigned_at) from clustering_results order by customer_id',
    );
    await expect(text).toMatchFileSnapshot(accepted('clustering_results.txt'));
  });

  it('are reported in the accepted cells', async () => {
    await expect(await workbookLines()).toMatchFileSnapshot(accepted('workbook.txt'));
  });
});
