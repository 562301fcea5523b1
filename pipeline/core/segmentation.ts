/** What differs between segmentations, as data. */
export interface Segmentation {
  readonly name: 'returns' | 'behavior';
  /** Customers in one stratum are clustered together. */
  readonly stratum: string;
  /** Features in original units, one row per eligible customer. */
  readonly eligibleTable: string;
  /** Scaled features, one row per eligible customer. */
  readonly processedTable: string;
  /** Columns that hold what a customer is worth, sent back and ordered: for shares of segments. */
  readonly revenueColumn: string;
  readonly returnsColumn: string;
  readonly ordersColumn: string;
}

/** Orders and returns. */
export const RETURNS: Segmentation = {
  name: 'returns',
  stratum: 'all',
  eligibleTable: 'gold_eligible_customers',
  processedTable: 'gold_cluster_processed',
  revenueColumn: 'monetary',
  returnsColumn: 'total_return_qty',
  ordersColumn: 'sales_order_no_nunique',
};
