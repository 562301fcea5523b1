import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, type Parameters } from '../../pipeline/core/database.ts';
import { createMacros } from '../../pipeline/core/models.ts';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ file: ':memory:' });
  await createMacros(database);
});
afterAll(() => database.close());

/** Pairs of a text and what is expected of it, or several expectations. */
type Cases = readonly (readonly [content: string | null, ...expected: (string | null)[]])[];

/**
 * Each text beside what the expressions make of it, as text: the form of `Cases`. They see it cleaned, as `content`.
 *
 * @remarks One statement for all texts, as binding a macro takes longer than running it.
 */
async function evaluate(expressions: readonly string[], cases: Cases, parameters: Parameters = {}) {
  const values = expressions.map((expression, i) => `(${expression})::varchar as value_${i}`);
  const rows = await database.queryRows<Record<string, string | null>>(
    `with contents as (select unnest(from_json($contents, '["VARCHAR"]')) as delivered),
    cleaned as (select delivered, clean_text(delivered) as content from contents)
    select delivered, ${values.join(', ')} from cleaned`,
    { ...parameters, contents: JSON.stringify(cases.map(([content]) => content)) },
  );
  return rows.map((row) => Object.values(row));
}

describe('safe_ratio(numerator, denominator)', () => {
  it.each([
    ['1, 4', 0.25],
    ['-3::hugeint, 2::bigint', -1.5],
    ['0.3::decimal(18, 4), 0.1::decimal(18, 4)', 0.3 / 0.1],
    ['0, 5', 0],
    ['1, 0', null],
    ['0, 0.0::double', null],
    ['null, 2', null],
    ['2, null', null],
  ])('of (%s) is %s', async (sides, expected) => {
    const { ratio, type } = await database.queryOne<{ ratio: number | null; type: string }>(
      `select safe_ratio(${sides}) as ratio, typeof(safe_ratio(${sides})) as type`,
    );
    expect(ratio).toBe(expected);
    expect(type).toBe('DOUBLE');
  });
});

describe('clean_text(content)', () => {
  it('takes blanks of every kind off both ends and makes nothing of nothing', async () => {
    const cases: Cases = [
      [' a b ', 'a b'],
      ['\t\r\na\n', 'a'],
      ['\u00a0\u202fa\u200b', 'a'],
      ['a\ufeff', 'a'],
      ['', null],
      [' \u00a0\t', null],
      [null, null],
    ];
    expect(await evaluate(['content'], cases)).toEqual(cases);
  });
});

describe('parse_timestamp(content, date_order, zone)', () => {
  const MONTH_FIRST = `parse_timestamp(content, 'mdy', 'UTC')`;
  const DAY_FIRST = `parse_timestamp(content, 'dmy', 'UTC')`;

  it('reads what is not ambiguous in either date order', async () => {
    const cases: Cases = [
      ['2024-12-31', '2024-12-31 00:00:00'],
      ['2024-1-5', '2024-01-05 00:00:00'],
      [' 2024-12-31\u00a0', '2024-12-31 00:00:00'],
      ['2024/12/31', '2024-12-31 00:00:00'],
      ['20241231', '2024-12-31 00:00:00'],
      ['20241231 10:20', '2024-12-31 10:20:00'],
      ['2024-12-31 10:20', '2024-12-31 10:20:00'],
      ['2024-12-31T10:20:30', '2024-12-31 10:20:30'],
      ['2024-12-31 10:20:30.123', '2024-12-31 10:20:30.123'],
      ['2024-12-31 10:20:30.123456789', '2024-12-31 10:20:30.123456'],
      ['2024-12-31 5:06 PM', '2024-12-31 17:06:00'],
      ['2024/1/5 7:05', '2024-01-05 07:05:00'],
      ['31.12.2024', '2024-12-31 00:00:00'],
      ['1.2.24 8:05', '2024-02-01 08:05:00'],
      ['31.12.2024 10:20:30', '2024-12-31 10:20:30'],
      ['31-Dec-2024', '2024-12-31 00:00:00'],
      ['31-DEC-24', '2024-12-31 00:00:00'],
      ['1 january 2024 10:20', '2024-01-01 10:20:00'],
      ['5-Sept-2024', '2024-09-05 00:00:00'],
      ['May 5, 2024', '2024-05-05 00:00:00'],
      ['Jan 1, 2024 5:06 PM', '2024-01-01 17:06:00'],
      [null, null],
    ];
    expect(await evaluate([MONTH_FIRST], cases)).toEqual(cases);
    expect(await evaluate([DAY_FIRST], cases)).toEqual(cases);
  });

  it('reads slash and dash dates month first or day first', async () => {
    const cases: Cases = [
      ['3/4/2024', '2024-03-04 00:00:00', '2024-04-03 00:00:00'],
      ['03-04-2024', '2024-03-04 00:00:00', '2024-04-03 00:00:00'],
      ['3/4/24 8:26', '2024-03-04 08:26:00', '2024-04-03 08:26:00'],
      ['3/4/2024 13:05:06.5', '2024-03-04 13:05:06.5', '2024-04-03 13:05:06.5'],
      ['3/4/2024 1:05 PM', '2024-03-04 13:05:00', '2024-04-03 13:05:00'],
      ['3/4/2024 1:05pm', '2024-03-04 13:05:00', '2024-04-03 13:05:00'],
      ['3/4/2024, 12:05:06\u202fAM', '2024-03-04 00:05:06', '2024-04-03 00:05:06'],
      ['12/31/2024', '2024-12-31 00:00:00', null],
      ['31/12/2024', null, '2024-12-31 00:00:00'],
    ];
    expect(await evaluate([MONTH_FIRST, DAY_FIRST], cases)).toEqual(cases);
  });

  it('converts what has an offset to the zone, over both changes of the clock', async () => {
    const cases: Cases = [
      ['2024-07-01T02:00:00Z', '2024-06-30 22:00:00'],
      ['2024-07-01T02:00Z', '2024-06-30 22:00:00'],
      ['2024-07-01 02:00:00 UTC', '2024-06-30 22:00:00'],
      ['2024-07-01 02:00:00.5+02:00', '2024-06-30 20:00:00.5'],
      ['2024-07-01 02:00:00 +0530', '2024-06-30 16:30:00'],
      ['2024/07/01 02:00:00-05', '2024-07-01 03:00:00'],
      ['1.7.2024 02:00 GMT', '2024-06-30 22:00:00'],
      ['2024-03-10T06:59:59Z', '2024-03-10 01:59:59'],
      ['2024-03-10T07:00:00Z', '2024-03-10 03:00:00'],
      ['2024-11-03T05:30:00Z', '2024-11-03 01:30:00'],
      ['2024-11-03T06:30:00Z', '2024-11-03 01:30:00'],
    ];
    expect(await evaluate([`parse_timestamp(content, 'mdy', 'America/New_York')`], cases)).toEqual(cases);
  });

  it('leaves what has no offset as it is: local already, even in the hour that the clock skips', async () => {
    const cases: Cases = [
      ['2024-03-10 02:30:00', '2024-03-10 02:30:00'],
      ['2024-11-03 01:30:00', '2024-11-03 01:30:00'],
    ];
    expect(await evaluate([`parse_timestamp(content, 'mdy', 'America/New_York')`], cases)).toEqual(cases);
  });

  it('takes rubbish, numbers and days that do not exist for no date', async () => {
    const cases: Cases = [
      ...['', '  ', 'abc', 'am', '10:20', '10/20', '2024', '45657', '1735603200', 'infinity', 'epoch', 'now'],
      ...['2024-13-01', '2024-02-30', '0000-00-00', '20241331', '31.02.2024', '31-Abc-2024', '3/4/202'],
      ...['2024-12-31 25:00', '2024-12-31 13:05 PM', '2024-12-31 AM', '2024-12-31 xyz', '2024-12-31 now'],
      ...['2024-12-31 10:20:30 Europe/Berlin', '2024-12-31 10:20:30+99', '2024-12-31 10:20:30-'],
    ].map((content) => [content, null, null]);
    expect(await evaluate([MONTH_FIRST, DAY_FIRST], cases)).toEqual(cases);
  });
});

describe('parse_quantity(content)', () => {
  it('reads whole numbers of up to nine digits and rounds nothing', async () => {
    const cases: Cases = [
      ['3', '3'],
      [' 3 ', '3'],
      ['\t3\r', '3'],
      ['1.0000', '1'],
      ['1.', '1'],
      ['-2', '-2'],
      ['+4', '4'],
      ['007', '7'],
      ['-0', '0'],
      ['999999999', '999999999'],
      ['9999999999', null],
      ['99999999999', null],
      ['1.7', null],
      ['.5', null],
      ['1e3', null],
      ['1,000', null],
      ['1 000', null],
      ['--1', null],
      ['٣', null],
      ['abc', null],
      ['', null],
      [null, null],
    ];
    expect(await evaluate(['parse_quantity(content)'], cases)).toEqual(cases);
  });
});

describe('parse_amount(content, decimal_comma)', () => {
  const WITH_POINT = 'parse_amount(content, false)::decimal(18, 2)';
  const WITH_COMMA = 'parse_amount(content, true)::decimal(18, 2)';

  it('reads separators by the convention it is told, none in a wrong place', async () => {
    const cases: Cases = [
      ['1234', '1234.00', '1234.00'],
      ['1,234.56', '1234.56', null],
      ['1.234,56', null, '1234.56'],
      ['1234.5', '1234.50', null],
      ['12,5', null, '12.50'],
      ['12,345', '12345.00', '12.35'],
      ['12.345', '12.35', '12345.00'],
      ['.5', '0.50', null],
      [',5', null, '0.50'],
      ['1 234.56', '1234.56', null],
      ['1\u202f234,56', null, '1234.56'],
      ["1'234.56", '1234.56', null],
      [null, null, null],
    ];
    expect(await evaluate([WITH_POINT, WITH_COMMA], cases)).toEqual(cases);
  });

  it('reads currency and sign wherever they stand', async () => {
    const positive = ['5', '+5', '$5', '£ 5', '5 €', '5€', 'R$ 5', 'EUR 5', 'EUR5', '5 kr'];
    const negative = ['-5', '\u22125', '- 5', '5-', '(5)', '($5)', '-$5', '$-5', '-EUR 5'];
    const cases: Cases = [
      ...positive.map((content) => [content, '5.00', '5.00'] as const),
      ...negative.map((content) => [content, '-5.00', '-5.00'] as const),
      ['-0', '0.00', '0.00'],
    ];
    expect(await evaluate([WITH_POINT, WITH_COMMA], cases)).toEqual(cases);
  });

  it('takes what might mean something else for no amount', async () => {
    const cases: Cases = [
      ...['', ' ', '-', '$', '.', ',', '()', 'abc', 'NaN', 'inf', '1e3', '5%', '5k', '5 units', '5,-', '5.-'],
      ...['1,23,4', '1.23.4', '1..2', '1,,2', '--5', '-5-', '(-5)', '(5', '5)', 'Rs.500', '5 5'],
      ...['999999999999999'],
    ].map((content) => [content, null, null]);
    expect(await evaluate([WITH_POINT, WITH_COMMA], cases)).toEqual(cases);
  });
});
