import { countRows } from '../core/models.ts';
import { sourcePatterns } from '../core/source-patterns.ts';
import type { Stage } from '../core/stage.ts';
import { buildSilverTables } from './build-silver-tables.ts';
import { describeLedger, readLedger } from './clean-rows.ts';

const LEDGER = { ledgerTable: 'silver_identity_ledger', ledgerEntries: ['pairs'] };

/** Cleans the identity map into pairs of customer and user, ids as cleaning the rows left them, and accounts for every row. */
export const cleanIdentities: Stage = {
  name: 'clean identities',
  layer: 'silver',
  isNeeded: (config) => sourcePatterns(config, 'identities').length > 0,
  async run(context) {
    const { database, config } = context;
    const parameters = { hash_key: config.privacy.hashCustomerIds ? config.privacy.hashKey : '' };
    const targets = ['silver_identities', LEDGER.ledgerTable];
    const warnings = await buildSilverTables(context, { targets, parameters });
    const rows = await countRows(database, 'silver_identities');
    const notes = [`identity map: ${describeLedger(LEDGER, await readLedger(database, LEDGER))}`];
    const nothing = 'no row of the identity map is a pair that counts: nobody can be matched';
    return { rows, notes, warnings: rows === 0 ? [...warnings, nothing] : warnings };
  },
};
