import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { UsageError } from '../../pipeline/core/errors.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { createReferenceTables, readReference } from '../../pipeline/stages/model-reference.ts';

const COLUMNS = [
  'select 1 as row_number, 0.1::double + 0.2 as ratio, 1e-300::double as tiny, 170141183460469231731687303715884105727::hugeint as large',
  "select 2, null, '-1e308'::double, null",
  'select 3, 5e-324::double, -0.0::double, -1',
];
const TEXTS = `select row_number, 12345678901234.5678::decimal(18, 4) as price, 0.12345678901234567890::decimal(22, 20) as level,
  timestamp '2019-10-31 23:59:59.999999' as as_of_at, date '2019-10-31' as as_of_date, row_number = 1 as flag,
  case row_number when 1 then 'ö "quoted"' when 2 then '' end as name from numbers`;

let source: Database;
let target: Database;
beforeEach(async () => {
  source = await Database.open({ file: ':memory:' });
  target = await Database.open({ file: ':memory:' });
  await source.execute(`create table numbers as ${COLUMNS.join(' union all ')}`);
  await source.execute(`create table texts as ${TEXTS}`);
  await source.execute('create table nothing (id integer)');
});
afterEach(() => {
  source.close();
  target.close();
});

describe('createReferenceTables(database, tables)', () => {
  it('restores what readReference read, through JSON, to the last digit and type', async () => {
    const segmentation = { ...SEGMENTATIONS[0]!, referenceTables: ['numbers', 'texts', 'nothing'] };
    const tables = await readReference(source, segmentation);
    await createReferenceTables(target, JSON.parse(JSON.stringify(tables)) as typeof tables);
    for (const table of segmentation.referenceTables) {
      const describeRows = (database: Database) => database.queryRows(`describe ${table}`);
      expect(await describeRows(target)).toEqual(await describeRows(source));
      const texts = (database: Database) =>
        database.queryRows(`select t::varchar as t from ${table} as t order by t`);
      expect(await texts(target)).toEqual(await texts(source));
    }
    expect(
      await target.queryRows(
        'select ratio = 0.1::double + 0.2::double as same from numbers where row_number = 1',
      ),
    ).toEqual([{ same: true }]);
  });

  it.each([
    ['INTEGER', 'many'],
    ['INTEGER', '1.7'],
    ['DECIMAL(38,4)', '1.23456'],
    ['DATE', '2024-02-30'],
    ['BOOLEAN', 'perhaps'],
    ['DOUBLE', '1,5'],
    ['DOUBLE', ''],
    ['DOUBLE', 'nan'],
    ['TIMESTAMP', 'infinity'],
  ])('refuses a cell that is no %s: "%s"', async (type, cell) => {
    const columns = [
      { name: 'name', type: 'VARCHAR' },
      { name: 'figure', type },
    ];
    const made = createReferenceTables(target, [
      { name: 'fine', columns: columns.slice(0, 1), rows: [['1.7'], ['']] },
      { name: 'odd', columns, rows: [['a', null], ['b', cell]] }, // prettier-ignore
    ]);
    await expect(made).rejects.toThrow(UsageError);
    await expect(made).rejects.toThrow(`damaged: reference.1.rows.1.1: odd needs a ${type} as figure`);
  });
});
