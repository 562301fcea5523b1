import type { AssignmentRow } from '../../reporting/report-input.ts';
import type { Database } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';

/** SQL of a customer's id as the report may show it. */
export function shownId(showIds: boolean): string {
  return showIds ? 'customer_id' : 'left(sha256(customer_id), 16)';
}

/** {@link readAssignments} as something that can be read again: each loop over it asks the database anew. */
export function assignmentsOf(
  ...source: Parameters<typeof readAssignments>
): AsyncIterable<readonly AssignmentRow[]> {
  return { [Symbol.asyncIterator]: () => readAssignments(...source) };
}

/**
 * Every customer in blocks: clustered ones by segment and distance to its centre, then outliers, then ineligible ones.
 *
 * @param options - Features to show beside the assignment; `showIds` false replaces ids by a hash.
 */
async function* readAssignments(
  database: Database,
  segmentation: Segmentation,
  { features, showIds }: { readonly features: readonly string[]; readonly showIds: boolean },
): AsyncGenerator<AssignmentRow[]> {
  const id = shownId(showIds);
  const headline =
    features.length === 0 ? '[]::double[]' : `[${features.map((name) => `${name}::double`).join(', ')}]`;
  const strataOrder = `list_position([${segmentation.strata.map(({ name }) => `'${name}'`).join(', ')}], results.stratum)`;
  const clustered = `
    select
      results.stratum, ${id} as customerId, cluster_label as clusterLabel, archetype, is_outlier as isOutlier,
      distance_to_centroid as distanceToCentroid, silhouette, outlier_score as outlierScore,
      feature_completeness_score as featureCompletenessScore, ${headline} as headline, null::varchar as ineligibleReason
    from clustering_results as results inner join ${segmentation.eligibleTable} using (customer_id)
    where segmentation = $segmentation
    order by ${strataOrder}, main_cluster nulls last, sub_cluster nulls first, distance_to_centroid, customer_id`;
  yield* database.streamRows<AssignmentRow>(clustered, { segmentation: segmentation.name });
  const ineligible = `
    select
      ineligible.stratum, ${id} as customerId, 'ineligible' as clusterLabel, null::varchar as archetype, false as isOutlier,
      null::double as distanceToCentroid, null::double as silhouette, null::double as outlierScore,
      null::double as featureCompletenessScore, ${headline} as headline,
      reason as ineligibleReason
    from ineligible_customers as ineligible
    inner join (select * rename (${segmentation.idColumn} as customer_id) from ${segmentation.featureTable}) using (customer_id)
    where segmentation = $segmentation
    order by customer_id`;
  yield* database.streamRows<AssignmentRow>(ineligible, { segmentation: segmentation.name });
}
