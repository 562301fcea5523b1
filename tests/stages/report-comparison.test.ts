import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { loadTables } from '../../pipeline/core/sql-catalog.ts';
import { readComparison } from '../../pipeline/stages/report-comparison.ts';

const RETURNS = SEGMENTATIONS[0]!;
const CLUSTERED = [{ stratum: 'all', dataFingerprint: 'f1' }];

let database: Database;
beforeEach(async () => {
  database = await Database.open({ file: ':memory:', threads: 1 });
});
afterEach(() => database.close());

async function createAndFill(): Promise<void> {
  await database.execute(loadTables('gold').get('algorithm_comparison')!.sql);
  await database.execute(`insert into algorithm_comparison values
    ('returns', 'all', 'run-2', 2, 'core', 'HDBSCAN', '', 0, 0, 10, null, null, null, null, 0, false, 0.1, false, '0 clusters'),
    ('returns', 'all', 'run-2', 1, 'core', 'K-means', 'k 3', 3, 1, 0, 0.4, 0.2, 90, 1.1, 30, true, 0.2, true, null)`);
}

async function recordRun(runId: string, fingerprint: string): Promise<void> {
  await database.execute(loadTables('gold').get('comparison_runs')!.sql);
  await database.execute(
    `insert into comparison_runs values ('returns', 'all', '${runId}', '${fingerprint}', 'largest gain')`,
  );
}

describe('readComparison(database, segmentation, clustered)', () => {
  it('finds none where algorithms were never compared', async () => {
    expect(await readComparison(database, RETURNS, CLUSTERED)).toEqual([]);
  });

  it('finds none of a stratum that was not compared', async () => {
    await createAndFill();
    await recordRun('run-2', 'f1');
    expect(await readComparison(database, RETURNS, [{ stratum: 'other', dataFingerprint: 'f1' }])).toEqual(
      [],
    );
  });

  it('reads the trials of the same data in their order, whatever run clustered them', async () => {
    await createAndFill();
    await recordRun('run-2', 'f1');
    const [row] = await readComparison(database, RETURNS, CLUSTERED);
    expect(row).toMatchObject({ isCurrent: true, winnerRule: 'largest gain' });
    expect(row!.trials.map(({ algorithm, isWinner, isSampled }) => [algorithm, isWinner, isSampled])).toEqual(
      [
        ['K-means', true, true],
        ['HDBSCAN', false, false],
      ],
    );
    expect(row!.trials[1]).toMatchObject({ clusterCount: 0, silhouette: null, whyNot: '0 clusters' });
  });

  it('leaves the trials of other data out', async () => {
    await createAndFill();
    await recordRun('run-2', 'f0');
    expect(await readComparison(database, RETURNS, CLUSTERED)).toEqual([
      { stratum: 'all', isCurrent: false, winnerRule: 'largest gain', trials: [] },
    ]);
  });

  it('takes a comparison of an earlier version, of which nobody knows what it measured, for one of other data', async () => {
    await createAndFill();
    const stale = { stratum: 'all', isCurrent: false, winnerRule: '', trials: [] };
    expect(await readComparison(database, RETURNS, CLUSTERED)).toEqual([stale]);
    await recordRun('run-1', 'f1');
    expect(await readComparison(database, RETURNS, CLUSTERED)).toEqual([stale]);
  });
});
