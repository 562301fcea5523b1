import type { RunRow, SelectionRow } from './report-input.ts';
import type { Tone } from './sheet-model.ts';
import { capitalised, counted, estimateInWords, inWords, uncapitalised } from './wording.ts';

/** A judgement on a figure: a word for a table, a sentence for a reader, a tone for its colour. */
export interface Verdict {
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
}

/** Silhouette above that of shuffled data from which the segments count as real. */
const REAL_STRUCTURE_MARGIN = 0.05;

/** Coverage below which the segments speak for too few, and for less than half of the customers. */
const COVERAGE_LIMITS = { caution: 0.8, bad: 0.5 } as const;

/** Mean adjusted Rand index of resamples below which a number of segments does not come back. */
const STABLE_K = 0.8;

/** Normalised mutual information above which segments reflect who has data rather than who behaves how. */
const MISSINGNESS_LIMIT = 0.4;

/** Bootstrap Jaccard bands. @see Hennig (2007), Cluster-wise assessment of cluster stability, CSDA 52, 258-271. */
const JACCARD_BANDS = { stable: 0.75, doubtful: 0.6 } as const;

const UNKNOWN: Verdict = { tone: 'plain', word: 'not measured', sentence: 'Not measured.' };

/** Words for a silhouette; they name its height and are no gate, honest retail data lie at 0.15 to 0.3. */
function heightWord(silhouette: number): string {
  if (silhouette >= 0.7) return 'excellent';
  if (silhouette >= 0.5) return 'good';
  if (silhouette >= 0.3) return 'fair';
  return 'low';
}

/** Whether the silhouette exceeds what the same recipe finds in shuffled data. */
export function silhouetteVerdict(run: RunRow): Verdict {
  const { silhouette, permutedSilhouette: reference } = run;
  if (silhouette === null || !Number.isFinite(silhouette)) return UNKNOWN;
  const height = heightWord(silhouette);
  if (reference === null || !Number.isFinite(reference)) {
    return {
      tone: 'caution',
      word: `${height}, without reference`,
      sentence: `${height} in height, not compared with shuffled data.`,
    };
  }
  const against = `silhouette ${silhouetteInWords(run)} against ${inWords(reference, 'index')} in shuffled data`;
  if (silhouette - reference >= REAL_STRUCTURE_MARGIN) {
    return { tone: 'good', word: `above chance, ${height}`, sentence: `Real structure: ${against}.` };
  }
  return {
    tone: 'bad',
    word: 'no better than chance',
    sentence: `No better than chance: ${against}; at least ${REAL_STRUCTURE_MARGIN} more is expected of real segments.`,
  };
}

function silhouetteInWords({
  silhouette,
  silhouetteStandardError: error,
  silhouetteSampleRows: sample,
  clusteredCount: customers,
}: RunRow): string {
  if (silhouette === null || error === null || sample === null) return inWords(silhouette, 'index');
  return estimateInWords(silhouette, error, { sample, customers });
}

/** Whether a segment comes back when the customers are drawn anew. */
export function stabilityVerdict(jaccard: number | null): Verdict {
  if (jaccard === null || !Number.isFinite(jaccard)) return UNKNOWN;
  if (jaccard >= JACCARD_BANDS.stable) {
    return { tone: 'good', word: 'stable', sentence: 'Comes back when customers are drawn anew.' };
  }
  if (jaccard >= JACCARD_BANDS.doubtful) {
    return { tone: 'caution', word: 'doubtful', sentence: 'Comes back in part: its border is uncertain.' };
  }
  return { tone: 'bad', word: 'do not act', sentence: 'Does not come back when customers are drawn anew.' };
}

/** Whether the segments speak for enough of the eligible customers. */
export function coverageVerdict(coverage: number): Verdict {
  const share = `${inWords(coverage, 'percent')} of eligible customers are in a segment`;
  if (coverage >= COVERAGE_LIMITS.caution)
    return { tone: 'good', word: 'broad coverage', sentence: `${capitalised(share)}.` };
  if (coverage >= COVERAGE_LIMITS.bad) {
    return {
      tone: 'caution',
      word: 'partial coverage',
      sentence: `Only ${share}; figures on the segments leave the others out.`,
    };
  }
  return {
    tone: 'bad',
    word: 'covers a minority',
    sentence: `Only ${share}: a score on a minority is no result for the whole.`,
  };
}

/** Whether the chosen number of segments comes back in subsamples. */
export function kStabilityVerdict(stability: number | null): Verdict {
  if (stability === null || !Number.isFinite(stability)) return UNKNOWN;
  return stability >= STABLE_K
    ? { tone: 'good', word: 'stable', sentence: 'Subsamples of customers give the same segments.' }
    : { tone: 'caution', word: 'unsettled', sentence: 'Subsamples of customers give partly other segments.' };
}

/** Whether segments follow the pattern of missing values. */
export function missingnessVerdict(nmi: number | null): Verdict {
  if (nmi === null || !Number.isFinite(nmi)) return UNKNOWN;
  return nmi <= MISSINGNESS_LIMIT
    ? { tone: 'good', word: 'independent', sentence: 'Segments do not follow who has data.' }
    : { tone: 'bad', word: 'who has data', sentence: 'Segments largely follow which customers have data.' };
}

/** Whether the segments have the sizes that were asked for; a chosen K has not where no K had. */
function sizeVerdict(chosen: SelectionRow | undefined): Verdict {
  if (chosen === undefined || !chosen.isDegenerate)
    return { tone: 'good', word: 'sizes as asked', sentence: 'Segments have the sizes that were asked for.' };
  const { smallestCluster: smallest, largestShare: largest } = chosen;
  const sizes =
    smallest === null || largest === null
      ? ''
      : `: the smallest has ${counted(smallest, 'customer')}, the largest ${inWords(largest, 'percent')} of those clustered`;
  return {
    tone: 'caution',
    word: 'degenerate',
    sentence: `No number of segments keeps the limits on their size${sizes}.`,
  };
}

/** Which K an index would have preferred; the index does not vote. */
export function preferenceVerdict(
  selection: readonly SelectionRow[],
  index: 'calinskiHarabasz' | 'daviesBouldin',
): Verdict {
  const sign = index === 'calinskiHarabasz' ? 1 : -1;
  const scored = selection.filter((row) => Number.isFinite(row[index]));
  const best = scored.toSorted((a, b) => sign * (b[index]! - a[index]!) || a.k - b.k)[0];
  const chosen = selection.find((row) => row.isChosen);
  if (best === undefined || chosen === undefined) return UNKNOWN;
  const end = sign === 1 ? 'highest' : 'lowest';
  return best.k === chosen.k
    ? { tone: 'good', word: 'agrees', sentence: `Also ${end} at the chosen K = ${chosen.k}.` }
    : {
        tone: 'plain',
        word: `prefers ${best.k}`,
        sentence: `${end === 'highest' ? 'Highest' : 'Lowest'} at K = ${best.k}, chosen K = ${chosen.k}; it is shown and does not vote.`,
      };
}

/**
 * What a reader must know before anything else on a clustering: its worst fault, or that it holds.
 * Faults in order of weight: nobody clustered, one segment, no better than chance, few covered, unstable, follows
 * missing data, segments of a size no K was allowed to have.
 *
 * @param chosen - The chosen row of the K scan, if there was one.
 */
export function clusteringVerdict(run: RunRow | undefined, chosen?: SelectionRow): Verdict {
  if (run === undefined || run.clusteredCount === 0 || run.k === 0) return nothingVerdict(run);
  if (run.k === 1) {
    return {
      tone: 'bad',
      word: 'one group',
      sentence: 'Weak result: all customers form a single group; the data show no segments to act on.',
    };
  }
  const silhouette = silhouetteVerdict(run);
  if (silhouette.tone === 'bad') {
    return {
      tone: 'bad',
      word: 'weak',
      sentence: `Weak clustering: ${uncapitalised(silhouette.sentence)} Read the segments as a way to cut the customers, not as groups that exist.`,
    };
  }
  return (
    reservation(run, chosen) ?? { tone: 'good', word: 'holds', sentence: soundSentence(run, silhouette) }
  );
}

function nothingVerdict(run: RunRow | undefined): Verdict {
  const eligible = run?.customerCount ?? 0;
  const sentence =
    eligible === 0
      ? 'No segments: no customer had enough history to be segmented.'
      : `No segments: all ${counted(eligible, 'eligible customer')} are outliers, none is like enough to others.`;
  return { tone: 'bad', word: 'no segments', sentence };
}

/** The first reason to use the segments with care, if there is one. */
function reservation(run: RunRow, chosen: SelectionRow | undefined): Verdict | undefined {
  const checks = [
    coverageVerdict(run.coverage),
    kStabilityVerdict(run.stability),
    missingnessVerdict(run.missingnessNmi),
    sizeVerdict(chosen),
  ];
  const fault =
    checks.find((check) => check.tone === 'bad') ?? checks.find((check) => check.tone === 'caution');
  if (fault === undefined) return undefined;
  return { ...fault, sentence: `Use with care: ${uncapitalised(fault.sentence)}` };
}

function soundSentence(run: RunRow, silhouette: Verdict): string {
  const found = `${counted(run.k, 'segment')} found, covering ${inWords(run.coverage, 'percent')} of eligible customers.`;
  return silhouette === UNKNOWN ? found : `${found} ${silhouette.sentence}`;
}
