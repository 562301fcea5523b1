import type { Database } from '../core/database.ts';
import { DataError, UsageError } from '../core/errors.ts';
import { countRows, createTables } from '../core/models.ts';
import { activeSegmentations, type Segmentation } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { buildSilverTables, type SilverPlan } from './build-silver-tables.ts';
import { cleaningParameters } from './silver-parameters.ts';

/** Cleans bronze rows into the rows that count (order lines, events) and accounts for every row. */
export const cleanRows: Stage = {
  name: 'clean rows',
  layer: 'silver',
  async run(context) {
    const { database, config } = context;
    await createTables(database, 'silver', { rebuild: context.fullRefresh });
    await writeEmailMerges(database, config.cleaning.mergeEmails);
    const reports: StageReport[] = [];
    for (const segmentation of activeSegmentations(config)) {
      const parameters = await cleaningParameters(context, segmentation);
      reports.push(await cleanSegmentation(context, segmentation, { parameters }));
    }
    return joinReports(reports);
  },
};

/**
 * Cleans the rows of one segmentation.
 *
 * @param plan - Values of the models' parameters, and tables that stand already.
 * @throws {DataError} If no row counts.
 */
export async function cleanSegmentation(
  context: StageContext,
  segmentation: Segmentation,
  plan: Omit<SilverPlan, 'targets'>,
): Promise<StageReport> {
  const { database } = context;
  const warnings = await buildSilverTables(context, { targets: segmentation.cleanTables, ...plan });
  const entries = await readLedger(database, segmentation);
  await assertRows(database, segmentation, entries);
  const rows = await countRows(database, segmentation.rowsTable);
  return { rows, notes: [describeLedger(segmentation, entries)], warnings };
}

/** Writes which addresses stand for which, as configured. @throws {UsageError} If the entries contradict each other. */
export async function writeEmailMerges(
  database: Database,
  merges: Readonly<Record<string, string>>,
): Promise<void> {
  const resolved = [...resolveMerges(merges)];
  await database.execute('delete from silver_email_merges');
  await database.append('silver_email_merges', [
    { kind: 'text', values: resolved.map(([address]) => address) },
    { kind: 'text', values: resolved.map(([, kept]) => kept) },
  ]);
}

/**
 * Addresses as silver writes them, each with the one that is kept in the end: `a -> b -> c` merges both into c.
 *
 * @throws {UsageError} If an entry is empty, contradicts another or leads back to itself. It is named by its position, as
 *   addresses do not go into messages.
 */
function resolveMerges(merges: Readonly<Record<string, string>>): Map<string, string> {
  const next = new Map<string, string>();
  const refuse = (position: number, problem: string) =>
    new UsageError(`cleaning.mergeEmails, entry ${position}: ${problem}`);
  for (const [i, entry] of Object.entries(merges).entries()) {
    const [from, to] = entry.map((address) => address.trim().toLowerCase()) as [string, string];
    if (from === '' || to === '') throw refuse(i + 1, 'an address is empty');
    if (next.has(from) && next.get(from) !== to)
      throw refuse(i + 1, 'its address is merged into another one already');
    next.set(from, to);
  }
  const resolved = new Map<string, string>();
  for (const [i, from] of [...next.keys()].entries()) {
    let kept = next.get(from)!;
    for (let step = 0; next.has(kept) && step <= next.size; step++) kept = next.get(kept)!;
    if (next.has(kept)) throw refuse(i + 1, 'its address is merged into itself, directly or through others');
    resolved.set(from, kept);
  }
  return resolved;
}

/** Rows of one entry of a ledger; a reason only where they are excluded. */
export interface LedgerEntry {
  entry: string;
  reason: string | null;
  rows: number;
}

/** Entries of a ledger table, the largest reasons first. */
export function readLedger(
  database: Database,
  { ledgerTable }: Pick<Segmentation, 'ledgerTable'>,
): Promise<LedgerEntry[]> {
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
  const { rejected } = await database.queryOne<{ rejected: number }>(
    'select coalesce(sum(rows_rejected), 0)::double as rejected from bronze_files where target_table = $table',
    { table: segmentation.bronzeTable },
  );
  if (reasons.length === 0 && rejected > 0)
    throw new DataError(await describeRejects(database, segmentation, rejected));
  throw new DataError(
    reasons.length === 0
      ? `the ${segmentation.fileWord} files hold a header but no rows: nothing to segment`
      : `no row of the ${segmentation.fileWord} files is ${segmentation.rowWord} that counts (${reasons.join(', ')}); check the adapter and the columns`,
  );
}

async function describeRejects(
  database: Database,
  { fileWord, bronzeTable }: Segmentation,
  rejected: number,
): Promise<string> {
  const first = await database.queryOne<{ source_file: string; source_line: number; reason: string }>(
    `select source_file, source_line::double as source_line, reason
    from bronze_rejects where target_table = $table order by all limit 1`,
    { table: bronzeTable },
  );
  return (
    `none of the ${rejected} record(s) of the ${fileWord} files can be read; the first one, ${first.source_file}, line ` +
    `${first.source_line}: ${first.reason}`
  );
}

/** The ledger as one sentence: bronze rows = ... + excluded by reason. */
export function describeLedger(
  { ledgerEntries }: Pick<Segmentation, 'ledgerEntries'>,
  entries: readonly LedgerEntry[],
): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const sum = (of: readonly LedgerEntry[]) => count(of.reduce((total, entry) => total + entry.rows, 0));
  const kept = ledgerEntries.map(
    (name) => `${name.replaceAll('_', ' ')} ${sum(entries.filter((e) => e.entry === name))}`,
  );
  const excluded = entries.filter(({ entry }) => entry === 'excluded');
  const reasons = excluded.map((entry) => `${entry.reason} ${count(entry.rows)}`).join(', ');
  return `bronze rows ${sum(entries)} = ${[...kept, `excluded ${sum(excluded)}`].join(' + ')}${reasons === '' ? '' : ` (${reasons})`}`;
}
