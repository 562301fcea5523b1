import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../pipeline/core/database.ts';
import { UsageError } from '../../pipeline/core/errors.ts';
import type { StageReport } from '../../pipeline/core/stage.ts';
import { loadBronze } from '../../pipeline/stages/load-bronze.ts';
import { openEmptyWarehouse } from '../support/sql-warehouse.ts';
import { purchase, returnsCsv, temporaryFolder } from './folder.ts';
import { stageContext } from './stage-context.ts';

let database: Database;
beforeEach(async () => {
  database = await openEmptyWarehouse();
});
afterEach(() => database.close());

function run(
  path: string | string[],
  options: { fullRefresh?: boolean; orders?: object } = {},
): Promise<StageReport> {
  return loadBronze.run(stageContext(database, { ...options, orders: { path, ...options.orders } }));
}

/** Order numbers that stand in bronze, with the name of the file they came from. */
async function loadedOrders(): Promise<string[]> {
  const rows = await database.queryRows<{ loaded: string }>(
    `select parse_filename(_source_file) || ' ' || sales_order_no as loaded from bronze_return_order_data order by 1`,
  );
  return rows.map(({ loaded }) => loaded);
}

/** Files in the ledger: name, then rows in file = loaded + rejected + duplicate. */
async function ledger(): Promise<string[]> {
  const rows = await database.queryRows<{ entry: string }>(
    `select concat_ws(' ', parse_filename(path), rows_in_file, rows_loaded, rows_rejected, rows_duplicate) as entry
    from bronze_files order by 1`,
  );
  return rows.map(({ entry }) => entry);
}

describe('loading files for the first time', () => {
  it('loads what the patterns match, in the order of the paths, each file once', async () => {
    const folder = temporaryFolder();
    folder.write('b.csv', returnsCsv(purchase(2), purchase(1)));
    const first = folder.write('a.csv', returnsCsv(purchase(1), 'short'));
    const report = await run([`${folder.path}/*.csv`, first]);
    expect(await loadedOrders()).toEqual(['a.csv 1', 'b.csv 2']);
    expect(await ledger()).toEqual(['a.csv 2 1 1 0', 'b.csv 2 1 0 1']);
    expect(report.notes).toEqual([
      '2 file(s) loaded, 0 unchanged',
      'rows in 2 file(s) 4 = loaded 2 + rejected 1 + duplicates 1',
    ]);
    expect(report.warnings).toEqual([
      '1 malformed record(s) stand in bronze_rejects with file, line and reason',
    ]);
  });

  it('loads two files of one content once', async () => {
    const folder = temporaryFolder();
    for (const name of ['a.csv', 'b.csv']) folder.write(name, returnsCsv(purchase(1)));
    for (const fullRefresh of [false, true, false]) {
      await run(`${folder.path}/*.csv`, { fullRefresh });
      expect(await ledger()).toEqual(['a.csv 1 1 0 0']);
    }
  });

  it('takes a path for itself even if it reads like a pattern', async () => {
    const folder = temporaryFolder();
    await run(folder.write('a [1].csv', returnsCsv(purchase(1))));
    expect(await loadedOrders()).toEqual(['a [1].csv 1']);
  });

  it.each([
    [[], 'no order files are configured'],
    [['nothing-here-*.csv'], 'no file matches nothing-here-*.csv (looked from '],
    [['tests/ingest'], 'tests/ingest is a folder: name the files in it'],
  ])('refuses %j', async (path, message) => {
    await expect(run(path)).rejects.toThrow(message);
  });
});

describe('loading files again', () => {
  it('leaves a file alone whose content is loaded, under its path or another', async () => {
    const folder = temporaryFolder();
    const content = returnsCsv(purchase(1));
    await run(folder.write('a.csv', content));
    for (const path of [`${folder.path}/a.csv`, folder.write('moved.csv', content)]) {
      const { notes, warnings } = await run(path);
      expect(notes[0]).toBe('0 file(s) loaded, 1 unchanged');
      expect(warnings).toEqual([]);
      expect(await ledger()).toEqual(['a.csv 1 1 0 0']);
    }
  });

  it('adds a new file and keeps the others, with a warning where they are not named', async () => {
    const folder = temporaryFolder();
    const first = folder.write('a.csv', returnsCsv(purchase(1)));
    await run(first);
    const { warnings } = await run(folder.write('b.csv', returnsCsv(purchase(2))));
    expect(await loadedOrders()).toEqual(['a.csv 1', 'b.csv 2']);
    expect(warnings).toEqual([expect.stringContaining(`1 file(s) that this run does not name (${first})`)]);
    expect((await run(`${folder.path}/*.csv`)).warnings).toEqual([]);
  });

  it('replaces a file that changed', async () => {
    const folder = temporaryFolder();
    const path = folder.write('a.csv', returnsCsv(purchase(1), purchase(2), 'short'));
    await run(path);
    folder.write('a.csv', returnsCsv(purchase(2), purchase(3)));
    await run(path);
    expect(await loadedOrders()).toEqual(['a.csv 2', 'a.csv 3']);
    expect(await ledger()).toEqual(['a.csv 2 2 0 0']);
    expect(await database.queryRows('select * from bronze_rejects')).toEqual([]);
  });

  it('brings a row back whose first copy vanished with a changed file', async () => {
    const folder = temporaryFolder();
    folder.write('a.csv', returnsCsv(purchase(1)));
    folder.write('b.csv', returnsCsv(purchase(1), purchase(2)));
    await run(`${folder.path}/*.csv`);
    folder.write('a.csv', returnsCsv(purchase(3)));
    await run(`${folder.path}/*.csv`);
    expect(await loadedOrders()).toEqual(['a.csv 3', 'b.csv 1', 'b.csv 2']);
  });

  it('follows files that are rotated: the content of a path moves on, new content takes its place', async () => {
    const folder = temporaryFolder();
    folder.write('now.csv', returnsCsv(purchase(1)));
    await run(`${folder.path}/*.csv`);
    folder.write('old.csv', returnsCsv(purchase(1)));
    folder.write('now.csv', returnsCsv(purchase(2)));
    await run(`${folder.path}/*.csv`);
    expect(await loadedOrders()).toEqual(['now.csv 2', 'old.csv 1']);
  });

  it('reads files anew where the adapter or the reading of them changed', async () => {
    const folder = temporaryFolder();
    const path = folder.write('a.csv', Buffer.from(returnsCsv(purchase('Zo\xeb')), 'latin1'));
    await run(path);
    expect(await ledger()).toEqual(['a.csv 1 0 1 0']);
    await run(path, { orders: { encoding: 'windows-1252' } });
    expect(await loadedOrders()).toEqual(['a.csv Zoë']);
    const adapter = folder.write(
      'own.sql',
      `-- own: all rows.
select * replace ('own ' || sales_order_no as sales_order_no) from raw`,
    );
    await run(path, { orders: { adapter, encoding: 'windows-1252' } });
    expect(await loadedOrders()).toEqual(['a.csv own Zoë']);
  });

  it('refuses a changed file while files that it does not name hold duplicates', async () => {
    const folder = temporaryFolder();
    const path = folder.write('a.csv', returnsCsv(purchase(1)));
    folder.write('b.csv', returnsCsv(purchase(1), purchase(2)));
    await run(`${folder.path}/*.csv`);
    folder.write('a.csv', returnsCsv(purchase(3)));
    await expect(run(path)).rejects.toThrow(UsageError);
    await expect(run(path)).rejects.toThrow(
      /a\.csv or the way it is read has changed.*or rebuild with --full-refresh/,
    );
    expect(await loadedOrders()).toEqual(['a.csv 1', 'b.csv 2']);
  });

  it('replaces a changed file while files that it does not name hold none', async () => {
    const folder = temporaryFolder();
    const path = folder.write('a.csv', returnsCsv(purchase(1)));
    folder.write('b.csv', returnsCsv(purchase(2)));
    await run(`${folder.path}/*.csv`);
    folder.write('a.csv', returnsCsv(purchase(2), purchase(3)));
    await run(path);
    expect(await loadedOrders()).toEqual(['a.csv 3', 'b.csv 2']);
    expect(await ledger()).toEqual(['a.csv 2 1 0 1', 'b.csv 1 1 0 0']);
  });

  it('starts from the named files alone with a full refresh', async () => {
    const folder = temporaryFolder();
    await run(folder.write('a.csv', returnsCsv(purchase(1))));
    const { warnings } = await run(folder.write('b.csv', returnsCsv(purchase(2))), { fullRefresh: true });
    expect(await loadedOrders()).toEqual(['b.csv 2']);
    expect(warnings).toEqual([]);
  });
});
