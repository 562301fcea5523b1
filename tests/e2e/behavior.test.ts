import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { createWorkspace, QUICK } from './command.ts';
import { tablesOf, wronglyDescribed } from './tables.ts';

const workspace = createWorkspace();
afterAll(() => workspace.remove());

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const database = await Database.open({ file: workspace.path('data/warehouse.duckdb'), readOnly: true });
  try {
    return await database.queryRows<Row>(sql);
  } finally {
    database.close();
  }
}

describe('pipeline run with events', () => {
  beforeAll(async () => {
    const sizes = ['--customers', '1200', '--events', '9000', '--seed', '5'];
    expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
    const { code, stderr } = await workspace.pipeline(['run', '--events', 'events.csv'], QUICK);
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
  });

  it('builds the tables of events and leaves those of orders alone', async () => {
    const tables = await tablesOf(workspace.path('data/warehouse.duckdb'));
    expect(tables).toEqual(
      expect.arrayContaining([
        'bronze_events',
        'silver_events',
        'silver_user_features',
        'gold_behavior_processed',
      ]),
    );
    expect(tables).not.toContain('silver_order_lines');
  });

  it('loses nobody: users are clustered, outliers or ineligible with a reason', async () => {
    const [counts] = await query<{ users: number; clustered: number; ineligible: number }>(
      `select (select count(*)::double from silver_user_features) as users,
        (select count(*)::double from clustering_results) as clustered,
        (select count(*)::double from ineligible_customers where reason <> '') as ineligible`,
    );
    expect(counts!.users).toBe(1200);
    expect(counts!.clustered + counts!.ineligible).toBe(1200);
  });

  it('gives buyers and non-buyers segments of their own', async () => {
    const strata = await query<{ stratum: string; segments: number }>(
      `select stratum, count(distinct main_cluster)::double as segments from clustering_results group by all order by all`,
    );
    expect(strata.map((row) => row.stratum)).toEqual(['buyers', 'non_buyers']);
    for (const { segments } of strata) expect(segments).toBeGreaterThan(1);
  });

  it('writes workbook, metadata and one model per stratum', () => {
    const folder = workspace.path('data/output/behavior');
    expect(existsSync(`${folder}/clustering_results.xlsx`)).toBe(true);
    const model = JSON.parse(readFileSync(`${folder}/models/model.json`, 'utf8')) as {
      strata: { stratum: string }[];
    };
    expect(model.strata.map(({ stratum }) => stratum)).toEqual(['buyers', 'non_buyers']);
  });

  it('compares algorithms on the same customers and keeps coverage beside every silhouette', async () => {
    const { code } = await workspace.pipeline(['compare'], QUICK);
    expect(code).toBe(0);
    const rows = await query<{ stratum: string; algorithm: string; winners: number }>(
      `select stratum, algorithm, sum(is_winner::integer)::double as winners from algorithm_comparison
      where coverage between 0 and 1 and (silhouette is null or n_clusters >= 2) group by all order by all`,
    );
    expect(new Set(rows.map((row) => row.algorithm)).size).toBe(6);
    for (const stratum of ['buyers', 'non_buyers']) {
      const winners = rows
        .filter((row) => row.stratum === stratum)
        .reduce((sum, row) => sum + row.winners, 0);
      expect(winners).toBeLessThanOrEqual(1);
    }
    expect(readFileSync(workspace.path('data/output/behavior/algorithm_comparison.csv'), 'utf8')).toContain(
      'HDBSCAN',
    );
    expect(await wronglyDescribed(workspace.path('data/warehouse.duckdb'))).toEqual([]);
  });
});
