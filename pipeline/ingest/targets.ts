/** A bronze table that source files are loaded into. */
export interface BronzeTarget {
  readonly table: string;
  /** Canonical columns every adapter must yield (null where the source has nothing). */
  readonly required: readonly string[];
  /** Canonical columns an adapter may yield. */
  readonly optional: readonly string[];
  /** The column that names the person: compared trimmed and in lower case when duplicates are sought. */
  readonly personColumn: string;
  /** Adapters of sql/sources that yield this table. */
  readonly adapters: readonly string[];
}

/** Orders and returns. */
export const ordersTarget: BronzeTarget = {
  table: 'bronze_return_order_data',
  required: [
    'sales_order_no',
    'customer_emailid',
    'order_date',
    'sku',
    'sales_qty',
    'return_qty',
    'units_returned_flag',
    'return_date',
    'return_no',
    'return_comment',
    'q_cls_id',
    'q_sku_id',
    'class_',
    'brand_',
  ],
  optional: [
    'gross',
    'division_',
    'orderlink',
    'q_sku_desc',
    'q_gmm_id',
    'q_clr_dnum',
    'q_clr_desc',
    'vendor_style',
    'size_',
    'return_reason',
    '_exclude_reason',
  ],
  personColumn: 'customer_emailid',
  adapters: ['returns', 'online_retail'],
};
