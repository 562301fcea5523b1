import { candidatesOf } from '../../features/catalog.ts';
import { createMatrix, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';

/** Names of the candidates of the returns segmentation, in catalog order. */
export const NAMES = candidatesOf('returns').map(({ name }) => name);

/** Makes the value of customer `i` from a random number in (0, 1). */
export type Change = (i: number, x: number) => number;

/** Every fifth customer has no dated return. */
export const GAPS: Readonly<Record<string, Change>> = {
  avg_days_to_return: (i, x) => (i % 5 === 0 ? Number.NaN : x),
};

/** Independent uniform values in (0, 1) in every candidate column, except where a change makes others. */
export function customers(rows: number, changes: Readonly<Record<string, Change>> = {}): Matrix {
  const random = createRandom('customers');
  const data = new Float64Array(rows * NAMES.length);
  for (let index = 0; index < data.length; index++) {
    const i = Math.floor(index / NAMES.length);
    const x = 0.01 + 0.98 * random.next();
    data[index] = changes[NAMES[index % NAMES.length]!]?.(i, x) ?? x;
  }
  return createMatrix(rows, NAMES, data);
}
