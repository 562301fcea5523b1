import { describe, expect, it } from 'vitest';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { dbscan } from '../../clustering/kernels/dbscan.ts';
import { kDistances } from '../../clustering/kernels/k-distances.ts';
import { chooseEps, depthsBelowChord, kneeIndex } from '../../clustering/knee.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';
import { makeClouds, makeUniform, scaleBy } from './support.ts';

describe('depthsBelowChord(curve)', () => {
  it('measures a rising curve by hand', () => {
    expect([...depthsBelowChord([10, 10, 12, 20])]).toEqual([0, 1 / 3, 2 / 3 - 0.2, 0]);
  });

  it('measures a falling curve downwards too', () => {
    const depths = depthsBelowChord([100, 40, 20, 10, 0]);
    [0, 0.35, 0.3, 0.15, 0].forEach((depth, i) => expect(depths[i]).toBeCloseTo(depth, 12));
  });

  it('is zero for short curves and for equal ends', () => {
    expect([...depthsBelowChord([])]).toEqual([]);
    expect([...depthsBelowChord([1, 5])]).toEqual([0, 0]);
    expect([...depthsBelowChord([2, 7, 2])]).toEqual([0, 0, 0]);
  });
});

describe('kneeIndex(curve)', () => {
  it('finds the point farthest below the chord, the first of several', () => {
    expect(kneeIndex([0, 0, 0, 10])).toBe(2);
    expect(kneeIndex([0, 1, 2, 3, 10, 30])).toBe(3);
    expect(kneeIndex([0, 0, 1, 2])).toBe(1);
  });

  it('is the last point if none lies below the chord', () => {
    expect(kneeIndex([1])).toBe(0);
    expect(kneeIndex([3, 3, 3])).toBe(2);
    expect(kneeIndex([0, 9, 10])).toBe(2);
  });
});

describe('chooseEps(matrix, options, engine)', () => {
  const clouds = makeClouds([[0, 0], [20, 0], [0, 20]], { size: 150, spread: 1 }); // prettier-ignore
  const options = { eps: 'auto', minSamples: 5, targetNoise: 0.05 } as const;

  it('takes the knee of the k-distances if its noise meets the target', async () => {
    const choice = await chooseEps(clouds, { ...options, targetNoise: 1 }, plainEngine);
    const curve = kDistances(clouds, 5).sort();
    expect(choice.eps).toBe(curve[kneeIndex(curve)]);
    expect(choice).toMatchObject({ kneeEps: choice.eps, kneeNoise: choice.noise, widened: false });
    expect(choice.density.clusterCount).toBe(3);
  });

  it('widens eps until the noise meets the target, and no further than a sixty-fourth of the way', async () => {
    const matrix = makeUniform(800, 2, { seed: 3 });
    const widened: boolean[] = [];
    for (const targetNoise of [0, 0.002, 0.01, 0.9]) {
      const choice = await chooseEps(matrix, { ...options, targetNoise }, plainEngine);
      const { eps, minSamples } = { eps: choice.eps, minSamples: 5 };
      expect(choice.noise).toBeLessThanOrEqual(targetNoise);
      expect(choice.density).toEqual(dbscan(matrix, { eps, minSamples }));
      widened.push(choice.widened);
      if (!choice.widened) {
        expect(choice.kneeNoise).toBeLessThanOrEqual(targetNoise);
        continue;
      }
      expect(choice.kneeNoise).toBeGreaterThan(targetNoise);
      expect(eps).toBeGreaterThan(choice.kneeEps!);
      const curve = kDistances(matrix, 5).sort();
      const stretch = 800 - kneeIndex(curve);
      const before = curve[Math.max(kneeIndex(curve), curve.indexOf(eps) - Math.ceil(stretch / 32) - 1)]!;
      expect(dbscan(matrix, { eps: before, minSamples }).noiseCount / 800).toBeGreaterThan(targetNoise);
    }
  });

  it('widens on data with a knee that is too low', async () => {
    // Ninety duplicates bend the curve at zero: at eps 0 a tenth of the rows is noise.
    const matrix = matrixFromRows([
      ...Array.from({ length: 90 }, () => [0]),
      ...Array.from({ length: 10 }, (_, i) => [i + 1]),
    ]);
    const choice = await chooseEps(matrix, { ...options, minSamples: 3, targetNoise: 0.05 }, plainEngine);
    expect(choice).toMatchObject({ kneeEps: 0, kneeNoise: 0.1, widened: true, eps: 1 });
  });

  it('widens eps further while noise holds too much of an amount, and no further than that takes', async () => {
    // A dense line of 200 rows and a thinning tail of 20, whose nearer half holds nearly everything.
    const tail = Array.from({ length: 20 }, (_, i) => [20 + 0.4 * (i + 1) ** 1.5]);
    const rows = [...Array.from({ length: 200 }, (_, i) => [i * 0.1]), ...tail];
    const line = matrixFromRows(rows);
    const revenue = Float64Array.from(rows, (_, row) => (row >= 200 && row < 210 ? 100 : 1));
    const options = { eps: 'auto', minSamples: 4, targetNoise: 1 } as const;
    const plain = await chooseEps(line, options, plainEngine);
    const released = await chooseEps(
      line,
      { ...options, holdings: [revenue], maxHoldingFactor: 3 },
      plainEngine,
    );
    const factor = ({ density, noise }: typeof plain) =>
      revenue.reduce((sum, amount, row) => sum + (density.labels[row]! < 0 ? amount : 0), 0) / 1210 / noise;
    expect(plain.widened).toBe(false);
    expect(factor(plain)).toBeGreaterThan(3);
    expect(released.widened).toBe(true);
    expect(released.eps).toBeGreaterThan(plain.eps);
    expect(released.noise).toBeGreaterThan(0);
    expect(factor(released)).toBeLessThanOrEqual(3);
    expect(released.released).toBe(true);
    expect(released.kneeNoise).toBe(plain.noise);
  });

  it('stays where it is if no eps helps, or if noise holds no more than its share', async () => {
    const cloud = makeClouds([[0, 0]], { size: 100, spread: 1 });
    const options = { eps: 'auto', minSamples: 5, targetNoise: 0.1 } as const;
    const plain = await chooseEps(cloud, options, plainEngine);
    const even = new Float64Array(100).fill(1);
    const unknown = new Float64Array(100).fill(NaN);
    expect(
      await chooseEps(cloud, { ...options, holdings: [even, unknown], maxHoldingFactor: 3 }, plainEngine),
    ).toEqual(plain);
  });

  it('uses a fixed eps as it is, whatever the noise', async () => {
    const choice = await chooseEps(clouds, { ...options, eps: 0.001 }, plainEngine);
    expect(choice).toMatchObject({ eps: 0.001, kneeEps: null, kneeNoise: null, noise: 1, widened: false });
  });

  it('finds eps 0 and no noise where all rows are equal', async () => {
    const equal = matrixFromRows(Array.from({ length: 20 }, () => [4]));
    expect(await chooseEps(equal, options, plainEngine)).toMatchObject({ eps: 0, noise: 0, widened: false });
  });

  it('calls everything noise if there are fewer rows than minSamples', async () => {
    expect(await chooseEps(matrixFromRows([[1], [2]]), options, plainEngine)).toMatchObject({
      noise: 1,
      eps: 1,
    });
  });

  it.each([1e-9, 1e9])('scales with the unit: %f', async (scale) => {
    const expected = await chooseEps(clouds, options, plainEngine);
    const found = await chooseEps(scaleBy(clouds, scale), options, plainEngine);
    expect(found.eps / expected.eps / scale).toBeCloseTo(1, 9);
    expect(found.noise).toBe(expected.noise);
  });

  it('refuses no rows and a target that is no share', async () => {
    await expect(chooseEps(matrixFromRows([], ['x']), options, plainEngine)).rejects.toThrow(
      'the matrix must have rows',
    );
    await expect(chooseEps(clouds, { ...options, targetNoise: 5 }, plainEngine)).rejects.toThrow(
      'targetNoise must be in [0, 1], got 5',
    );
  });
});
