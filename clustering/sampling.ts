import type { Random } from '../pipeline/core/random.ts';

/**
 * Shuffles values in place, every order equally likely (Fisher-Yates).
 *
 * @param values - Overwritten.
 */
export function shuffleInto(values: Int32Array | Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
  }
}

/**
 * Draws rows without replacement.
 *
 * @param n - Rows to draw from.
 * @param count - Rows to draw, in [0, n].
 * @returns Row indices, ascending.
 * @remarks O(n + count log count).
 */
export function sampleRows(n: number, count: number, random: Random): Int32Array {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(n - i);
    const row = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = row;
  }
  return rows.slice(0, count).sort();
}

/**
 * Draws rows with replacement and keeps each drawn row once.
 *
 * @param n - Rows to draw from, at least 1.
 * @param draws - Number of draws; as many as rows leaves about 63 % of them.
 * @returns Distinct row indices, ascending.
 * @remarks O(n + draws).
 */
export function bootstrapRows(n: number, draws: number, random: Random): Int32Array {
  const isDrawn = new Uint8Array(n);
  for (let i = 0; i < draws; i++) isDrawn[random.integer(n)] = 1;
  return Int32Array.from({ length: n }, (_, i) => i).filter((row) => isDrawn[row] === 1);
}
