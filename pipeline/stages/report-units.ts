import type { Database } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';

/**
 * Finds the share of returned units that a segment, a sub-segment, the outliers or everybody (label 'all') holds among
 * the eligible customers of a stratum; null where units are not known or nothing came back.
 */
export async function readReturnedUnits(
  database: Database,
  segmentation: Segmentation,
): Promise<(stratum: string, label: string) => number | null> {
  const shares = new Map<string, number | null>();
  for (const { name: stratum, returnedUnitsColumn } of segmentation.strata) {
    if (returnedUnitsColumn === null) continue;
    const rows = await database.queryRows<{ label: string; share: number | null }>(
      `with units as (
        select main_cluster::varchar as main, cluster_label, ${returnedUnitsColumn}::hugeint as units
        from clustering_results as results inner join ${segmentation.eligibleTable} using (customer_id)
        where segmentation = $segmentation and results.stratum = $stratum
      ),
      labelled as (
        select 'all' as label, units from units
        union all select main, units from units where main is not null
        union all select cluster_label, units from units where main is null or cluster_label <> main
      )
      select label, sum(units)::double / nullif((select sum(units) from units), 0)::double as share
      from labelled group by label`,
      { segmentation: segmentation.name, stratum },
    );
    for (const { label, share } of rows) shares.set(`${stratum} ${label}`, share);
  }
  return (stratum, label) => shares.get(`${stratum} ${label}`) ?? null;
}
