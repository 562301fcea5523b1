import { writeFileSync } from 'node:fs';

/** Positions of columns in a generated event file. */
export const EVENT_COLUMNS =
  'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session'.split(',');

/**
 * Writes events with ids of 16 and 19 digits, whose neighbours are equal as doubles, for users and products.
 *
 * @param file - What is written.
 * @param text - Content of a generated event file without malformed lines. Empty users stay empty.
 * @returns The new id of every user, in order.
 */
export function lengthenIds(file: string, text: string): string[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  const rows = lines.map((line) => line.split(','));
  const users = EVENT_COLUMNS.indexOf('user_id');
  const products = EVENT_COLUMNS.indexOf('product_id');
  const known = new Map(
    [...new Set(rows.map((row) => row[users]!))]
      .filter((id) => id !== '')
      .sort()
      .map((id, i) => [id, longId(i)]),
  );
  for (const row of rows) {
    row[users] = known.get(row[users]!) ?? '';
    row[products] = String(9_223_372_036_850_000_000n + BigInt(row[products]!));
  }
  writeFileSync(file, `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
  return [...known.values()];
}

/** The first integers beyond 2 ** 53 and, at every other position, some of 19 digits. */
function longId(index: number): string {
  return String((index % 2 === 0 ? 9_007_199_254_740_993n : 2_053_013_555_631_882_655n) + BigInt(index));
}
