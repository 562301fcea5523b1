import type { Config } from './config.ts';

/** Customers who are clustered together, apart from others. */
export interface Stratum {
  readonly name: string;
  /** How people call its members, for messages: "42 of 1,000 buyers". */
  readonly members: string;
  /** Columns of what a customer is worth, gives back and does: for shares of segments. */
  readonly revenueColumn: string;
  readonly returnsColumn: string | null;
  readonly activityColumn: string;
  /** Units that a customer sent back, where rows of them are counted by `returnsColumn`. */
  readonly returnedUnitsColumn: string | null;
  /** Features whose separation by segment is printed. */
  readonly shownFeatures: readonly string[];
}

/** What differs between segmentations, as data: the code that takes them from files to workbook is one. */
export interface Segmentation {
  readonly name: 'returns' | 'behavior';
  /** Key of the configuration that names its files. */
  readonly source: 'orders' | 'events';
  /** How people call its files and the rows that count, for messages. */
  readonly fileWord: 'order' | 'event';
  readonly rowWord: string;
  /** Entries of the ledger besides the excluded rows, in the order in which they are told. */
  readonly ledgerEntries: readonly string[];
  /** Delivered rows. */
  readonly bronzeTable: string;
  /** Silver tables of cleaning; what they read is built too. */
  readonly cleanTables: readonly string[];
  readonly ledgerTable: string;
  readonly issuesTable: string;
  /** One row: as_of_date, first_date, last_date, span_days, has_values and what else the data can tell. */
  readonly scopeTable: string;
  /** Silver tables that features compare a customer with: what a model keeps of the customers it was fitted on. */
  readonly referenceTables: readonly string[];
  /** Rows that count; features are computed from it. */
  readonly rowsTable: string;
  /** Features in original units, one row per customer. */
  readonly featureTable: string;
  /** Column of the feature table that names the customer. */
  readonly idColumn: string;
  /** Eligible customers with their features and stratum; the customer's column is `customer_id` here. */
  readonly eligibleTable: string;
  /** Scaled features of the same customers. */
  readonly processedTable: string;
  /** What makes a customer eligible: fewest units of this column. */
  readonly eligibility: {
    readonly column: string;
    readonly setting: 'minOrders' | 'minEvents';
    readonly unit: string;
  };
  /** Strata below this many customers are reported, not clustered. */
  readonly minStratum: number;
  readonly strata: readonly Stratum[];
}

/** Orders and returns. */
const RETURNS: Segmentation = {
  name: 'returns',
  source: 'orders',
  fileWord: 'order',
  rowWord: 'a purchase',
  ledgerEntries: ['order_lines', 'merged_rows', 'matched_returns', 'unmatched_returns'],
  bronzeTable: 'bronze_return_order_data',
  cleanTables: [
    'silver_order_lines',
    'silver_return_matches',
    'silver_unmatched_returns',
    'silver_ledger',
    'data_quality_issues',
    'email_consolidation_candidates',
    'silver_scope',
  ],
  ledgerTable: 'silver_ledger',
  issuesTable: 'data_quality_issues',
  scopeTable: 'silver_scope',
  referenceTables: [
    'silver_scope',
    'silver_category_totals',
    'silver_category_months',
    'silver_order_value_cut',
    'silver_rfm_cuts',
  ],
  rowsTable: 'silver_order_lines',
  featureTable: 'silver_customer_features',
  idColumn: 'customer_id',
  eligibleTable: 'gold_eligible_customers',
  processedTable: 'gold_cluster_processed',
  eligibility: { column: 'sales_order_no_nunique', setting: 'minOrders', unit: 'orders' },
  minStratum: 2,
  strata: [
    {
      name: 'all',
      members: 'customers',
      revenueColumn: 'monetary',
      returnsColumn: 'items_returned_count',
      activityColumn: 'sales_order_no_nunique',
      returnedUnitsColumn: 'total_return_qty',
      shownFeatures: ['return_rate', 'sales_order_no_nunique', 'recency_days', 'monetary'],
    },
  ],
};

/** Events of a web shop. Buyers and others have different features, so they are clustered apart. */
const BEHAVIOR: Segmentation = {
  name: 'behavior',
  source: 'events',
  fileWord: 'event',
  rowWord: 'an event',
  ledgerEntries: ['events'],
  bronzeTable: 'bronze_events',
  cleanTables: ['silver_events', 'silver_event_ledger', 'event_quality_issues', 'silver_event_scope'],
  ledgerTable: 'silver_event_ledger',
  issuesTable: 'event_quality_issues',
  scopeTable: 'silver_event_scope',
  referenceTables: ['silver_event_scope', 'silver_price_ladders', 'silver_user_rfm_cuts'],
  rowsTable: 'silver_events',
  featureTable: 'silver_user_features',
  idColumn: 'user_id',
  eligibleTable: 'gold_eligible_users',
  processedTable: 'gold_behavior_processed',
  eligibility: { column: 'total_events', setting: 'minEvents', unit: 'events' },
  minStratum: 50,
  strata: [
    {
      name: 'buyers',
      members: 'buyers',
      revenueColumn: 'monetary',
      returnsColumn: null,
      activityColumn: 'total_events',
      returnedUnitsColumn: null,
      shownFeatures: ['frequency', 'monetary', 'activity_recency_hours', 'price_level'],
    },
    {
      name: 'non_buyers',
      members: 'non-buyers',
      revenueColumn: 'monetary',
      returnsColumn: null,
      activityColumn: 'total_events',
      returnedUnitsColumn: null,
      shownFeatures: ['total_events', 'unique_sessions', 'cart_count', 'price_level'],
    },
  ],
};

export const SEGMENTATIONS: readonly Segmentation[] = [RETURNS, BEHAVIOR];

/**
 * The segmentations whose source files are configured, or the one that was asked for.
 *
 * @param config - `segmentation` names one; null: every one that is configured.
 */
export function activeSegmentations(config: Config): readonly Segmentation[] {
  return SEGMENTATIONS.filter(({ name, source }) =>
    config.segmentation === null
      ? [config[source].path ?? []].flat().length > 0
      : name === config.segmentation,
  );
}
