import type { Database } from '../core/database.ts';
import { DataError } from '../core/errors.ts';
import { countRows, createTables } from '../core/models.ts';
import { activeSegmentations, type Segmentation } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageReport } from '../core/stage.ts';
import { buildSilverTables } from './build-silver-tables.ts';
import { silverParameters } from './silver-parameters.ts';

/** Cleans bronze rows into the rows that count (order lines, events) and accounts for every row. */
export const cleanRows: Stage = {
  name: 'clean rows',
  layer: 'silver',
  async run(context) {
    const { database, config } = context;
    await createTables(database, 'silver');
    await writeEmailMerges(database, config.cleaning.mergeEmails);
    const reports: StageReport[] = [];
    for (const segmentation of activeSegmentations(config)) {
      const parameters = await silverParameters(context, segmentation);
      const targets = segmentation.cleanTables;
      const warnings = await buildSilverTables(context, { targets, parameters });
      const entries = await readLedger(database, segmentation);
      await assertRows(database, segmentation, entries);
      const rows = await countRows(database, segmentation.rowsTable);
      reports.push({ rows, notes: [describeLedger(entries)], warnings });
    }
    return joinReports(reports);
  },
};

async function writeEmailMerges(database: Database, merges: Readonly<Record<string, string>>): Promise<void> {
  await database.execute('delete from silver_email_merges');
  const entries = Object.entries(merges).map(([from, to]) => [
    from.trim().toLowerCase(),
    to.trim().toLowerCase(),
  ]);
  await database.append('silver_email_merges', [
    { kind: 'text', values: entries.map(([address]) => address) },
    { kind: 'text', values: entries.map(([, kept]) => kept) },
  ]);
}

interface LedgerEntry {
  entry: string;
  reason: string | null;
  rows: number;
}

function readLedger(database: Database, { ledgerTable }: Segmentation): Promise<LedgerEntry[]> {
  return database.queryRows<LedgerEntry>(
    `select entry, reason, row_count::double as rows from ${ledgerTable} order by entry, row_count desc, reason`,
  );
}

async function assertRows(
  database: Database,
  segmentation: Segmentation,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if ((await countRows(database, segmentation.rowsTable)) > 0) return;
  const reasons = entries
    .filter((entry) => entry.rows > 0)
    .map((entry) => `${entry.reason ?? entry.entry} ${entry.rows}`);
  throw new DataError(
    reasons.length === 0
      ? `the ${segmentation.source} files hold a header but no rows: nothing to segment`
      : `no row of the ${segmentation.source} files counts (${reasons.join(', ')}); check the adapter and the columns`,
  );
}

/** The ledger as one sentence: bronze rows = ... + excluded by reason. */
function describeLedger(entries: readonly LedgerEntry[]): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const sum = (of: readonly LedgerEntry[]) => count(of.reduce((total, entry) => total + entry.rows, 0));
  const names = [...new Set(entries.map(({ entry }) => entry))].filter((name) => name !== 'excluded');
  const kept = names.map(
    (name) => `${name.replaceAll('_', ' ')} ${sum(entries.filter((e) => e.entry === name))}`,
  );
  const excluded = entries.filter(({ entry }) => entry === 'excluded');
  const reasons = excluded.map((entry) => `${entry.reason} ${count(entry.rows)}`).join(', ');
  return `bronze rows ${sum(entries)} = ${[...kept, `excluded ${sum(excluded)}`].join(' + ')}${reasons === '' ? '' : ` (${reasons})`}`;
}
