import { describe, expect, it } from 'vitest';
import { fitPreprocessing } from '../../features/preprocess.ts';
import { candidatesOf, featuresOf } from '../../features/catalog.ts';
import type { Scaling } from '../../features/scale.ts';
import { columnOf, createMatrix, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { createNormal } from '../clustering/support.ts';

const NAMES = candidatesOf('behavior', 'buyers').map(({ name }) => name);
const CORE = ['frequency', 'monetary', 'activity_recency_hours', 'price_level', 'category_entropy'];
const USERS = 2000;

/** Users of whom a share never bought; the others spend with a heavy tail. The other columns are uniform and independent. */
function users(shareWithoutPurchase: number): Matrix {
  const random = createRandom(`spending ${shareWithoutPurchase}`);
  const normal = createNormal(random);
  const rows = Array.from({ length: USERS }, () => {
    const spent = random.next() < shareWithoutPurchase ? 0 : Math.exp(6 + 1.2 * normal());
    return NAMES.map((name) => (name === 'monetary' ? spent : 0.01 + 0.98 * random.next()));
  });
  return createMatrix(USERS, NAMES, Float64Array.from(rows.flat()));
}

function varianceOf(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
}

/** Share that spending has in the variance of gold: of all scaled columns, and of those that are clustered. */
function sharesOfSpending(matrix: Matrix, scale: Scaling): { gold: number; clustered: number } {
  const catalog = featuresOf('behavior', 'buyers');
  const { output } = fitPreprocessing({ matrix, catalog }, { features: CORE, scale });
  const shareIn = ({ names, ...rest }: Matrix) => {
    const variances = names.map((_, j) => varianceOf(columnOf({ names, ...rest }, j)));
    return variances[names.indexOf('monetary')]! / variances.reduce((sum, value) => sum + value, 0);
  };
  return { gold: shareIn(output.scaled), clustered: shareIn(output.space) };
}

describe('spending in gold', () => {
  it.each([
    ['of buyers', 0],
    ['of users of whom 87 % never bought', 0.87],
    ['of users of whom 99 % never bought', 0.99],
  ])('%s holds no more than its share of the variance', (_whose, shareWithoutPurchase) => {
    const { gold, clustered } = sharesOfSpending(users(shareWithoutPurchase), 'default');
    expect(clustered).toBeLessThan(1.5 / CORE.length);
    expect(gold).toBeLessThan(2 / NAMES.length);
    expect(gold).toBeGreaterThan(0);
  });

  it('holds more than half of it if scaled by quartiles that are both zero', () => {
    const { gold, clustered } = sharesOfSpending(users(0.87), 'robust');
    expect(clustered).toBeGreaterThan(0.5);
    expect(gold).toBeGreaterThan(0.1);
  });
});
