import { describe, expect, it } from 'vitest';
import {
  chooseWinner,
  describeWinnerRule,
  DEFAULT_WINNER_LIMITS,
} from '../../../clustering/comparison/choose-winner.ts';

/** A row that may win with a gain of 0.2. */
const SOUND = {
  clusterCount: 5,
  coverage: 0.95,
  smallestCluster: 40,
  largestShare: 0.4,
  silhouette: 0.5,
  permutedSilhouette: 0.3,
};

function choose(...changes: Partial<typeof SOUND>[]) {
  return chooseWinner(changes.map((change) => ({ ...SOUND, ...change })));
}

describe('chooseWinner(rows, limits)', () => {
  it('takes the largest gain over the permuted reference, not the largest silhouette', () => {
    const rows = [
      {},
      { silhouette: 0.9, permutedSilhouette: 0.8 },
      { silhouette: 0.45, permutedSilhouette: 0.1 },
    ];
    expect(choose(...rows.map((row) => ({ ...row, coverage: 1 })))).toEqual({
      winner: 2,
      whyNot: ['gain x coverage 0.200 below 0.350', 'gain x coverage 0.100 below 0.350', null],
    });
  });

  it('counts rows in no cluster as no gain', () => {
    expect(choose({ silhouette: 0.6, coverage: 0.6 }, { silhouette: 0.5, coverage: 1 }).whyNot).toEqual([
      'gain x coverage 0.180 below 0.200',
      null,
    ]);
    expect(choose({ silhouette: 0.6, coverage: 0.7 }, { silhouette: 0.5, coverage: 1 }).winner).toBe(0);
  });

  it('prefers fewer clusters, then the earlier row', () => {
    expect(choose({ clusterCount: 6 }, { clusterCount: 5 }).winner).toBe(1);
    expect(choose({}, {})).toEqual({ winner: 0, whyNot: [null, 'equal, but more clusters or a later row'] });
  });

  it.each([
    [{ coverage: 0.49 }, 'coverage 49 % below 50 %'],
    [{ smallestCluster: 29 }, 'smallest cluster 29 below 30'],
    [{ largestShare: 0.86 }, 'largest cluster 86 % above 85 %'],
    [{ clusterCount: 16 }, '16 clusters, more than 15'],
    [{ clusterCount: 1, silhouette: NaN, permutedSilhouette: NaN }, '1 cluster'],
    [{ clusterCount: 0, silhouette: NaN, largestShare: NaN }, '0 clusters'],
    [{ silhouette: 0.34 }, 'gain 0.040 below 0.05'],
    [{ permutedSilhouette: NaN }, 'gain not measured'],
    [{ coverage: 0.1, smallestCluster: 5 }, 'coverage 10 % below 50 %; smallest cluster 5 below 30'],
  ])('passes over %o', (change, reason) => {
    const better = { silhouette: 0.99, ...change };
    expect(choose(better, {})).toEqual({ winner: 1, whyNot: [reason, null] });
  });

  it('takes rows at the limits', () => {
    const { minCoverage, minRows, maxClusterShare, maxClusters } = DEFAULT_WINNER_LIMITS;
    const atLimits = {
      coverage: minCoverage,
      smallestCluster: minRows,
      largestShare: maxClusterShare,
      clusterCount: maxClusters,
    };
    expect(choose(atLimits).winner).toBe(0);
  });

  it('names no winner where no row qualifies', () => {
    expect(choose({ coverage: 0.2 })).toEqual({ winner: null, whyNot: ['coverage 20 % below 50 %'] });
    expect(chooseWinner([])).toEqual({ winner: null, whyNot: [] });
  });

  it('obeys other limits', () => {
    const limits = { ...DEFAULT_WINNER_LIMITS, minCoverage: 0.96 };
    expect(chooseWinner([SOUND], limits).whyNot).toEqual(['coverage 95 % below 96 %']);
  });
});

describe('describeWinnerRule(limits)', () => {
  it('names every limit', () => {
    expect(describeWinnerRule()).toBe(
      'largest gain (silhouette above that of shuffled data) times coverage, among trials with 2 to 15 clusters, none below 30 ' +
        'customers or above 85 % of the clustered, a coverage of at least 50 % and a gain of at least 0.05',
    );
    expect(describeWinnerRule({ ...DEFAULT_WINNER_LIMITS, minCoverage: 0.96 })).toContain('at least 96 %');
  });
});
