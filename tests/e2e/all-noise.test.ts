import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, type Outcome, type Workspace } from './command.ts';
import { rowsOf } from './tables.ts';

const ALL_NOISE = { ...QUICK, PIPELINE_CLUSTERING_EPS: '0.000001' };

let workspace: Workspace;
let outcome: Outcome;
beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.pipeline(['generate', '--customers', '60', '--out', '.']);
  outcome = await workspace.pipeline(['run', '--orders', 'orders.csv'], ALL_NOISE);
});
afterAll(() => workspace.remove());

const result = (name: string) => workspace.path(`data/output/returns/${name}`);

describe('a run in which every customer is an outlier', () => {
  it('ends well and warns', () => {
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stderr).toMatch(/warning: All \d+ rows are outliers at eps 0\.000001/);
    expect(outcome.stderr).toContain('warning: there are no segments: every customer is an outlier');
    expect(outcome.stderr).not.toMatch(/NaN|Infinity/);
  });

  it('keeps every customer as an outlier', async () => {
    const [row] = await rowsOf(
      workspace.path('data/warehouse.duckdb'),
      `select count(*)::integer > 50 as many, bool_and(is_outlier) as outliers, bool_and(main_cluster is null) as in_none
      from clustering_results`,
    );
    expect(row).toEqual({ many: true, outliers: true, in_none: true });
  });

  it('writes every file, and says so first in each report', () => {
    expect(existsSync(result('clustering_results.xlsx'))).toBe(true);
    for (const name of ['cluster_report.md', 'report.html']) {
      const text = readFileSync(result(name), 'utf8');
      expect(text, name).toMatch(/No segments: all \d+ eligible customers are outliers/);
      expect(text, name).toContain('Checks not passed: there are no segments');
      expect(text, name).not.toMatch(/similarity (NaN|Infinity)/);
    }
    expect(existsSync(result('clustering_metadata.json'))).toBe(true);
    expect(existsSync(result('cluster_selection_comparison.csv'))).toBe(true);
  });

  it('says so in the workbook', async () => {
    const { default: ExcelJS } = await import('exceljs');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(result('clustering_results.xlsx'));
    const first = JSON.stringify(workbook.worksheets[0]!.getSheetValues());
    expect(first).toMatch(/No segments: all \d+ eligible customers are outliers/);
    expect(first).toContain('Checks not passed: there are no segments');
  });

  it('ends with exit 3 under --strict, whatever the limits of the other gates', async () => {
    const args = ['run', '--strict', '--orders', 'orders.csv', '--warehouse', 's.duckdb', '--out', 's'];
    const strict = await workspace.pipeline(args, { ...ALL_NOISE, PIPELINE_GATES_MAX_NOISE: '1' });
    expect(strict.code).toBe(3);
    expect(strict.stderr).toMatch(/error: --strict: 1 quality gate\(s\) failed: there are no segments/);
  });

  it('leaves a model that pipeline score refuses in a sentence', async () => {
    const score = await workspace.pipeline(['score', 'orders.csv', '--model', result('models/model.json')]);
    expect(score.code).toBe(2);
    expect(score.stderr).toMatch(/^error: .*model\.json has no segments to place customers in: [^\n]+\n$/);
  });
});
