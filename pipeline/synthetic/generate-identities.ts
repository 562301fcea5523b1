import type { Database } from '../core/database.ts';
import { countRows } from '../core/models.ts';
import { loadModels, orderByReads } from '../core/sql-catalog.ts';
import { copyTo, CSV_FORMAT, openFiles, withTemporaryTables } from './generated-files.ts';

export interface GenerateIdentitiesOptions {
  /** As given to `generateOrders`. */
  readonly customers: number;
  /** As given to `generateEvents`. */
  readonly users: number;
  readonly events: number;
  /** The seed of both. */
  readonly seed: number;
  /** Folder of the file; created if it does not exist. */
  readonly out: string;
}

export interface GeneratedIdentities {
  /** CSV of customer_email and user_id, by user id. */
  readonly identitiesFile: string;
  readonly pairs: number;
  /** Customers with a user. */
  readonly customers: number;
}

/** What a customer does depends on the period, who a customer is does not. */
const ANY_PERIOD = { first_date: '2023-01-01', last_date: '2024-12-31' };

/**
 * Writes which users of the synthetic events are customers of the synthetic orders: `identities.csv`.
 *
 * @param options - Numbers and seed with which orders and events were generated; they are checked there.
 * @param effects - The work is done in temporary tables of this database, which are dropped afterwards.
 * @throws {FileError} If the folder or the file cannot be written.
 * @remarks Customers and users are drawn once more, without their orders and events: linear in both.
 */
export async function generateIdentities(
  { customers, users, events, seed, out }: GenerateIdentitiesOptions,
  { database }: { readonly database: Database },
): Promise<GeneratedIdentities> {
  const files = openFiles(out, { identities: 'identities.csv' });
  const models = loadModels('generate');
  const parameters = { customers, users, events, seed, ...ANY_PERIOD };
  const tables = { models: orderByReads(models, ['synthetic_identities']), parameters };
  return withTemporaryTables(database, tables, async () => {
    await copyTo(database, models.get('synthetic_identity_records')!, {
      file: files.identities,
      format: CSV_FORMAT,
    });
    return {
      identitiesFile: files.identities,
      pairs: await countRows(database, 'synthetic_identities'),
      customers: await countRows(database, '(select distinct customer_email from synthetic_identities)'),
    };
  });
}
