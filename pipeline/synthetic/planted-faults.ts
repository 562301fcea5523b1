import type { Database } from '../core/database.ts';
import { UsageError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import { countBy } from './generated-files.ts';

const MAX_DIRT = 0.5;

/** What a delivered file holds. */
export interface PlantedFaults<Fault extends string> {
  /** Records of the file, its header not counted. */
  readonly rows: number;
  /** Records with each fault; of an exact duplicate the repetitions. */
  readonly faults: Readonly<Record<Fault, number>>;
}

/** @throws {UsageError} If it is no share of rows that may get a fault. */
export function assertDirt(dirt: number): void {
  if (dirt >= 0 && dirt <= MAX_DIRT) return;
  throw new UsageError(`generate: dirt must be a share in [0, ${MAX_DIRT}], got ${dirt}`);
}

/** Counts a table of deliveries: a row with a fault is counted once, however often it was delivered. */
export async function countFaults<Fault extends string>(
  database: Database,
  table: string,
  kinds: readonly Fault[],
): Promise<PlantedFaults<Fault>> {
  const counts = await countBy(database, 'fault', `${table} where delivery = 1 and fault is not null`);
  const faults = Object.fromEntries(kinds.map((kind) => [kind, counts[kind] ?? 0]));
  return { rows: await countRows(database, table), faults: faults as Record<Fault, number> };
}
