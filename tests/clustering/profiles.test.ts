import { describe, expect, it } from 'vitest';
import { describeValues, profileClusters, rankEtaSquared } from '../../clustering/profiles.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

describe('describeValues(values)', () => {
  it('gives figures worked out by hand, unknown values left out', () => {
    expect(describeValues(Float64Array.from([4, NaN, 1, 3, 2]))).toEqual({
      count: 4,
      mean: 2.5,
      standardDeviation: Math.sqrt(5 / 3),
      p20: 1.6,
      p25: 1.75,
      median: 2.5,
      p75: 3.25,
    });
  });

  it('is NaN throughout if nothing is known, and has no spread of one value', () => {
    const unknown = describeValues(Float64Array.from([NaN, NaN]));
    expect(unknown).toEqual({
      count: 0,
      mean: NaN,
      standardDeviation: NaN,
      p20: NaN,
      p25: NaN,
      median: NaN,
      p75: NaN,
    });
    expect(describeValues(Float64Array.from([7]))).toMatchObject({
      mean: 7,
      median: 7,
      standardDeviation: NaN,
    });
  });
});

describe('profileClusters(features, labels)', () => {
  const features = matrixFromRows(
    [
      [1, 10, NaN, 5],
      [3, 10, NaN, 5],
      [5, 70, NaN, 5],
      [NaN, 90, 2, 5],
    ],
    ['orders', 'value', 'rare', 'constant'],
  );
  const { population, profiles } = profileClusters(features, ['1', '1', 'outlier', '2']);
  const profileOf = (label: string, feature: string): (typeof profiles)[number] =>
    profiles.find((profile) => profile.label === label && profile.feature === feature)!;

  it('describes the population over all rows', () => {
    expect(population.get('orders')).toMatchObject({ count: 3, mean: 3, standardDeviation: 2 });
    expect(population.get('value')).toMatchObject({ count: 4, mean: 45 });
  });

  it('compares each cluster with the population in standard deviations', () => {
    expect(profileOf('1', 'orders')).toMatchObject({ populationMean: 3, standardisedDifference: -0.5 });
    expect(profileOf('1', 'orders').statistics).toMatchObject({ mean: 2, median: 2, p25: 1.5, p75: 2.5 });
    const spread = Math.sqrt((35 ** 2 * 2 + 25 ** 2 + 45 ** 2) / 3);
    expect(profileOf('1', 'value').standardisedDifference).toBeCloseTo(-35 / spread, 12);
    expect(profileOf('2', 'constant').standardisedDifference).toBe(0);
  });

  it('ranks features by absolute difference, unknown ones last, ties in column order', () => {
    const ranks = (label: string): unknown[] =>
      profiles.filter((profile) => profile.label === label).map(({ feature, rank }) => [feature, rank]);
    expect(ranks('1')).toEqual([['orders', 2], ['value', 1], ['rare', 4], ['constant', 3]]); // prettier-ignore
    expect(ranks('outlier')).toEqual([['orders', 1], ['value', 2], ['rare', 4], ['constant', 3]]); // prettier-ignore
    expect(ranks('2')).toEqual([['orders', 4], ['value', 1], ['rare', 2], ['constant', 3]]); // prettier-ignore
  });

  it('refuses labels that do not fit', () => {
    expect(() => profileClusters(features, ['1'])).toThrow(
      'profileClusters: expected 4 labels, one per row, got 1',
    );
  });
});

describe('rankEtaSquared(values, labels)', () => {
  it('gives the value worked out by hand', () => {
    // Ranks 1 2 3 4 5 6 in groups 1 2 3 | 4 5 6: between 2 * 3 * 1.5^2 = 13.5 of 17.5.
    const values = Float64Array.from([1, 20, 300, 1e4, 1e5, 1e9]);
    expect(rankEtaSquared(values, ['a', 'a', 'a', 'b', 'b', 'b'])).toBeCloseTo(13.5 / 17.5, 15);
  });

  it('gives tied values their mean rank', () => {
    // Ranks 1.5 1.5 3.5 3.5.
    expect(rankEtaSquared(Float64Array.from([1, 1, 2, 2]), ['a', 'a', 'b', 'b'])).toBe(1);
    expect(rankEtaSquared(Float64Array.from([1, 2, 1, 2]), ['a', 'a', 'b', 'b'])).toBe(0);
  });

  it('leaves unknown values out and changes nothing under a monotone transformation', () => {
    const values = Float64Array.from([5, NaN, 1, 9, 4, 2]);
    const labels = ['a', 'b', 'b', 'a', 'a', 'b'];
    const expected = rankEtaSquared(Float64Array.from([5, 1, 9, 4, 2]), ['a', 'b', 'a', 'a', 'b']);
    expect(rankEtaSquared(values, labels)).toBe(expected);
    expect(rankEtaSquared(values.map(Math.exp), labels)).toBe(expected);
  });

  it('is 0 for a constant and NaN with fewer than two known values', () => {
    expect(rankEtaSquared(Float64Array.from([3, 3]), ['a', 'b'])).toBe(0);
    expect(rankEtaSquared(Float64Array.from([3, NaN]), ['a', 'b'])).toBeNaN();
  });

  it('refuses labels that do not fit', () => {
    expect(() => rankEtaSquared(new Float64Array(2), ['a'])).toThrow(
      'rankEtaSquared: expected 2 labels, got 1',
    );
  });
});
