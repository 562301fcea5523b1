import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import { columnVariances } from './covariance.ts';

/**
 * Factors that give every block of columns a total variance of 1, so that eight columns about one subject do not outvote
 * two about another.
 *
 * @param matrix - Shape (n, d), finite, scaled. Not modified.
 * @param blocks - Name of the block of each column, length d.
 * @returns Length d: 1 / sqrt(sum of the population variances of the column's block); 1 for a block without variance.
 * @throws {InvalidInputError} If the number of block names differs from d.
 * @remarks O(n·d).
 * @see Escofier & Pagès (1994), Multiple factor analysis, Comput. Stat. Data Anal. 18(1), 121-140, for blocks that are
 *   balanced before a joint analysis; deviation: (a) by total variance, not by the largest eigenvalue.
 */
export function fitBlockWeights(matrix: Matrix, blocks: readonly string[]): number[] {
  if (blocks.length !== matrix.columns) {
    throw new InvalidInputError(
      `fitBlockWeights: expected ${matrix.columns} block names, got ${blocks.length}`,
    );
  }
  const variances = columnVariances(matrix);
  const totals = new Map<string, number>();
  blocks.forEach((block, j) => totals.set(block, (totals.get(block) ?? 0) + variances[j]!));
  return blocks.map((block) => {
    const total = totals.get(block)!;
    return total > 0 ? 1 / Math.sqrt(total) : 1;
  });
}
