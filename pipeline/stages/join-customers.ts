import type { Database } from '../core/database.ts';
import { buildTable, runChecks } from '../core/models.ts';
import { SEGMENTATIONS, type Segmentation } from '../core/segmentation.ts';
import { loadModels } from '../core/sql-catalog.ts';
import { sourcePatterns } from '../core/source-patterns.ts';
import type { Stage } from '../core/stage.ts';
import { forgetUnidentified } from './null-reasons.ts';

const TABLE = 'gold_customer_360';

/** Joins the results of both segmentations by the identity map: one row per person. Clustering has dropped the table of the last run. */
export const joinCustomers: Stage = {
  name: 'join customers',
  layer: 'gold',
  isNeeded: (config) => sourcePatterns(config, 'identities').length > 0,
  async run({ database, config }) {
    const missing = await segmentationsWithoutResults(database);
    if (missing.length > 0) {
      return { rows: 0, notes: [], warnings: [missing.map(describeMissing).join('; ')] };
    }
    const rows = await buildTable(database, loadModels('gold').get(TABLE)!, {});
    for (const segmentation of SEGMENTATIONS) {
      await forgetUnidentified({ database, config }, segmentation, {
        table: TABLE,
        prefix: `${segmentation.name}_`,
      });
    }
    await runChecks(database, 'gold', TABLE);
    const pairs = await countPairs(database);
    const warnings: string[] = [];
    if (pairs.pairs > 0 && pairs.both === 0) {
      warnings.push(
        'no pair of the identity map names both a customer of the orders and a user of the events: check its columns, ' +
          'and that privacy and cleaning.mergeEmails were the same when both were cleaned',
      );
    }
    if (config.sample < 1) {
      warnings.push(
        `of a sample (${config.sample}) few persons are matched: customers and users are drawn apart`,
      );
    }
    return { rows, notes: [await describePersons(database), describePairs(pairs)], warnings };
  },
};

async function segmentationsWithoutResults(database: Database): Promise<Segmentation[]> {
  const rows = await database.queryRows<{ segmentation: string }>(
    'select distinct segmentation from clustering_results',
  );
  return SEGMENTATIONS.filter(({ name }) => !rows.some((row) => row.segmentation === name));
}

function describeMissing({ name, source }: Segmentation): string {
  return `${TABLE} is not built: the warehouse holds no results of the segmentation ${name}; give its files with --${source}`;
}

const count = (value: number) => value.toLocaleString('en-US');

async function describePersons(database: Database): Promise<string> {
  const { persons, matched, ordersOnly, eventsOnly, folded } = await database.queryOne<
    Record<'persons' | 'matched' | 'ordersOnly' | 'eventsOnly' | 'folded', number>
  >(
    `select
      count(*)::double as persons, count(*) filter (match_status = 'matched')::double as matched,
      count(*) filter (match_status = 'orders_only')::double as ordersOnly,
      count(*) filter (match_status = 'events_only')::double as eventsOnly,
      coalesce(sum(greatest(user_count - 1, 0)), 0)::double as folded
    from ${TABLE}`,
  );
  const devices = folded === 0 ? '' : `; ${count(folded)} further user id(s) of the same persons`;
  return (
    `persons ${count(persons)} = matched ${count(matched)} + orders only ${count(ordersOnly)} + ` +
    `events only ${count(eventsOnly)}${devices}`
  );
}

type PairCounts = Record<'pairs' | 'both' | 'customerOnly' | 'userOnly' | 'neither', number>;

/** Pairs of the map by which of their sides the results know. */
function countPairs(database: Database): Promise<PairCounts> {
  return database.queryOne<PairCounts>(
    `with customers as (select customer_id from ${TABLE} where match_status <> 'events_only'),
    users as (select unnest(user_ids) as user_id from ${TABLE}),
    known as (
      select customers.customer_id is not null as has_customer, users.user_id is not null as has_user
      from silver_identities as pairs
      left join customers on customers.customer_id = pairs.customer_id
      left join users on users.user_id = pairs.user_id
    )
    select
      count(*)::double as pairs, count(*) filter (has_customer and has_user)::double as both,
      count(*) filter (has_customer and not has_user)::double as customerOnly,
      count(*) filter (has_user and not has_customer)::double as userOnly,
      count(*) filter (not has_customer and not has_user)::double as neither
    from known`,
  );
}

function describePairs({ pairs, both, customerOnly, userOnly, neither }: PairCounts): string {
  return (
    `pairs of the identity map ${count(pairs)} = both known ${count(both)} + user not in the events ${count(customerOnly)} + ` +
    `customer not in the orders ${count(userOnly)} + neither ${count(neither)}`
  );
}
