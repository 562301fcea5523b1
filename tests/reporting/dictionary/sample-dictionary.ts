import type {
  ColumnEntry,
  DataDictionary,
  TableEntry,
} from '../../../reporting/dictionary/data-dictionary.ts';

/** A column of which nothing special is to be said. */
export function column(name: string, more: Partial<ColumnEntry> = {}): ColumnEntry {
  return {
    name,
    type: 'VARCHAR',
    meaning: 'What it is.',
    unit: null,
    range: null,
    nullRule: 'never',
    formula: null,
    lineage: { kind: 'written', sources: [], origins: [] },
    ...more,
  };
}

/** A table of one column of which nothing special is to be said. */
export function table(name: string, layer: TableEntry['layer'], more: Partial<TableEntry> = {}): TableEntry {
  return {
    name,
    layer,
    meaning: 'What the rows are.',
    grain: 'One row per id.',
    rules: [],
    parameters: null,
    file: `sql/${layer}/${name}.sql`,
    code: null,
    reads: [],
    readBy: [],
    checks: [],
    columns: [column('id')],
    ...more,
  };
}

/** Two files, three layers: `raw_rows` -> `clean_rows` -> `totals`, and a history beside them. */
export function sampleDictionary(more: Partial<DataDictionary> = {}): DataDictionary {
  return {
    version: '1.2.3',
    sources: [
      {
        adapter: 'shop',
        meaning: 'Rows of a shop.',
        file: 'sql/sources/shop.sql',
        table: 'raw_rows',
        required: ['id', 'amount'],
        optional: [],
      },
    ],
    tables: [
      table('raw_rows', 'bronze', {
        readBy: ['clean_rows', 'totals'],
        code: 'load.ts',
        columns: [column('id'), column('amount')],
      }),
      table('clean_rows', 'silver', {
        reads: ['raw_rows'],
        readBy: ['totals'],
        checks: [{ name: 'ids_are_known', severity: 'fail', meaning: 'No id is null.' }],
        columns: [
          column('amount', {
            type: 'DOUBLE',
            unit: 'currency',
            range: '>= 0',
            nullRule: 'no number',
            formula: 'try_cast(amount AS DOUBLE)',
            lineage: {
              kind: 'computed',
              sources: ['raw_rows.amount', 'raw_rows.*'],
              origins: ['raw_rows.amount', 'raw_rows.*'],
            },
          }),
        ],
      }),
      table('totals', 'gold', {
        reads: ['clean_rows', 'raw_rows'],
        columns: [
          column('amount', {
            lineage: { kind: 'unchanged', sources: ['clean_rows.amount'], origins: ['raw_rows.amount'] },
          }),
        ],
      }),
      table('history', 'meta'),
    ],
    ...more,
  };
}
