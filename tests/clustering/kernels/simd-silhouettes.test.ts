import { afterAll, describe, expect, it } from 'vitest';
import { silhouettes } from '../../../clustering/kernels/silhouettes.ts';
import { compileKernels } from '../../../clustering/kernels/simd/kernel-module.ts';
import { KernelPool } from '../../../clustering/kernels/simd/kernel-pool.ts';
import { simdSilhouettes } from '../../../clustering/kernels/simd/silhouettes.ts';
import { createMatrix, matrixFromRows, type Matrix } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import { createNormal, makeClouds, makeUniform, readReference, scaleBy, shuffleRows } from '../support.ts';

const module = compileKernels();
if (typeof module === 'string') throw new Error(module);
const pools = [1, 2, 4].map((threads) => new KernelPool(module, threads));
const pool = pools[1]!;
afterAll(() => Promise.all(pools.map((one) => one.close())));

/** Silhouettes of all rows. */
function measure(of: KernelPool, matrix: Matrix, labelings: readonly Int32Array[]): Promise<Float64Array[]> {
  return simdSilhouettes(of, matrix, { labelings, rows: null });
}

/** Largest difference that is promised is 1e-5; these are the largest that occur, rounded up. */
const TOLERANCE = 1e-6;

/** Every row gets the label that `labelOf` gives to its index. */
function label(n: number, labelOf: (row: number) => number): Int32Array {
  return Int32Array.from({ length: n }, (_, row) => labelOf(row));
}

function build(n: number, d: number, valueOf: (row: number, column: number) => number): Matrix {
  const data = Float64Array.from({ length: n * d }, (_, at) => valueOf(Math.floor(at / d), at % d));
  return createMatrix(
    n,
    Array.from({ length: d }, (_, c) => `x${c}`),
    data,
  );
}

/** Largest difference from the plain kernel; Infinity if they disagree on where there is no value. */
function largestDifference(found: readonly Float64Array[], expected: readonly Float64Array[]): number {
  let largest = 0;
  expected.forEach((values, l) =>
    values.forEach((value, row) => {
      const other = found[l]![row]!;
      if (Number.isNaN(value) && Number.isNaN(other)) return;
      const difference = Math.abs(value - other);
      largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
    }),
  );
  return largest;
}

async function expectAsPlain(matrix: Matrix, labelings: readonly Int32Array[]): Promise<void> {
  const found = await measure(pool, matrix, labelings);
  expect(largestDifference(found, silhouettes(matrix, labelings))).toBeLessThan(TOLERANCE);
}

/** Nested partitions like those of a scan over K: many atoms, most of them small. */
function relatedLabelings(n: number, seed: number): Int32Array[] {
  const random = createRandom(seed);
  const base = label(n, () => random.integer(9));
  return [2, 3, 5, 9].map((clusters) =>
    base.map((of) => (random.next() < 0.04 ? random.integer(clusters) : of % clusters)),
  );
}

describe('simdSilhouettes(pool, matrix, { labelings, rows })', () => {
  it('gives values worked out by hand', async () => {
    const line = matrixFromRows([[0], [1], [5], [7]]);
    const [values] = await measure(pool, line, [Int32Array.from([0, 0, 1, 1])]);
    const expected = [5 / 6, 4 / 5, 2.5 / 4.5, 4.5 / 6.5];
    values!.forEach((value, row) => expect(value).toBeCloseTo(expected[row]!, 6));
  });

  it('gives a singleton 0, ignores labels that do not occur, and knows no value for one cluster', async () => {
    const line = matrixFromRows([[0], [1], [5]]);
    const [gaps, one, every, none] = await measure(pool, line, [
      Int32Array.from([9, 9, 2]),
      Int32Array.from([4, 4, 4]),
      Int32Array.from([0, 1, 2]),
      Int32Array.from([-1, -1, -1]),
    ]);
    expect(gaps![0]).toBeCloseTo(4 / 5, 6);
    expect(gaps![2]).toBe(0);
    expect([...one!, ...none!]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
    expect([...every!]).toEqual([0, 0, 0]);
  });

  it('leaves rows labelled -1 out, each labeling for itself', async () => {
    const line = matrixFromRows([[0], [100], [1], [5], [7]]);
    const labelings = [Int32Array.from([0, -1, 0, 1, 1]), Int32Array.from([0, 2, 0, 1, -1])];
    await expectAsPlain(line, labelings);
    const [without] = await measure(pool, line, labelings);
    expect(without![1]).toBeNaN();
  });

  it('returns empty arrays for no rows and nothing for no labelings, and knows one and two rows', async () => {
    expect(await measure(pool, matrixFromRows([], ['x']), [new Int32Array(0)])).toEqual([
      new Float64Array(0),
    ]);
    expect(await measure(pool, matrixFromRows([[1]]), [])).toEqual([]);
    expect(await measure(pool, matrixFromRows([[1]]), [new Int32Array(1)])).toEqual([Float64Array.of(NaN)]);
    const [two] = await measure(pool, matrixFromRows([[1], [2]]), [Int32Array.of(0, 1)]);
    expect([...two!]).toEqual([0, 0]);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %f by row and column', async (value) => {
    const matrix = matrixFromRows([[1, 2], [3, value]], ['a', 'b']); // prettier-ignore
    await expect(measure(pool, matrix, [Int32Array.of(0, 1)])).rejects.toThrow(
      `silhouettes: values must be finite, got ${value} in row 1, column b`,
    );
  });

  it('refuses labels that do not fit', async () => {
    await expect(measure(pool, matrixFromRows([[1]]), [new Int32Array(2)])).rejects.toThrow(
      'silhouettes: expected 1 labels, one per row, got 2',
    );
  });

  it.each([
    [3, 1],
    [9, 2],
    [130, 3],
    [517, 5],
    [1111, 20],
    [260, 200],
  ])('equals the plain kernel for %i rows of %i columns', async (n, d) => {
    const matrix = makeUniform(n, d, { seed: n });
    await expectAsPlain(matrix, relatedLabelings(n, d));
    await expectAsPlain(matrix, [label(n, (row) => row % 2)]);
  });

  it('equals the plain kernel for many unrelated labelings, some with rows left out', async () => {
    const random = createRandom(3);
    const labelings = [2, 3, 7, 15, 200].flatMap((clusters) => [
      label(900, () => random.integer(clusters)),
      label(900, () => random.integer(clusters + 1) - 1),
    ]);
    await expectAsPlain(makeUniform(900, 4, { seed: 6 }), labelings);
  });

  it('agrees with scikit-learn', async () => {
    const { cases } = readReference<{
      cases: { points: number[][]; labels: number[]; silhouettes: number[] }[];
    }>('random');
    for (const { points, labels, silhouettes: expected } of cases) {
      const found = await measure(pool, matrixFromRows(points), [Int32Array.from(labels)]);
      expect(largestDifference(found, [Float64Array.from(expected)])).toBeLessThan(TOLERANCE);
    }
  });

  it.each([1e-9, 1e-3, 1e9])('does not depend on the unit: scale %f', async (scale) => {
    const matrix = makeUniform(300, 7, { seed: 7 });
    const labelings = relatedLabelings(300, 7);
    const found = await measure(pool, scaleBy(matrix, scale), labelings);
    expect(largestDifference(found, silhouettes(matrix, labelings))).toBeLessThan(TOLERANCE);
  });

  it('moves with the rows', async () => {
    const matrix = makeUniform(400, 6, { seed: 7 });
    const labels = relatedLabelings(400, 1)[3]!;
    const [expected] = await measure(pool, matrix, [labels]);
    const { matrix: shuffled, order } = shuffleRows(matrix, 5);
    const [found] = await measure(pool, shuffled, [Int32Array.from(order, (row) => labels[row]!)]);
    const moved = Float64Array.from(order, (row) => expected![row]!);
    expect(largestDifference([found!], [moved])).toBeLessThan(TOLERANCE);
  });

  it('gives the same bits for 1, 2 and 4 threads, rows measured again included', async () => {
    const near = makeClouds([[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 3000, 0, 0, 0]], { size: 900, spread: 0.4 }); // prettier-ignore
    const apart = makeUniform(2700, 6, { seed: 1 });
    for (const matrix of [near, apart]) {
      const labelings = [label(2700, (row) => Math.floor(row / 900)), ...relatedLabelings(2700, 2)];
      const [expected, ...others] = await Promise.all(pools.map((one) => measure(one, matrix, labelings)));
      for (const other of others) expect(other).toEqual(expected);
      expect(await measure(pool, matrix, labelings)).toEqual(expected);
      expect(largestDifference(expected!, silhouettes(matrix, labelings))).toBeLessThan(TOLERANCE);
    }
  });
});

describe('simdSilhouettes on data that single precision finds hard', () => {
  const n = 900;
  const normal = createNormal(createRandom(4));
  const cloud = build(n, 20, () => normal());
  const labelings = [label(n, (row) => row % 3), label(n, (row) => row % 7)];
  const change = (valueOf: (value: number, row: number, column: number) => number) =>
    build(n, 20, (row, c) => valueOf(cloud.data[row * 20 + c]!, row, c));
  /** One of 40 rows each. */
  const repeated = (value: (of: number, column: number) => number) =>
    build(n, 20, (row, c) => value(cloud.data[((row * 7919) % 40) * 20 + c]!, c));

  it.each([
    ['an offset of 1,000', change((x) => x + 1000)],
    ['an offset of 1,000,000', change((x, row) => x + 1e6 + (row % 3))],
    ['one column times 10,000', change((x, _, c) => (c === 0 ? x * 1e4 : x))],
    ['one column times 10,000, unlike the others', change((x, row, c) => (c === 0 ? (row % 2) * 1e4 : x))],
    ['a constant column', change((x, _, c) => (c === 0 ? 12345.678 : x))],
    ['heavy duplicates', repeated((x) => x)],
    ['heavy duplicates with an offset', repeated((x) => x + 1000)],
    ['near duplicates', change((x, row, c) => cloud.data[(row % 40) * 20 + c]! + 1e-7 * x)],
    ['one row very far away', change((x, row) => (row === 5 ? 1e9 : x + (row % 3)))],
    ['a lattice', makeUniform(n, 3, { seed: 2, step: 1 })],
    ['a line', makeUniform(n, 1, { seed: 2 })],
  ])('equals the plain kernel: %s', async (_, matrix) => {
    await expectAsPlain(matrix, [...labelings, label(n, (row) => ((row * 7919) % 40) % 6)]);
  });

  it.each([2, 5, 8, 10, 30, 1e3, 1e6])(
    'equals the plain kernel for clusters at distance 1, %f from the centre',
    async (far) => {
      for (const d of [2, 20]) {
        const matrix = build(n, d, (row, c) => {
          const centre = c === 0 ? far * Math.cos(row % 5) : c === 1 ? far * Math.sin(row % 5) : 0;
          return centre + (row % 10 < 5 && c === 0 ? 1 : 0) + 0.1 * cloud.data[row * 20 + c]!;
        });
        await expectAsPlain(matrix, [label(n, (row) => row % 10)]);
      }
    },
  );

  it('gives exactly 0 or 1 where rows coincide', async () => {
    const equal = build(n, 5, () => 0.1);
    const [all] = await measure(pool, equal, [labelings[0]!]);
    expect(all!.every((value) => value === 0)).toBe(true);
    const three = build(n, 5, (row, c) => [0.1, 0.7, 1e5][row % 3]! + c);
    const [apart] = await measure(pool, three, [labelings[0]!]);
    expect(apart!.every((value) => value === 1)).toBe(true);
  });
});

describe('simdSilhouettes of chosen rows', () => {
  const choose = (n: number, step: number) =>
    Int32Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);

  it.each([
    [3, 1, 1],
    [130, 3, 7],
    [517, 5, 2],
    [2600, 6, 1],
    [2600, 6, 3],
    [2600, 20, 900],
  ])('gives those of the whole and no others: %i rows of %i columns, one in %i', async (n, d, step) => {
    const matrix = makeUniform(n, d, { seed: n });
    const random = createRandom(n);
    const labelings = [
      ...relatedLabelings(n, d),
      label(n, () => random.integer(40) - 1),
      label(n, () => 3),
      label(n, (row) => (row === 0 ? 1 : 0)),
    ];
    const rows = choose(n, step);
    const expected = silhouettes(matrix, labelings).map((values) =>
      values.map((value, row) => (row % step === 0 ? value : NaN)),
    );
    for (const of of pools) {
      const found = await simdSilhouettes(of, matrix, { labelings, rows });
      expect(largestDifference(found, expected)).toBeLessThan(TOLERANCE);
      expect(found).toEqual(await simdSilhouettes(pool, matrix, { labelings, rows }));
    }
  });

  it('measures rows again that single precision finds hard', async () => {
    const matrix = makeClouds([[0, 0, 0], [1, 0, 0], [0, 3000, 0]], { size: 900, spread: 0.4 }); // prettier-ignore
    const labels = label(2700, (row) => Math.floor(row / 900));
    const found = await simdSilhouettes(pool, matrix, { labelings: [labels], rows: choose(2700, 5) });
    const expected = silhouettes(matrix, [labels], choose(2700, 5));
    expect(largestDifference(found, expected)).toBeLessThan(TOLERANCE);
  });

  it('gives no value without rows, and refuses rows that are not there', async () => {
    const line = matrixFromRows([[0], [1], [5], [7]]);
    const task = { labelings: [Int32Array.of(0, 0, 1, 1)] };
    const [none] = await simdSilhouettes(pool, line, { ...task, rows: new Int32Array(0) });
    expect([...none!]).toEqual([NaN, NaN, NaN, NaN]);
    await expect(simdSilhouettes(pool, line, { ...task, rows: Int32Array.of(1, 4) })).rejects.toThrow(
      'silhouettes: rows must be ascending, distinct and in [0, 4), got 4 at position 1',
    );
  });
});
