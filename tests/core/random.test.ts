import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../pipeline/core/random.ts';

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.next());
}

/** Pearson's statistic of values in [0, 1) against a uniform distribution over `bins`. */
function chiSquare(values: readonly number[], bins: number): number {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.floor(value * bins)]! += 1;
  const expected = values.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('createRandom(seed)', () => {
  it('repeats the sequence of a seed, on every machine', () => {
    expect(draw(createRandom(42), 100)).toEqual(draw(createRandom('42'), 100));
    expect(draw(createRandom(42), 3).map((value) => value * 2 ** 32)).toMatchInlineSnapshot(`
      [
        3836214609,
        4003847820,
        2845563201,
      ]
    `);
  });

  it('gives other sequences for other seeds, neighbours included', () => {
    const sequences = [0, 1, 2, -1, 'a', 'b', '', 0.1].map((seed) => draw(createRandom(seed), 20).join());
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it('draws from [0, 1), evenly', () => {
    const values = draw(createRandom(7), 100_000);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    // 99 degrees of freedom: 99.99 % of uniform samples stay below 161.
    expect(chiSquare(values, 100)).toBeLessThan(161);
  });

  it('draws first values evenly over seeds', () => {
    const firsts = Array.from({ length: 20_000 }, (_, seed) => createRandom(seed).next());
    expect(chiSquare(firsts, 100)).toBeLessThan(161);
  });
});

describe('integer(bound)', () => {
  it('reaches every integer below the bound and no other', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 600 }, () => random.integer(6));
    expect([...new Set(values)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(random.integer(1)).toBe(0);
  });
});

describe('fork(purpose)', () => {
  it('does not depend on what was drawn or forked before', () => {
    const fresh = createRandom(42);
    const used = createRandom(42);
    draw(used, 10);
    draw(used.fork('other'), 10);
    expect(draw(used.fork('k-means'), 20)).toEqual(draw(fresh.fork('k-means'), 20));
  });

  it('leaves the sequence it was forked from as it was', () => {
    const plain = createRandom(42);
    const forked = createRandom(42);
    forked.fork('a').next();
    expect(draw(forked, 5)).toEqual(draw(plain, 5));
  });

  it('gives each purpose, and each path of purposes, its own sequence', () => {
    const root = createRandom(42);
    const forks = [root, root.fork('a'), root.fork('b'), root.fork('a').fork('b'), root.fork('b').fork('a')];
    expect(new Set(forks.map((random) => draw(random, 10).join())).size).toBe(forks.length);
  });

  it('gives sequences that are not correlated', () => {
    const root = createRandom(3);
    const a = draw(root.fork('a'), 10_000);
    const b = draw(root.fork('b'), 10_000);
    const covariance = a.reduce((sum, value, i) => sum + (value - 0.5) * (b[i]! - 0.5), 0) / a.length;
    // The standard error of the correlation is 0.01.
    expect(Math.abs(covariance * 12)).toBeLessThan(0.04);
  });
});
