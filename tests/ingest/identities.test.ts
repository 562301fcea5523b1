import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../pipeline/core/database.ts';
import { FileError } from '../../pipeline/core/errors.ts';
import type { StageReport } from '../../pipeline/core/stage.ts';
import { cleanIdentities } from '../../pipeline/stages/clean-identities.ts';
import { cleanRows } from '../../pipeline/stages/clean-rows.ts';
import { loadBronze } from '../../pipeline/stages/load-bronze.ts';
import { openEmptyWarehouse } from '../support/sql-warehouse.ts';
import { purchase, RETURNS_HEADER, returnsCsv, temporaryFolder } from './folder.ts';
import { stageContext, type ContextOptions } from './stage-context.ts';

let database: Database;
beforeEach(async () => {
  database = await openEmptyWarehouse();
});
afterEach(() => database.close());

/** A context with one order file, an identity map of this content, and further settings. */
function contextOf(
  map: string,
  settings: Record<string, unknown> = {},
  options: Partial<ContextOptions> = {},
) {
  const folder = temporaryFolder();
  return stageContext(database, {
    orders: { path: folder.write('orders.csv', returnsCsv(purchase(1), purchase(2, 'Bob@x.com'))) },
    settings: { identities: { path: folder.write('map.csv', map) }, ...settings },
    ...options,
  });
}

function load(map: string): Promise<StageReport> {
  return loadBronze.run(contextOf(map));
}

async function clean(...[map, settings, options]: Parameters<typeof contextOf>): Promise<StageReport> {
  const context = contextOf(map, settings, options);
  await loadBronze.run(context);
  await cleanRows.run(context);
  return cleanIdentities.run(context);
}

/** Loaded pairs as `customer user`, in the order of the file. */
async function loadedPairs(): Promise<string[]> {
  const rows = await database.queryRows<{ pair: string }>(
    `select concat_ws(' ', customer_emailid, user_id) as pair from bronze_identities order by _source_line`,
  );
  return rows.map(({ pair }) => pair);
}

describe('loading an identity map', () => {
  it('keeps every row as delivered, equal ones too, with file, line and run; malformed ones stand apart', async () => {
    const report = await load(
      'email,user_id,since\nANN@x.com , 007,2019\nANN@x.com , 007,2019\nshort\nbob@x.com,,\n',
    );
    const rows = await database.queryRows(
      `select customer_emailid, user_id, parse_filename(_source_file) as file, _source_line::integer as line, _run_id as run
      from bronze_identities order by line`,
    );
    const lineage = { file: 'map.csv', run: 'run-1' };
    expect(rows).toEqual([
      { customer_emailid: 'ANN@x.com ', user_id: ' 007', line: 2, ...lineage },
      { customer_emailid: 'ANN@x.com ', user_id: ' 007', line: 3, ...lineage },
      { customer_emailid: 'bob@x.com', user_id: null, line: 5, ...lineage },
    ]);
    expect(report.notes.slice(2)).toEqual([
      '1 file(s) loaded, 0 unchanged',
      'rows in 1 file(s) 4 = loaded 3 + rejected 1 + duplicates 0',
    ]);
    const rejects = await database.queryRows(
      'select target_table, source_line::integer as line, reason from bronze_rejects',
    );
    expect(rejects).toEqual([
      { target_table: 'bronze_identities', line: 4, reason: 'has 1 fields, the header has 3' },
    ]);
  });

  it.each([
    'CUSTOMER_EMAILID,USER_ID',
    'customer_email,userid',
    'E-Mail,User Id',
    ' email address , user ',
    'mail,visitorid',
    'Customer ID,uid',
  ])('takes the header %s', async (header) => {
    await load(`${header}\nann@x.com,7\n`);
    expect(await loadedPairs()).toEqual(['ann@x.com 7']);
  });

  it('takes the address where a number of the customer stands before it', async () => {
    await load('customer_id,user_id,email\n4711,7,ann@x.com\n');
    expect(await loadedPairs()).toEqual(['ann@x.com 7']);
  });

  it('refuses a header without a user id and says how to read it', async () => {
    const refusal = load('email,device\nann@x.com,7\n');
    await expect(refusal).rejects.toThrow(FileError);
    await expect(refusal).rejects.toThrow(
      /map\.csv, line 1: the adapter identities needs column\(s\) user_id which the header lacks; found 2: email, device; .* identities\.adapter: FILE\.sql/,
    );
  });

  it('takes an adapter of the user, who may exclude pairs', async () => {
    const adapter = temporaryFolder().write(
      'own.sql',
      `-- own: pairs without consent do not count.
-- Needs: who, what, consent
select _source_line, who as customer_emailid, what as user_id, if(consent = 'no', 'no_consent', null) as _exclude_reason from raw`,
    );
    const path = temporaryFolder().write('own.csv', 'who,what,consent\nann@x.com,7,yes\nbob@x.com,8,no\n');
    const { notes } = await clean('', { identities: { path, adapter } });
    expect(notes).toEqual(['identity map: bronze rows 2 = pairs 1 + excluded 1 (no_consent 1)']);
  });

  it('is loaded only if it is configured', async () => {
    await loadBronze.run(contextOf('email,user_id\nann@x.com,7\n', { identities: {} }));
    expect(await loadedPairs()).toEqual([]);
    expect(cleanIdentities.isNeeded?.(contextOf('', { identities: {} }).config)).toBe(false);
    expect(cleanIdentities.isNeeded?.(contextOf('').config)).toBe(true);
  });

  it('replaces a map that changed and leaves one alone that did not', async () => {
    const folder = temporaryFolder();
    const run = () => loadBronze.run(contextOf('', { identities: { path: folder.write('map.csv', map) } }));
    let map = 'email,user_id\nann@x.com,7\nbob@x.com,8\n';
    await run();
    expect((await run()).notes[2]).toBe('0 file(s) loaded, 1 unchanged');
    map = 'email,user_id\nann@x.com,9\n';
    await run();
    expect(await loadedPairs()).toEqual(['ann@x.com 9']);
  });

  it('keeps the rejects of a file apart that is read as orders and as identity map', async () => {
    const folder = temporaryFolder();
    const path = folder.write('both.csv', `${RETURNS_HEADER},USER_ID\n${purchase(1)},7\nshort\n`);
    const context = (fullRefresh: boolean) =>
      stageContext(database, { orders: { path }, settings: { identities: { path } }, fullRefresh });
    for (const fullRefresh of [false, true]) {
      await loadBronze.run(context(fullRefresh));
      const rejects = await database.queryRows('select target_table from bronze_rejects order by all');
      expect(rejects).toEqual([
        { target_table: 'bronze_identities' },
        { target_table: 'bronze_return_order_data' },
      ]);
    }
    expect(await loadedPairs()).toEqual(['ann@x.com 7']);
  });
});

describe('cleaning an identity map', () => {
  it('accounts for every row', async () => {
    const rows = [
      'ANN@x.com,7',
      'ann@x.com,7',
      ',8',
      'bob@x.com,',
      'bob@x.com,9',
      'ann@x.com,9',
      'ann@x.com,10',
    ];
    const report = await clean(['email,user_id', ...rows, ''].join('\n'));
    expect(report).toEqual({
      rows: 2,
      notes: [
        'identity map: bronze rows 7 = pairs 2 + excluded 5 (ambiguous_user 2, duplicate_pair 1, no_customer 1, no_user 1)',
      ],
      warnings: [],
    });
  });

  it('warns if nobody can be matched, and goes on', async () => {
    const { rows, warnings } = await clean('email,user_id\n,7\n');
    expect(rows).toBe(0);
    expect(warnings).toEqual(['no row of the identity map is a pair that counts: nobody can be matched']);
  });

  it('gives customers the ids they have in the orders: merged, then hashed', async () => {
    const privacy = { hashCustomerIds: true, hashKey: 'secret' };
    const map = 'email,user_id\nAnn.Old@x.com,7\nBOB@X.com,8\neve@x.com,9\n';
    await clean(map, { privacy }, { cleaning: { mergeEmails: { 'ann.old@x.com': 'ann@x.com' } } });
    const rows = await database.queryRows(
      `select user_id = sha256('secret:7') as is_ann, user_id = sha256('secret:8') as is_bob
      from silver_identities semi join silver_order_lines using (customer_id) order by all`,
    );
    expect(rows).toEqual([
      { is_ann: false, is_bob: true },
      { is_ann: true, is_bob: false },
    ]);
  });
});
