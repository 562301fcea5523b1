/** What differs between segmentations, as data. */
export interface Segmentation {
  readonly name: 'returns' | 'behavior';
  /** Customers in one stratum are clustered together. */
  readonly stratum: string;
  /** Features in original units, one row per eligible customer. */
  readonly eligibleTable: string;
  /** Scaled features, one row per eligible customer. */
  readonly processedTable: string;
  /** Columns of what a customer is worth, lines returned and orders placed: for shares of segments. */
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
  returnsColumn: 'items_returned_count',
  ordersColumn: 'sales_order_no_nunique',
};
