import { readFileSync, rmSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { metadataSchema, type Metadata } from '../../reporting/metadata.ts';
import { createWorkspace, QUICK, type Outcome } from './command.ts';

const workspace = createWorkspace();
afterAll(() => workspace.remove());

const SAMPLED = {
  ...QUICK,
  PIPELINE_CLUSTERING_SILHOUETTE_MAX_ROWS: '150',
  PIPELINE_CLUSTERING_SILHOUETTE_SAMPLE_ROWS: '100',
};
const FOLDER = 'data/output/returns';

function readMetadata(): Metadata {
  return metadataSchema.parse(
    JSON.parse(readFileSync(workspace.path(`${FOLDER}/clustering_metadata.json`), 'utf8')),
  );
}

async function readIndices(): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(workspace.path(`${FOLDER}/clustering_results.xlsx`));
  const texts: string[] = [];
  workbook.getWorksheet('Quality Metrics')!.eachRow((row) => {
    row.eachCell((cell) => texts.push(cell.value === null ? '' : cell.text));
  });
  return texts.join('\n');
}

describe('pipeline run with more customers than silhouettes are measured of', () => {
  let run: Outcome;
  beforeAll(async () => {
    await workspace.pipeline(['generate', '--customers', '300', '--out', '.']);
    run = await workspace.pipeline(['run', '--orders', 'orders.csv'], SAMPLED);
    expect(run.code, run.stderr).toBe(0);
  });

  it('measures a sample, leaves the others without a silhouette and keeps the error', async () => {
    const database = await Database.open({ file: workspace.path('data/warehouse.duckdb'), readOnly: true });
    try {
      const counts = await database.queryOne(
        `select count(silhouette)::double as measured, sum((silhouette is not null and is_outlier)::integer)::double as outliers
        from clustering_results`,
      );
      expect(counts).toEqual({ measured: 100, outliers: 0 });
      const { error, rows } = await database.queryOne<{ error: number; rows: number }>(
        'select silhouette_standard_error as error, silhouette_sample_rows as rows from clustering_runs',
      );
      expect(rows).toBe(100);
      expect(error).toBeGreaterThan(0);
      const { difference } = await database.queryOne<{ difference: number }>(
        `select abs(clustering_runs.silhouette - (select avg(silhouette) from clustering_results)) as difference from clustering_runs`,
      );
      expect(difference).toBeLessThan(1e-12);
    } finally {
      database.close();
    }
  });

  it('says so in log, metadata and workbook', async () => {
    const { silhouetteSampleRows, silhouetteStandardError } = readMetadata().strata[0]!.indicesOnClustered;
    expect(silhouetteSampleRows).toBe(100);
    expect(silhouetteStandardError).toBeGreaterThan(0);
    const estimate = /silhouette 0\.\d{3} ± 0\.\d{3} \(sample of 100 of \d{3} customers\)/;
    expect(run.stderr).toMatch(estimate);
    const indices = await readIndices();
    expect(indices).toMatch(estimate);
    expect(indices).toContain('Standard error of the silhouette');
  });

  it('reports and scores from it as from any other', async () => {
    const before = { metadata: readMetadata(), indices: await readIndices() };
    rmSync(workspace.path(`${FOLDER}/clustering_results.xlsx`));
    const report = await workspace.pipeline(['report']);
    expect(report.code, report.stderr).toBe(0);
    expect({ metadata: readMetadata(), indices: await readIndices() }).toEqual(before);
    const model = `${FOLDER}/models/model.json`;
    const score = await workspace.pipeline(['score', 'orders.csv', '--model', model]);
    expect(score.code, score.stderr).toBe(0);
  });
});
