import { describe, expect, it } from 'vitest';
import type { RunRow, SelectionRow } from '../../reporting/report-input.ts';
import {
  clusteringVerdict,
  coverageVerdict,
  gateVerdict,
  jaccardBandsInWords,
  kStabilityVerdict,
  missingnessVerdict,
  preferenceVerdict,
  silhouetteVerdict,
  stabilityVerdict,
  type Verdict,
} from '../../reporting/verdicts.ts';
import { limitsOf, runRow, sampleInput } from './sample-input.ts';

const limits = limitsOf();

/** The verdict on the only stratum of a report; of the scan, only the chosen row counts. */
function verdictOf(run: RunRow, chosen?: SelectionRow): Verdict {
  const selection = chosen === undefined ? [] : [chosen];
  return clusteringVerdict(sampleInput({ runs: [run], selection }), run.stratum);
}

describe('silhouetteVerdict(run, limits)', () => {
  it('calls structure real from the gain that the run asks for', () => {
    const [above, below] = [0.4, 0.39].map((silhouette) =>
      silhouetteVerdict(runRow({ silhouette, permutedSilhouette: 0.35 }), limits),
    );
    expect(above).toEqual({
      tone: 'good',
      word: 'fair',
      sentence: 'Real structure: silhouette 0.40 against 0.35 in shuffled data.',
    });
    expect(below).toEqual({
      tone: 'bad',
      word: 'too close to chance',
      sentence:
        'Too close to chance: silhouette 0.39 against 0.35 in shuffled data, a gain of 0.04; at least 0.05 is expected of real segments.',
    });
    const asked = silhouetteVerdict(runRow({ silhouette: 0.39, permutedSilhouette: 0.35 }), {
      ...limits,
      minSilhouetteGain: 0.02,
    });
    expect(asked.tone).toBe('good');
  });

  it('never denies itself by rounding', () => {
    const near = runRow({ silhouette: 0.3996, permutedSilhouette: 0.35 });
    expect(silhouetteVerdict(near, limits).sentence).toContain('a gain of 0.0496; at least 0.0500');
    const none = runRow({ silhouette: 0.3, permutedSilhouette: 0.3001 });
    expect(silhouetteVerdict(none, limits).sentence).toContain(', no gain; at least 0.05');
  });

  it('states the error of a silhouette that was measured on a sample', () => {
    const sampled = { silhouetteStandardError: 0.0011, silhouetteSampleRows: 1000 };
    const run = runRow({ silhouette: 0.2, permutedSilhouette: 0.15, ...sampled });
    expect(silhouetteVerdict(run, limits).sentence).toBe(
      'Real but weak structure: silhouette 0.200 ± 0.002 (sample of 1,000 of 3,800 customers) against 0.15 in shuffled data; neighbouring segments overlap.',
    );
  });

  it.each([
    [0.29, 'weak', 'caution'],
    [0.3, 'fair', 'good'],
    [0.5, 'good', 'good'],
    [0.7, 'excellent', 'good'],
  ])('calls %d %s', (silhouette, word, tone) => {
    expect(silhouetteVerdict(runRow({ silhouette, permutedSilhouette: 0 }), limits)).toMatchObject({
      word,
      tone,
    });
  });

  it('says when there is no figure or no reference', () => {
    expect(silhouetteVerdict(runRow({ silhouette: null }), limits).word).toBe('not measured');
    expect(silhouetteVerdict(runRow({ silhouette: Number.NaN }), limits).word).toBe('not measured');
    expect(silhouetteVerdict(runRow({ permutedSilhouette: null }), limits)).toMatchObject({
      tone: 'caution',
      word: 'weak, without reference',
    });
  });
});

describe('stabilityVerdict(jaccard, limits)', () => {
  it.each([
    [0.75, 'stable'],
    [0.7499, 'doubtful'],
    [0.6, 'doubtful'],
    [0.5999, 'do not act'],
    [null, 'not measured'],
    [Number.NaN, 'not measured'],
  ])('calls %s %s', (jaccard, word) => {
    expect(stabilityVerdict(jaccard, limits).word).toBe(word);
  });

  it('calls nothing stable or doubtful that is below the limit of the run', () => {
    const words = (minJaccard: number) =>
      [0.8, 0.7, 0.55].map((jaccard) => stabilityVerdict(jaccard, limitsOf({ minJaccard })).word);
    expect(words(0.5)).toEqual(['stable', 'doubtful', 'do not act']);
    expect(words(0.7)).toEqual(['stable', 'doubtful', 'do not act']);
    expect(words(0.71)).toEqual(['stable', 'do not act', 'do not act']);
    expect(words(0.85)).toEqual(['do not act', 'do not act', 'do not act']);
  });
});

describe('jaccardBandsInWords(limits)', () => {
  it('tells the bands that the limit of the run leaves', () => {
    expect(jaccardBandsInWords(limits)).toBe(
      'from 0.75 stable, from 0.6 doubtful, below 0.6 do not act on it',
    );
    expect(jaccardBandsInWords(limitsOf({ minJaccard: 0.8 }))).toBe(
      'from 0.8 stable, below 0.8 do not act on it',
    );
  });
});

describe('coverageVerdict(run, limits)', () => {
  it('warns of more outliers than the run allows, and more so of a covered minority', () => {
    const tones = [0.15, 0.16, 0.5, 0.51].map(
      (noise) => coverageVerdict({ noise, coverage: 1 - noise }, limits).tone,
    );
    expect(tones).toEqual(['good', 'caution', 'caution', 'bad']);
    expect(coverageVerdict({ noise: 0.16, coverage: 0.84 }, limitsOf({ maxNoise: 0.2 })).tone).toBe('good');
  });
});

describe('kStabilityVerdict(stability, limits)', () => {
  it('holds K to the stability the run asks for', () => {
    const tones = [0.8, 0.79, null].map((stability) => kStabilityVerdict(stability, limits).tone);
    expect(tones).toEqual(['good', 'caution', 'plain']);
    expect(kStabilityVerdict(0.79, limitsOf({ minStability: 0.7 })).tone).toBe('good');
  });
});

describe('missingnessVerdict(nmi, limits)', () => {
  it('finds fault above the limit of the run', () => {
    const tones = [0.4, 0.41, null].map((nmi) => missingnessVerdict(nmi, limits).tone);
    expect(tones).toEqual(['good', 'bad', 'plain']);
    expect(missingnessVerdict(0.41, limitsOf({ maxMissingnessNmi: 0.5 })).tone).toBe('good');
  });
});

describe('gateVerdict(gate)', () => {
  it.each([
    [{ passed: true, value: 0.2 }, 'passed', 'good'],
    [{ passed: false, value: 0.2 }, 'not passed', 'bad'],
    [{ passed: true, value: null }, 'not measured', 'plain'],
    [{ passed: true, value: Number.NaN }, 'not measured', 'plain'],
    [{ passed: false, value: null }, 'not passed', 'bad'],
  ])('says of %o: %s', (gate, word, tone) => {
    expect(gateVerdict(gate)).toEqual({ word, tone });
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
    const alone = selection.filter((row) => row.isChosen);
    expect(preferenceVerdict(alone, 'daviesBouldin').word).toBe('not compared');
  });
});

describe('clusteringVerdict(input, stratum)', () => {
  it('says that a sound clustering holds, with its coverage', () => {
    expect(verdictOf(runRow({ silhouette: 0.41 }))).toEqual({
      tone: 'good',
      word: 'holds',
      sentence:
        '4 segments found, covering 95 % of eligible customers. Real structure: silhouette 0.41 against 0.14 in shuffled data.',
    });
  });

  it('says that a clustering above chance is weak', () => {
    expect(verdictOf(runRow())).toEqual({
      tone: 'caution',
      word: 'weak',
      sentence:
        '4 segments found, covering 95 % of eligible customers. Real but weak structure: silhouette 0.28 against 0.14 in shuffled data; neighbouring segments overlap.',
    });
  });

  it('tells nobody eligible from nobody alike', () => {
    expect(clusteringVerdict(sampleInput({ runs: [] }), '').sentence).toMatch(
      /no customer had enough history/,
    );
    const noise = runRow({ clusteredCount: 0, coverage: 0, noise: 1, k: 0, silhouette: null });
    expect(verdictOf(noise).sentence).toBe(
      'No segments: all 4,000 eligible customers are outliers, none is like enough to others.',
    );
  });

  const partial = { coverage: 0.7, noise: 0.3 };

  it('is named for the worst fault', () => {
    const chance = { silhouette: 0.16, permutedSilhouette: 0.15 };
    expect(verdictOf(runRow({ k: 1, ...chance })).word).toBe('one group');
    expect(verdictOf(runRow({ ...chance, coverage: 0.1 })).word).toBe('too close to chance');
    expect(verdictOf(runRow({ ...partial, missingnessNmi: 0.9 })).word).toBe('who has data');
    expect(verdictOf(runRow({ ...partial, stability: 0.5 })).word).toBe('partial coverage');
  });

  it('names every reservation, bad ones first', () => {
    expect(verdictOf(runRow({ silhouette: 0.41, stability: 0.5 })).sentence).toBe(
      'Use with care: subsamples of customers give partly other segments.',
    );
    expect(verdictOf(runRow({ ...partial, stability: 0.5, missingnessNmi: 0.9 }))).toMatchObject({
      tone: 'bad',
      sentence:
        'Use with care: segments largely follow which customers have data. ' +
        'Only 70 % of eligible customers are in a segment; figures on the segments leave the others out. ' +
        'Subsamples of customers give partly other segments. ' +
        'Real but weak structure: silhouette 0.28 against 0.14 in shuffled data; neighbouring segments overlap.',
    });
    expect(verdictOf(runRow({ silhouette: 0.16, stability: 0.5 })).sentence).toMatch(
      /^Too close to chance: .* Subsamples of customers give partly other segments\. Read the segments as a way to cut/,
    );
  });

  it('says that no number of segments kept the limits on their size', () => {
    const run = runRow({ silhouette: 0.41 });
    const chosen = {
      ...sampleInput().selection.find((row) => row.isChosen)!,
      smallestCluster: 1,
      largestShare: 0.5,
    };
    expect(verdictOf(run, chosen).word).toBe('holds');
    expect(verdictOf(run, { ...chosen, isDegenerate: true }).sentence).toBe(
      'Use with care: no number of segments keeps the limits on their size: the smallest has 1 customer, the largest 50 % of those clustered.',
    );
    expect(verdictOf({ ...run, stability: 0.5 }, { ...chosen, isDegenerate: true }).word).toBe('unsettled');
  });

  it('speaks of a score on a minority when few are covered', () => {
    const few = verdictOf(runRow({ coverage: 0.018, noise: 0.982, silhouette: 0.8 }));
    expect([few.tone, few.word]).toEqual(['bad', 'covers a minority']);
  });
});
