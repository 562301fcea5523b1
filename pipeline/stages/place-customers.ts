import { OUTLIER_ARCHETYPE } from '../../clustering/archetype-rules.ts';
import { OUTLIER_LABEL } from '../../clustering/row-assignments.ts';
import { placeRows } from '../../clustering/scoring.ts';
import { applyPreprocessing } from '../../features/preprocess.ts';
import type { Database } from '../core/database.ts';
import { PipelineError } from '../core/errors.ts';
import { buildTable } from '../core/models.ts';
import { readNumericTable } from '../core/numeric-table.ts';
import type { Segmentation } from '../core/segmentation.ts';
import { loadModels } from '../core/sql-catalog.ts';
import type { Model, StratumModel } from './model.ts';

/** What a customer in no segment is shown as, whether the model was fitted on outliers or not. */
const OUTLIERS: StratumModel['segments'][number] = {
  label: OUTLIER_LABEL,
  clusterId: -1,
  archetype: OUTLIER_ARCHETYPE.name,
  size: 0,
};

/** Where one customer belongs; without a segment there is a reason. */
export interface ScoredCustomer {
  readonly customerId: string;
  readonly stratum: string;
  readonly modelId: string | null;
  readonly mainCluster: number | null;
  readonly subCluster: number | null;
  readonly nearestCluster: number | null;
  readonly clusterId: number | null;
  readonly clusterLabel: string | null;
  readonly archetype: string | null;
  readonly isOutlier: boolean | null;
  readonly distanceToCentroid: number | null;
  readonly completeness: number | null;
  readonly ineligibleReason: string | null;
  readonly asOfDate: string;
}

/**
 * Places every customer with features, and names the reason where that cannot be.
 *
 * @param database - Holds the features of the customers and the scope they were computed in.
 * @returns One entry per customer, by stratum and id.
 */
export async function placeCustomers(
  database: Database,
  segmentation: Segmentation,
  model: Model,
): Promise<ScoredCustomer[]> {
  const { asOfDate } = await database.queryOne<{ asOfDate: string }>(
    `select as_of_date::varchar as asOfDate from ${segmentation.scopeTable}`,
  );
  const eligible = loadModels('gold').get(segmentation.eligibleTable)!;
  await buildTable(database, eligible, { least: model.least });
  const scored: ScoredCustomer[] = [];
  for (const { name, members } of segmentation.strata) {
    const fitted = model.strata.find(({ stratum }) => stratum === name);
    if (fitted === undefined) {
      const { keys } = await readNumericTable(database, keysOf(segmentation, name));
      const reason = `no segment, as the model was fitted on too few ${members}`;
      scored.push(...keys.map((id) => ineligible(id, { stratum: name, reason, asOfDate })));
    } else scored.push(...(await placeStratum(database, segmentation, { fitted, asOfDate })));
  }
  return [...scored, ...(await listIneligible(database, segmentation, { least: model.least, asOfDate }))];
}

function keysOf({ eligibleTable, eligibility }: Segmentation, stratum: string) {
  return { table: eligibleTable, key: 'customer_id', columns: [eligibility.column], stratum };
}

async function placeStratum(
  database: Database,
  segmentation: Segmentation,
  { fitted, asOfDate }: { fitted: StratumModel; asOfDate: string },
): Promise<ScoredCustomer[]> {
  const { stratum, modelId, preprocessing, placement, segments } = fitted;
  const columns = preprocessing.columns.map(({ name }) => name);
  const { keys, matrix } = await readNumericTable(database, { ...keysOf(segmentation, stratum), columns });
  const { space, completeness } = applyPreprocessing(preprocessing, matrix);
  const placed = placeRows(space, placement);
  const segmentOf = new Map(segments.map((segment) => [segment.label, segment]));
  segmentOf.set(OUTLIER_LABEL, OUTLIERS);
  const known = (value: number | undefined) => (value === undefined || value === 0 ? null : value);
  return keys.map((customerId, row) => {
    const label = placed.clusterLabel[row]!;
    const segment = segmentOf.get(label);
    if (segment === undefined) throw new PipelineError(`${stratum}: the model has no segment ${label}`);
    return {
      customerId,
      stratum,
      modelId,
      mainCluster: known(placed.mainCluster[row]),
      subCluster: known(placed.subCluster[row]),
      nearestCluster: known(placed.nearestCluster[row]),
      clusterId: segment.clusterId,
      clusterLabel: label,
      archetype: segment.archetype,
      isOutlier: placed.mainCluster[row] === 0,
      distanceToCentroid: placed.distanceToCentroid[row]!,
      completeness: completeness[row]!,
      ineligibleReason: null,
      asOfDate,
    };
  });
}

/** What is known of a person without features: rows that count only later, or none at all. */
const PERSONS: Readonly<Record<Segmentation['name'], string>> = {
  returns: `select customer_id as id, string_agg(distinct exclude_reason, ', ' order by exclude_reason) as reasons,
      bool_or(exclude_reason is null and not is_return_row) as is_late
    from silver_parsed_rows where customer_id is not null group by customer_id`,
  behavior: `select user_id as id, string_agg(distinct exclude_reason, ', ' order by exclude_reason) as reasons,
      bool_or(coalesce(exclude_reason = 'after_as_of', false)) as is_late
    from silver_parsed_events where user_id is not null group by user_id`,
};

/** Customers who did too little, nothing by the as-of date, or nothing that counts. */
async function listIneligible(
  database: Database,
  { name, featureTable, eligibleTable, idColumn, eligibility, strata }: Segmentation,
  { least, asOfDate }: { least: number; asOfDate: string },
): Promise<ScoredCustomer[]> {
  const stratum = strata.length === 1 ? `'${strata[0]!.name}'` : 'stratum';
  const rows = await database.queryRows<{ id: string; stratum: string; reason: string }>(
    `select ${idColumn} as id, ${stratum} as stratum, 'fewer than ' || $least::integer || ' ${eligibility.unit}' as reason
    from ${featureTable} where ${idColumn} not in (select customer_id from ${eligibleTable})
    union all
    select id, '${strata.at(-1)!.name}',
      case
        when is_late then 'nothing by the as-of date ' || $asOfDate
        when reasons is null then 'no purchase'
        else 'no row that counts (' || reasons || ')'
      end
    from (${PERSONS[name]}) as persons where id not in (select ${idColumn} from ${featureTable})
    order by id`,
    { least, asOfDate },
  );
  return rows.map((row) => ineligible(row.id, { stratum: row.stratum, reason: row.reason, asOfDate }));
}

function ineligible(
  customerId: string,
  { stratum, reason, asOfDate }: { stratum: string; reason: string; asOfDate: string },
): ScoredCustomer {
  return {
    customerId,
    stratum,
    modelId: null,
    mainCluster: null,
    subCluster: null,
    nearestCluster: null,
    clusterId: null,
    clusterLabel: null,
    archetype: null,
    isOutlier: null,
    distanceToCentroid: null,
    completeness: null,
    ineligibleReason: reason,
    asOfDate,
  };
}
