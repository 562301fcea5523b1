import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { createMacros } from '../../pipeline/core/models.ts';

describe('safe_ratio(numerator, denominator)', () => {
  let database: Database;
  beforeAll(async () => {
    database = await Database.open({ file: ':memory:' });
    await createMacros(database);
  });
  afterAll(() => database.close());

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
