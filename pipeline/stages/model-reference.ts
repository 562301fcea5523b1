import type { Config } from '../core/config.ts';
import type { Cell } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';

/** Queries of one JSON value each, by the name under which the model keeps it. */
type ReferenceQueries = (config: Config) => Readonly<Record<string, string>>;

const QUERIES: Readonly<Record<Segmentation['name'], ReferenceQueries>> = {
  returns: ({ orderFeatures }) => ({
    categories: `select to_json(list(totals order by category)) from (
        select category_key as category, count(*) as lines, sum(units)::bigint as units,
          sum(returned_units)::bigint as returned_units
        from silver_feature_lines where category_key is not null group by all
      ) as totals`,
    categoryMonths: `select to_json(list(months order by kind, category_key, month_number)) from silver_category_months as months`,
    highValueCut: `select to_json(quantile_cont(order_value::decimal(38, 8), ${orderFeatures.highValueQuantile})::varchar)
      from silver_orders where order_value is not null`,
    rfmValues: rfmValues('silver_customer_features', 'recency_days'),
  }),
  behavior: () => ({
    priceLadders: `select to_json(list(ladders order by category_id, price)) from silver_price_ladders as ladders`,
    rfmValues: rfmValues('silver_user_features', 'recency_hours'),
  }),
};

/** How many customers have each value that an RFM score ranks. */
function rfmValues(table: string, recency: string): string {
  const counts = [recency, 'frequency', 'monetary'].map(
    (column) => `select '${column}' as score, ${column}::double as value, count(*) as customers
      from ${table} where ${column} is not null group by all`,
  );
  return `select to_json(list(counts order by score, value)) from (${counts.join(' union all ')}) as counts`;
}

/** What features of one customer are compared with; one JSON value per query, so that no number passes a driver type. */
export async function readReference(
  { database, config }: StageContext,
  { name, scopeTable }: Segmentation,
): Promise<Record<string, Cell>> {
  const queries = {
    scope: `select to_json(scope) from ${scopeTable} as scope`,
    ...QUERIES[name](config),
  };
  const reference: Record<string, Cell> = {};
  for (const [key, query] of Object.entries(queries)) {
    const { json } = await database.queryOne<{ json: string | null }>(`select (${query})::varchar as json`);
    reference[key] = json === null ? null : (JSON.parse(json) as Cell);
  }
  return reference;
}
