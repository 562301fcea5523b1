import type { ColumnText } from '../core/column-texts.ts';

/** A text without unit and range. */
function text(meaning: string, nullRule = 'never'): ColumnText {
  return { meaning, unit: null, range: null, nullRule };
}

/** Columns that mean the same in every table they stand in; a table may say otherwise in its own header. */
export const SHARED_COLUMNS: Readonly<Record<string, ColumnText>> = {
  _exclude_reason: text(
    'why the adapter says that the row counts nowhere',
    'the adapter has nothing to say against it',
  ),
  _source_file: text('path of the file the row was delivered in'),
  _source_line: { ...text('line of the file on which the row begins, counted from 1'), unit: 'line' },
  _loaded_at: { ...text('when the run that loaded the row began'), unit: 'UTC' },
  _run_id: text('run that loaded the row, as in pipeline_runs'),
  _row_hash: text('hash of the delivered values, by which equal rows are found'),
  run_id: text('run that wrote the row, as in pipeline_runs'),
  segmentation: text('returns (customers by their orders) or behavior (users by their events)'),
  stratum: text(
    'customers who are clustered together: all for orders; buyers or non_buyers, apart, for events',
  ),
  customer_id: text('the customer of the orders, or the user of the events, as in the table of features'),
  feature: text('name of the feature: a column of the table of features'),
  cluster_label: text('2 for a segment, 2.1 for a dense group in it, outlier, or all for everybody'),
  silhouette: {
    ...text('mean silhouette of the clustered customers; 1 is best', 'fewer than two clusters'),
    unit: 'score',
    range: '-1 .. 1',
  },
  silhouette_standard_error: {
    ...text(
      'how far the silhouette may be from that of everybody, as it was measured on a random sample',
      'it was measured on everybody',
    ),
    unit: 'score',
    range: '>= 0',
  },
  calinski_harabasz: {
    ...text(
      'spread between clusters against spread within them; larger is better',
      'fewer than two clusters',
    ),
    unit: 'ratio',
    range: '>= 0',
  },
  davies_bouldin: {
    ...text(
      'average likeness of each cluster to its nearest one; smaller is better',
      'fewer than two clusters',
    ),
    unit: 'ratio',
    range: '>= 0',
  },
  permuted_silhouette: {
    ...text(
      'mean silhouette of as many clusters on shuffled columns: what chance alone gives',
      'fewer than two clusters, or too many to measure it',
    ),
    unit: 'score',
    range: '-1 .. 1',
  },
};
