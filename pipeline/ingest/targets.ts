/** A bronze table that source files are loaded into. */
export interface BronzeTarget {
  /** Key of the configuration that names its files. */
  readonly source: 'orders' | 'events' | 'identities';
  readonly table: string;
  /** Canonical columns every adapter must yield (null where the source has nothing). */
  readonly required: readonly string[];
  /** Canonical columns an adapter may yield. */
  readonly optional: readonly string[];
  /** The column that names the person: compared trimmed and in lower case when duplicates are sought. */
  readonly personColumn: string;
  /** Whether a row equal to a loaded one is dropped (and counted) here; else silver decides. */
  readonly dropsDuplicates: boolean;
  /** Adapters of sql/sources that yield this table. */
  readonly adapters: readonly string[];
}

/** Orders and returns. */
const orders: BronzeTarget = {
  source: 'orders',
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
  dropsDuplicates: true,
  adapters: ['returns', 'online_retail'],
};

/** Events of a web shop. Two equal purchases may mean two pieces, so every row is kept. */
const events: BronzeTarget = {
  source: 'events',
  table: 'bronze_events',
  required: [
    'event_time',
    'event_type',
    'product_id',
    'category_id',
    'category_code',
    'brand',
    'price',
    'user_id',
    'user_session',
  ],
  optional: ['_exclude_reason'],
  personColumn: 'user_id',
  dropsDuplicates: false,
  adapters: ['rees46'],
};

/** Which user id belongs to which customer. Copies of a pair are counted where values are clean, in silver. */
const identities: BronzeTarget = {
  source: 'identities',
  table: 'bronze_identities',
  required: ['customer_emailid', 'user_id'],
  optional: ['_exclude_reason'],
  personColumn: 'customer_emailid',
  dropsDuplicates: false,
  adapters: ['identities'],
};

/** Bronze tables by the key of the configuration that names their files. */
export const TARGETS: Readonly<Record<BronzeTarget['source'], BronzeTarget>> = {
  orders,
  events,
  identities,
};
