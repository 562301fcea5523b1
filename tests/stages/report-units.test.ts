import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { readReturnedUnits } from '../../pipeline/stages/report-units.ts';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ file: ':memory:', threads: 1 });
  await database.execute(`create table clustering_results as select * from (values
    ('returns', 'all', 'a', 1, '1'), ('returns', 'all', 'b', 1, '1.1'), ('returns', 'all', 'c', 2, '2'),
    ('returns', 'all', 'whale', null, 'outlier')) as t (segmentation, stratum, customer_id, main_cluster, cluster_label)`);
  await database.execute(`create table gold_eligible_customers as select * from (values
    ('a', 30), ('b', 10), ('c', 0), ('whale', 80000)) as t (customer_id, total_return_qty)`);
});
afterAll(() => database.close());

describe('readReturnedUnits(database, segmentation)', () => {
  it('gives segments, sub-segments, outliers and everybody their share of units', async () => {
    const shareOf = await readReturnedUnits(database, SEGMENTATIONS[0]!);
    expect(['1', '1.1', '2', 'outlier', 'all'].map((label) => shareOf('all', label))).toEqual([
      40 / 80040,
      10 / 80040,
      0,
      80000 / 80040,
      1,
    ]);
    expect(shareOf('all', '7')).toBeNull();
  });

  it('knows none where returns are not told', async () => {
    const shareOf = await readReturnedUnits(database, SEGMENTATIONS[1]!);
    expect(shareOf('buyers', '1')).toBeNull();
  });

  it('knows none where nothing came back', async () => {
    await database.execute('update gold_eligible_customers set total_return_qty = 0');
    const shareOf = await readReturnedUnits(database, SEGMENTATIONS[0]!);
    expect(shareOf('all', 'outlier')).toBeNull();
  });
});
