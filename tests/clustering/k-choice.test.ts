import { describe, expect, it } from 'vitest';
import { chooseK, type KMeasures } from '../../clustering/k-choice.ts';

const limits = { minRows: 30, maxClusterShare: 0.85, minStability: 0.8 };

function measure(k: number, changes: Partial<KMeasures> = {}): KMeasures {
  return {
    k,
    clusterCount: k,
    inertia: 100 / k,
    silhouette: 0.3,
    silhouetteStandardError: null,
    calinskiHarabasz: 10,
    daviesBouldin: 1,
    elbowDistance: 0,
    stability: 0.95,
    smallestCluster: 100,
    largestShare: 0.5,
    ...changes,
  };
}

describe('chooseK(measures, limits)', () => {
  it('takes the largest silhouette and says by how much the others fall short', () => {
    const choice = chooseK([measure(3, { silhouette: 0.2314 }), measure(4, { silhouette: 0.2543 })], limits);
    expect(choice).toMatchObject({ chosen: 1, basis: 'rule', warnings: [] });
    expect(choice.rows.map((row) => row.whyNot)).toEqual(['silhouette 0.231 below 0.254', null]);
    expect(choice.rows.map((row) => row.isChosen)).toEqual([false, true]);
  });

  it('writes as many decimals as it takes to see the difference', () => {
    const { rows } = chooseK(
      [measure(3, { silhouette: 0.25431 }), measure(4, { silhouette: 0.25434 })],
      limits,
    );
    expect(rows[0]!.whyNot).toBe('silhouette 0.25431 below 0.25434');
  });

  it('gives a tie to the smaller K', () => {
    const { chosen, rows } = chooseK([measure(3), measure(4)], limits);
    expect(chosen).toBe(0);
    expect(rows[1]!.whyNot).toBe('silhouette equal to that of K = 3, which is smaller');
  });

  it('passes over degenerate K, however large their silhouette', () => {
    const { chosen, rows } = chooseK(
      [
        measure(3, { silhouette: 0.9, smallestCluster: 12 }),
        measure(4, { silhouette: 0.9, largestShare: 0.912 }),
        measure(5, { silhouette: 0.9, clusterCount: 2 }),
        measure(6),
      ],
      limits,
    );
    expect(chosen).toBe(3);
    expect(rows.map((row) => row.whyNot)).toEqual([
      'smallest cluster 12 below 30',
      'largest cluster 91.2 % above 85 %',
      'only 2 distinct clusters',
      null,
    ]);
    expect(rows.map((row) => row.isDegenerate)).toEqual([true, true, true, false]);
  });

  it('accepts the limits themselves', () => {
    const atLimits = measure(3, { smallestCluster: 30, largestShare: 0.85, stability: 0.8 });
    expect(chooseK([atLimits], limits).basis).toBe('rule');
  });

  it('passes over K that are less stable than the limit, or than the best by more than 0.1', () => {
    const absolute = chooseK(
      [measure(3, { silhouette: 0.5, stability: 0.61 }), measure(4, { stability: 0.85 })],
      limits,
    );
    expect(absolute.rows.map((row) => row.whyNot)).toEqual(['stability 0.61 below 0.80', null]);
    const relative = chooseK(
      [measure(3, { silhouette: 0.5, stability: 0.88 }), measure(4, { stability: 1 })],
      limits,
    );
    expect(relative.rows.map((row) => row.whyNot)).toEqual(['stability 0.88 below 0.90', null]);
  });

  it('does not let a degenerate K set the bar of stability', () => {
    const { chosen } = chooseK(
      [measure(3, { stability: 1, smallestCluster: 1 }), measure(4, { stability: 0.82 })],
      limits,
    );
    expect(chosen).toBe(1);
  });

  it('falls back to the largest silhouette if none is stable, and says so', () => {
    const choice = chooseK(
      [measure(3, { silhouette: 0.2, stability: 0.7 }), measure(4, { silhouette: 0.4, stability: 0.5 })],
      limits,
    );
    expect(choice).toMatchObject({ chosen: 1, basis: 'none stable' });
    expect(choice.warnings).toEqual([
      'No K is stable enough; K = 4 has the largest silhouette, but stability 0.50 below 0.80.',
    ]);
    expect(choice.rows[0]!.whyNot).toBe('stability 0.70 below 0.80; silhouette 0.200 below 0.400');
  });

  it('falls back to the least degenerate K if all are, and says so', () => {
    const choice = chooseK(
      [
        measure(3, { smallestCluster: 10 }),
        measure(4, { smallestCluster: 25, largestShare: 0.9 }),
        measure(5, { smallestCluster: 5 }),
      ],
      limits,
    );
    expect(choice).toMatchObject({ chosen: 1, basis: 'all degenerate' });
    expect(choice.warnings).toEqual([
      'Every K is degenerate; K = 4 exceeds the limits least: smallest cluster 25 below 30; largest cluster 90 % above 85 %.',
    ]);
    expect(choice.rows[1]!.whyNot).toBeNull();
    expect(choice.rows[2]!.whyNot).toBe('smallest cluster 5 below 30');
  });

  it('ranks an undefined silhouette last', () => {
    const { chosen, rows } = chooseK(
      [measure(3, { silhouette: NaN }), measure(4, { silhouette: -0.1 })],
      limits,
    );
    expect(chosen).toBe(1);
    expect(rows[0]!.whyNot).toBe('silhouette undefined');
  });
});
