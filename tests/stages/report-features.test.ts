import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { loadTables } from '../../pipeline/core/sql-catalog.ts';
import { readFeatureRows } from '../../pipeline/stages/report-features.ts';
import type { FeatureRow } from '../../reporting/report-input.ts';

const RETURNS = SEGMENTATIONS[0]!;
const NAMES = ['return_rate', 'recency_days', 'monetary', 'gross_value'];

let database: Database;
let rows: FeatureRow[];
beforeAll(async () => {
  database = await Database.open({ file: ':memory:', threads: 1 });
  for (const table of ['feature_selection', 'clustering_results'])
    await database.execute(loadTables('gold').get(table)!.sql);
  await database.execute(`create table gold_eligible_customers as select 'all' as stratum, * from (values
    ('a', 0.1, 1, null, null), ('b', null, 2, null, null), ('c', null, 3, null, null), ('d', 0.2, 4, null, null))
    as t (customer_id, ${NAMES.join(', ')})`);
  await database.execute(`insert into feature_selection values
    ('returns', 'all', 'run', 'return_rate', 'profiled', 'profile_only', null, null, null, 0),
    ('returns', 'all', 'run', 'recency_days', 'clustered', 'core', null, null, 0, 0),
    ('returns', 'all', 'run', 'monetary', 'dropped', 'no_value', 1, null, 1, 0),
    ('returns', 'all', 'run', 'gross_value', 'profiled', 'profile_only', null, null, null, 0)`);
  rows = await readFeatureRows(database, RETURNS);
});
afterAll(() => database.close());

function rowOf(feature: string): FeatureRow {
  return rows.find((row) => row.feature === feature)!;
}

describe('readFeatureRows(database, segmentation)', () => {
  it('tells the share of missing values of every feature, whether or not the selection counted it', () => {
    expect(rowOf('return_rate')).toMatchObject({ count: 2, missingShare: 0.5 });
    expect(rowOf('recency_days')).toMatchObject({ count: 4, missingShare: 0 });
  });

  it('gives having no values as the reason where none says why', () => {
    const known = NAMES.map((name) => [rowOf(name).reason, rowOf(name).missingShare]);
    expect(known).toEqual([
      ['profile_only', 0.5],
      ['core', 0],
      ['no_value', 1],
      ['no_values', 1],
    ]);
  });
});
