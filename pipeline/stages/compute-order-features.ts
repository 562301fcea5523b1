import { DataError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import type { Stage } from '../core/stage.ts';
import { buildSilverTables } from './build-silver-tables.ts';
import { silverParameters } from './silver-parameters.ts';

/** Computes the features of every customer as of one day. */
export const computeOrderFeatures: Stage = {
  name: 'compute order features',
  layer: 'silver',
  topic: 'feature_creation',
  async run(context) {
    const { database, config } = context;
    const scope = await database.queryOne<{ as_of: string; first: string }>(
      'select as_of_date::varchar as as_of, first_order_date::varchar as first from silver_scope',
    );
    const parameters = {
      ...silverParameters(config, {
        dateOrder: 'mdy',
        runDate: context.startedAt.toISOString().slice(0, 10),
      }),
      as_of_date: scope.as_of,
    };
    const standing = ['silver_order_lines', 'silver_return_matches'];
    const warnings = await buildSilverTables(context, {
      targets: ['silver_customer_features'],
      standing,
      parameters,
    });
    const rows = await countRows(database, 'silver_customer_features');
    if (rows === 0) {
      throw new DataError(
        `no order was placed on or before ${scope.as_of}; the first one is of ${scope.first}`,
      );
    }
    return { rows, notes: [`${rows.toLocaleString('en-US')} customers as of ${scope.as_of}`], warnings };
  },
};
