import type { Database } from '../core/database.ts';
import { DataError, UsageError } from '../core/errors.ts';
import { createTables } from '../core/models.ts';
import type { Stage, StageReport } from '../core/stage.ts';
import { buildSilverTables } from './build-silver-tables.ts';
import { silverParameters } from './silver-parameters.ts';

const TARGETS = [
  'silver_order_lines',
  'silver_return_matches',
  'silver_unmatched_returns',
  'silver_ledger',
  'data_quality_issues',
  'email_consolidation_candidates',
  'silver_scope',
];

/** Cleans bronze rows into order lines, matches returns to purchases and accounts for every row. */
export const cleanOrders: Stage = {
  name: 'clean orders',
  layer: 'silver',
  async run(context) {
    const { database, config } = context;
    await createTables(database, 'silver');
    await writeEmailMerges(database, config.cleaning.mergeEmails);
    const parameters = {
      ...silverParameters(config, {
        dateOrder:
          config.orders.dateOrder === 'auto' ? await detectDateOrder(database) : config.orders.dateOrder,
        runDate: context.startedAt.toISOString().slice(0, 10),
      }),
      as_of: config.asOf,
    };
    const warnings = await buildSilverTables(context, { targets: TARGETS, parameters });
    await assertLines(database);
    return { ...(await summarise(database)), warnings };
  },
};

async function writeEmailMerges(database: Database, merges: Readonly<Record<string, string>>): Promise<void> {
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

interface SlashDates {
  first_above_12: number;
  second_above_12: number;
}

/**
 * Decides whether 03/04/2024 is March or April, on every slash or dash date of the data: a first part above 12 can only
 * be a day. Without evidence, month first (the common export format).
 *
 * @throws {DataError} If both orders occur.
 */
async function detectDateOrder(database: Database): Promise<'mdy' | 'dmy'> {
  const found = await database.queryOne<SlashDates>(
    String.raw`with dates as (
      select regexp_extract(unnest([order_date, return_date]), '^\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2}', ['a', 'b']) as part
      from bronze_return_order_data
    ),
    parts as (select part from dates where part.a <> '')
    select
      count(*) filter (part.a::integer between 13 and 31 and part.b::integer between 1 and 12)::double as first_above_12,
      count(*) filter (part.b::integer between 13 and 31 and part.a::integer between 1 and 12)::double as second_above_12
    from parts`,
  );
  if (found.first_above_12 > 0 && found.second_above_12 > 0) {
    throw new DataError(
      `dates are written both day first (${found.first_above_12} of them) and month first (${found.second_above_12}); ` +
        `set orders.dateOrder to mdy or dmy: the others are then excluded as bad_order_date`,
    );
  }
  return found.first_above_12 > 0 ? 'dmy' : 'mdy';
}

async function assertLines(database: Database): Promise<void> {
  const entries = await database.queryRows<LedgerEntry>(LEDGER_QUERY);
  if (entries.some((entry) => entry.entry === 'order_lines' && entry.rows > 0)) return;
  const reasons = entries
    .filter((entry) => entry.rows > 0)
    .map((entry) => `${entry.reason ?? entry.entry} ${entry.rows}`);
  const { rejected } = await database.queryOne<{ rejected: number }>(
    'select coalesce(sum(rows_rejected), 0)::double as rejected from bronze_files',
  );
  if (reasons.length === 0 && rejected > 0) throw new DataError(await describeRejects(database, rejected));
  throw new DataError(
    reasons.length === 0
      ? 'the order files hold a header but no rows: nothing to segment'
      : `no row of the order files is a purchase that counts (${reasons.join(', ')}); check the adapter and the columns`,
  );
}

async function describeRejects(database: Database, rejected: number): Promise<string> {
  const first = await database.queryOne<{ source_file: string; source_line: number; reason: string }>(
    `select source_file, source_line::double as source_line, reason from bronze_rejects order by source_file, source_line`,
  );
  return (
    `none of the ${rejected} record(s) of the order files can be read; the first one, ${first.source_file}, line ` +
    `${first.source_line}: ${first.reason}`
  );
}

interface LedgerEntry {
  entry: string;
  reason: string | null;
  rows: number;
}

const LEDGER_QUERY =
  'select entry, reason, row_count::double as rows from silver_ledger order by entry, row_count desc, reason';

async function summarise(database: Database): Promise<Omit<StageReport, 'warnings'>> {
  const entries = await database.queryRows<LedgerEntry>(LEDGER_QUERY);
  const count = (value: number) => value.toLocaleString('en-US');
  const rowsOf = (name: string) =>
    entries.filter((e) => e.entry === name).reduce((sum, e) => sum + e.rows, 0);
  const total = entries.reduce((sum, entry) => sum + entry.rows, 0);
  const excluded = entries.filter((entry) => entry.entry === 'excluded');
  const reasons = excluded.map((entry) => `${entry.reason} ${count(entry.rows)}`).join(', ');
  return {
    rows: rowsOf('order_lines'),
    notes: [
      `bronze rows ${count(total)} = order lines ${count(rowsOf('order_lines'))} + merged rows ${count(rowsOf('merged_rows'))} + ` +
        `matched returns ${count(rowsOf('matched_returns'))} + unmatched returns ${count(rowsOf('unmatched_returns'))} + ` +
        `excluded ${count(rowsOf('excluded'))}${reasons === '' ? '' : ` (${reasons})`}`,
    ],
  };
}
