import { describe, expect, it } from 'vitest';
import {
  clusteringVerdict,
  coverageVerdict,
  missingnessVerdict,
  preferenceVerdict,
  silhouetteVerdict,
  stabilityVerdict,
} from '../../reporting/verdicts.ts';
import { runRow, sampleInput } from './sample-input.ts';

describe('silhouetteVerdict(run)', () => {
  it('calls structure real from 0.05 above shuffled data', () => {
    const [above, below] = [0.2, 0.19].map((silhouette) =>
      silhouetteVerdict(runRow({ silhouette, permutedSilhouette: 0.15 })),
    );
    expect(above!.word).toBe('above chance, low');
    expect(above!.sentence).toBe('Real structure: silhouette 0.20 against 0.15 in shuffled data.');
    expect(below!.tone).toBe('bad');
    expect(below!.word).toBe('no better than chance');
  });

  it('states the error of a silhouette that was measured on a sample', () => {
    const sampled = { silhouetteStandardError: 0.0011, silhouetteSampleRows: 1000 };
    const { sentence } = silhouetteVerdict(runRow({ silhouette: 0.2, permutedSilhouette: 0.15, ...sampled }));
    expect(sentence).toBe(
      'Real structure: silhouette 0.200 ± 0.002 (sample of 1,000 of 3,800 customers) against 0.15 in shuffled data.',
    );
  });

  it.each([
    [0.29, 'low'],
    [0.3, 'fair'],
    [0.5, 'good'],
    [0.7, 'excellent'],
  ])('names the height of %d %s', (silhouette, word) => {
    expect(silhouetteVerdict(runRow({ silhouette, permutedSilhouette: 0 })).word).toBe(
      `above chance, ${word}`,
    );
  });

  it('says a high silhouette is no better than chance when shuffled data reach it too', () => {
    expect(silhouetteVerdict(runRow({ silhouette: 0.35, permutedSilhouette: 0.34 })).tone).toBe('bad');
  });

  it('says when there is no figure or no reference', () => {
    expect(silhouetteVerdict(runRow({ silhouette: null })).word).toBe('not measured');
    expect(silhouetteVerdict(runRow({ silhouette: Number.NaN })).word).toBe('not measured');
    expect(silhouetteVerdict(runRow({ permutedSilhouette: null })).tone).toBe('caution');
  });
});

describe('stabilityVerdict(jaccard)', () => {
  it.each([
    [0.75, 'stable'],
    [0.7499, 'doubtful'],
    [0.6, 'doubtful'],
    [0.5999, 'do not act'],
    [null, 'not measured'],
    [Number.NaN, 'not measured'],
  ])('calls %s %s', (jaccard, word) => {
    expect(stabilityVerdict(jaccard).word).toBe(word);
  });
});

describe('coverageVerdict(coverage)', () => {
  it('warns below 80 % and more so below half', () => {
    expect([0.8, 0.79, 0.5, 0.02].map((coverage) => coverageVerdict(coverage).tone)).toEqual([
      'good',
      'caution',
      'caution',
      'bad',
    ]);
  });
});

describe('missingnessVerdict(nmi)', () => {
  it('finds fault above 0.4', () => {
    expect([0.4, 0.41, null].map((nmi) => missingnessVerdict(nmi).tone)).toEqual(['good', 'bad', 'plain']);
  });
});

describe('preferenceVerdict(selection, index)', () => {
  const { selection } = sampleInput();

  it('says which K an index would have preferred', () => {
    expect(preferenceVerdict(selection, 'calinskiHarabasz').word).toBe('prefers 3');
    expect(preferenceVerdict(selection, 'daviesBouldin').sentence).toBe(
      'Lowest at K = 6, chosen K = 4; it is shown and does not vote.',
    );
  });

  it('says when the index agrees, and when nothing can be said', () => {
    const agreeing = selection.map((row) => ({ ...row, calinskiHarabasz: row.isChosen ? 9999 : 1 }));
    expect(preferenceVerdict(agreeing, 'calinskiHarabasz').word).toBe('agrees');
    expect(preferenceVerdict([], 'daviesBouldin').word).toBe('not measured');
    const unknown = selection.map((row) => ({ ...row, daviesBouldin: Number.NaN }));
    expect(preferenceVerdict(unknown, 'daviesBouldin').word).toBe('not measured');
  });
});

describe('clusteringVerdict(run)', () => {
  it('says that a sound clustering holds, with its coverage', () => {
    expect(clusteringVerdict(runRow())).toEqual({
      tone: 'good',
      word: 'holds',
      sentence:
        '4 segments found, covering 95 % of eligible customers. Real structure: silhouette 0.28 against 0.14 in shuffled data.',
    });
  });

  it('tells nobody eligible from nobody alike', () => {
    expect(clusteringVerdict(undefined).sentence).toMatch(/no customer had enough history/);
    const noise = runRow({ clusteredCount: 0, coverage: 0, noise: 1, k: 0, silhouette: null });
    expect(clusteringVerdict(noise).sentence).toBe(
      'No segments: all 4,000 eligible customers are outliers, none is like enough to others.',
    );
  });

  it('names the worst fault first', () => {
    const weak = { silhouette: 0.16, permutedSilhouette: 0.15 };
    expect(clusteringVerdict(runRow({ k: 1, ...weak })).word).toBe('one group');
    expect(clusteringVerdict(runRow({ ...weak, coverage: 0.1 })).word).toBe('weak');
    expect(clusteringVerdict(runRow({ coverage: 0.7, missingnessNmi: 0.9 })).word).toBe('who has data');
    expect(clusteringVerdict(runRow({ coverage: 0.7, stability: 0.5 })).word).toBe('partial coverage');
    expect(clusteringVerdict(runRow({ stability: 0.5 })).sentence).toBe(
      'Use with care: subsamples of customers give partly other segments.',
    );
  });

  it('says that no number of segments kept the limits on their size', () => {
    const chosen = {
      ...sampleInput().selection.find((row) => row.isChosen)!,
      smallestCluster: 1,
      largestShare: 0.5,
    };
    expect(clusteringVerdict(runRow(), chosen).word).toBe('holds');
    expect(clusteringVerdict(runRow(), { ...chosen, isDegenerate: true }).sentence).toBe(
      'Use with care: no number of segments keeps the limits on their size: the smallest has 1 customer, the largest 50 % of those clustered.',
    );
    expect(clusteringVerdict(runRow({ stability: 0.5 }), { ...chosen, isDegenerate: true }).word).toBe(
      'unsettled',
    );
  });

  it('speaks of a score on a minority when few are covered', () => {
    const few = clusteringVerdict(runRow({ coverage: 0.018, noise: 0.982, silhouette: 0.8 }));
    expect([few.tone, few.word]).toEqual(['bad', 'covers a minority']);
  });
});
