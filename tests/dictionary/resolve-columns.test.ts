import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { resolveSelect } from '../../pipeline/dictionary/lineage/resolve-columns.ts';
import { parseSelect, writeExpressions } from '../../pipeline/dictionary/lineage/syntax-tree.ts';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ file: ':memory:' });
});
afterAll(() => database.close());

const TABLES: Readonly<Record<string, readonly string[]>> = {
  orders: ['id', 'customer', 'amount', 'day'],
  people: ['customer', 'name'],
};

/** Columns as `name: sources`, marked with = where unchanged; rows are counted as `table.*`. */
async function trace(sql: string): Promise<string[]> {
  const { columns } = resolveSelect(await parseSelect(database, sql), (table) => TABLES[table]);
  return columns.map(
    ({ name, sources, isUnchanged }) =>
      `${name}${isUnchanged ? ' =' : ':'} ${sources.map(({ table, column }) => `${table}.${column}`).join(' ')}`,
  );
}

describe('resolveSelect(select, columnsOf)', () => {
  it.each([
    [
      'a column under its own or another name',
      'select id, amount as paid from orders',
      ['id = orders.id', 'paid = orders.amount'],
    ],
    [
      'every column an expression takes in, once',
      `select case when day > 1 then amount else -amount end as x from orders`,
      ['x: orders.day orders.amount'],
    ],
    ['constants', `select 1 as one, 'a' as letter from orders`, ['one: ', 'letter: ']],
    [
      'stars, less what they exclude',
      'select o.* exclude (day), p.name from orders as o cross join people as p',
      ['id = orders.id', 'customer = orders.customer', 'amount = orders.amount', 'name = people.name'],
    ],
    [
      'a star over USING with the joined column once',
      'select * from orders left join people using (customer)',
      [
        'id = orders.id',
        'customer = orders.customer',
        'amount = orders.amount',
        'day = orders.day',
        'name = people.name',
      ],
    ],
    [
      'common table expressions that read each other',
      'with a as (select id, amount * 2 as twice from orders), b as (select twice + id as sum from a) select sum from b',
      ['sum: orders.amount orders.id'],
    ],
    [
      'a common table expression that hides a table',
      'with orders as (select name as id from people) select id from orders',
      ['id = people.name'],
    ],
    [
      'a subquery with columns renamed',
      'select x from (select id, day from orders) as s (x, y)',
      ['x = orders.id'],
    ],
    [
      'unions by position',
      'select id, day from orders union all select customer, null from people',
      ['id: orders.id people.customer', 'day: orders.day'],
    ],
    [
      'unions by name',
      'select id, day from orders union all by name select name as day, customer as id from people',
      ['id: orders.id people.customer', 'day: orders.day people.name'],
    ],
    ['a list of values', `select v.b from (values (1, 'x'), (2, 'y')) as v (a, b)`, ['b: ']],
    [
      'a name given earlier in the list',
      'select amount + 1 as more, more * 2 as twice from orders',
      ['more: orders.amount', 'twice: orders.amount'],
    ],
    [
      'a column before a name given in the list',
      'select day as amount, amount + 1 as more from orders',
      ['amount = orders.day', 'more: orders.amount'],
    ],
    [
      'counted rows, but not those a left join looks up',
      'select count(*) as n from orders left join people using (customer)',
      ['n: orders.*'],
    ],
    [
      'conditions of an aggregate, not groups, order or filters of rows',
      'select first(amount order by day) filter (where id > 0) as x from orders where customer > 1 group by customer',
      ['x: orders.amount orders.id'],
    ],
    [
      'what a window computes, not its partition and order',
      'select sum(amount) over (partition by customer order by day) as x from orders',
      ['x: orders.amount'],
    ],
    [
      'the order of a rank, which is its value',
      'select row_number() over (partition by customer order by day) as x from orders',
      ['x: orders.day'],
    ],
    [
      'lambdas without their parameter',
      'select list_filter([amount], lambda day: day > id) as x from orders',
      ['x: orders.amount orders.id'],
    ],
    ['a scalar subquery', 'select (select max(name) from people) as x from orders', ['x: people.name']],
    ['nothing of a semi join', 'select id from orders semi join people using (customer)', ['id = orders.id']],
  ])('follows %s', async (_what, sql, expected) => {
    expect(await trace(sql)).toEqual(expected);
  });

  it('tells the tables that rows come from', async () => {
    const select = await parseSelect(database, 'select id from orders union all select name from people');
    expect(resolveSelect(select, (table) => TABLES[table]).tables).toEqual(['orders', 'people']);
  });

  it.each([
    ['select nothing from orders', 'there is no column nothing'],
    ['select x.id from orders', 'there is no column x.id'],
    ['select id from elsewhere', 'there is no table elsewhere'],
    ['select range from range(3)', 'cannot follow columns through TABLE_FUNCTION'],
    ['select * replace (1 as id) from orders', 'cannot follow columns through * replace'],
  ])('refuses to guess: %s', async (sql, sentence) => {
    await expect(trace(sql)).rejects.toThrow(sentence);
  });
});

describe('writeExpressions(database, expressions)', () => {
  it('writes what computes each column, following plain names', async () => {
    const sql = `with a as (select id, amount * 2 as twice from orders) select twice as x, id, count(*) as n from a group by all`;
    const { columns } = resolveSelect(await parseSelect(database, sql), (table) => TABLES[table]);
    const expressions = columns.map((column) => column.expressions);
    expect(expressions.map((list) => list.length)).toEqual([1, 0, 1]);
    expect(await writeExpressions(database, expressions.flat())).toEqual(['(amount * 2)', 'count_star()']);
    expect(await writeExpressions(database, [])).toEqual([]);
  });
});

describe('parseSelect(database, sql)', () => {
  it('refuses what is no SELECT', async () => {
    await expect(parseSelect(database, 'drop table a')).rejects.toThrow('expected a SELECT');
    await expect(parseSelect(database, 'selec 1')).rejects.toThrow('expected a SELECT');
  });
});
