import { featuresOf } from '../../features/catalog.ts';
import type { Config } from '../core/config.ts';
import type { Cell, Database } from '../core/database.ts';
import { DataError, UsageError } from '../core/errors.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import type { Model } from './model.ts';
import { idKeyOf } from './id-key.ts';
import { type DataFacts, nullReasonOf } from './null-reasons.ts';
import { DEFAULT_DATE_ORDER, knownDateOrder, type DateOrder } from './silver-parameters.ts';

/** What differs between the rows of the two segmentations. */
const ROWS: Readonly<
  Record<Segmentation['name'], { readonly facts: string; readonly moveAsOf: string; readonly late: string }>
> = {
  returns: {
    facts: `select count(line_value) > 0 as has_values, count(category_key) > 0 as has_categories from silver_order_lines`,
    moveAsOf: `update silver_scope set as_of_date = $asOf::date`,
    late: `select (count(*) filter (ordered_at::date > $asOf::date))::double as late, count(*)::double as everything
      from silver_order_lines`,
  },
  behavior: {
    facts: `select coalesce(bool_or(price > 0), false) as has_values, count(category_id) > 0 as has_categories from silver_events`,
    moveAsOf: `update silver_event_scope set as_of_date = $asOf::date, as_of_at = as_of_instant($asOf, $timezone)`,
    late: `select (count(*) filter (exclude_reason = 'after_as_of'))::double as late, count(*)::double as everything
      from silver_parsed_events where $asOf is not null`,
  },
};

/** The day customers are scored as of. */
export interface ScoringDay {
  readonly date: string;
  /** The same for events, to the microsecond; null for orders. */
  readonly instant: string | null;
  /** Column the categories of orders are read from; null for events. */
  readonly categoryColumn: string | null;
}

/**
 * Moves the as-of day of the model to the configured one, if there is one, and says which day it is.
 *
 * @param day - The configured day, and the zone of the model's calendar.
 */
export async function moveAsOf(
  database: Database,
  { name, scopeTable }: Segmentation,
  { asOf, timezone }: { readonly asOf: string | null; readonly timezone: string },
): Promise<ScoringDay> {
  if (asOf !== null) {
    await database.execute(ROWS[name].moveAsOf, name === 'behavior' ? { asOf, timezone } : { asOf });
  }
  const scope = await database.queryOne<Record<string, Cell>>(
    `select * replace (as_of_date::varchar as as_of_date
      ${name === 'behavior' ? ', as_of_at::varchar as as_of_at' : ''}) from ${scopeTable}`,
  );
  return {
    date: String(scope['as_of_date']),
    instant: name === 'behavior' ? String(scope['as_of_at']) : null,
    categoryColumn: name === 'returns' ? String(scope['category_column']) : null,
  };
}

/** @throws {UsageError} If the files have no value, or no category, anywhere, and the model clusters by features made of them. */
export async function assertInputFits(database: Database, model: Model): Promise<void> {
  const facts = await database.queryOne<DataFacts>(ROWS[model.segmentation].facts);
  const missing = model.strata.flatMap(({ stratum, features }) =>
    featuresOf(model.segmentation, stratum)
      .filter(({ name }) => features.includes(name))
      .map((feature) => ({
        feature: feature.name,
        reason: nullReasonOf(model.segmentation, feature, facts),
      }))
      .filter(({ reason }) => reason !== null),
  );
  if (missing.length === 0) return;
  const names = [...new Set(missing.map(({ feature }) => feature))].join(', ');
  const what = missing[0]!.reason === 'no_value' ? 'a value' : 'a category';
  throw new UsageError(
    `the model clusters by ${names}, but no row of the files has ${what}: they do not fit this model`,
  );
}

/**
 * How slash dates of the new files are read: as configured, else as those the model was fitted on, else as they tell.
 *
 * @throws {DataError} If the new files tell otherwise than those of the model: one of them is misread.
 */
export async function scoringDateOrder(
  context: Pick<StageContext, 'database' | 'config'>,
  { dateOrder }: Model,
): Promise<DateOrder> {
  const known = await knownDateOrder(context);
  const isGiven = context.config.orders.dateOrder !== 'auto';
  if (!isGiven && dateOrder !== null && known !== null && known !== dateOrder) {
    throw new DataError(
      `dates of the files are written ${known}, those the model was fitted on ${dateOrder} (m month, d day); ` +
        `set orders.dateOrder to say how they are to be read`,
    );
  }
  return (isGiven ? known : (dateOrder ?? known)) ?? DEFAULT_DATE_ORDER;
}

/** @throws {UsageError} If the model was fitted on hashed customer ids and these would not be, or with another key. */
export function assertSameIds(model: Model, { privacy }: Config): void {
  if (model.idKey === null || model.idKey === idKeyOf(privacy)) return;
  const problem = privacy.hashCustomerIds
    ? 'with another privacy.hashKey'
    : 'but privacy.hashCustomerIds is off';
  throw new UsageError(
    `the model was fitted on hashed customer ids, ${problem}: scores would not belong to the same ids`,
  );
}

/** @throws {DataError} If every row is later than the moment customers are scored as of. */
export async function describeLateRows(
  database: Database,
  { name }: Segmentation,
  { date, instant }: ScoringDay,
): Promise<string[]> {
  const { late, everything } = await database.queryOne<{ late: number; everything: number }>(
    ROWS[name].late,
    {
      asOf: date,
    },
  );
  if (late === 0) return [];
  const moment = instant === null ? date : `${instant} UTC`;
  if (late === everything) {
    throw new DataError(
      `every row is later than ${moment}, which customers are scored as of (by default the model's own day); give a later one with --as-of`,
    );
  }
  return [
    `${late.toLocaleString('en-US')} row(s) are later than ${moment}, which customers are scored as of, and take no part; --as-of moves it`,
  ];
}
