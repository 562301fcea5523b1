import { decimalsApart } from '../pipeline/core/decimals-apart.ts';
import { leastClusterSize } from '../pipeline/core/least-cluster-size.ts';
import { silhouetteHeight, silhouetteWord } from '../pipeline/core/silhouette-word.ts';
import { finiteOrNull } from './cell-text.ts';
import type { GateResult, Limits, ReportInput, RunRow, SelectionRow, SummaryRow } from './report-input.ts';
import { runOf } from './segments.ts';
import type { Tone } from './sheet-model.ts';
import { capitalised, counted, estimateInWords, inWords, uncapitalised } from './wording.ts';

/** A judgement on a figure: a word for a table, a sentence for a reader, a tone for its colour. */
export interface Verdict {
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
}

/** Coverage below which segments speak for less than half of the customers. */
const MINORITY = 0.5;

/** Bootstrap Jaccard bands. @see Hennig (2007), Cluster-wise assessment of cluster stability, CSDA 52, 258-271. */
const JACCARD_BANDS = { stable: 0.75, doubtful: 0.6 } as const;

const UNKNOWN: Verdict = { tone: 'plain', word: 'not measured', sentence: 'Not measured.' };

/** Whether the silhouette exceeds what the same recipe finds in shuffled data. */
export function silhouetteVerdict(run: RunRow, { minSilhouetteGain: minGain }: Limits): Verdict {
  const { silhouette, permutedSilhouette: reference } = run;
  if (silhouette === null || !Number.isFinite(silhouette)) return UNKNOWN;
  if (reference === null || !Number.isFinite(reference)) {
    const word = `${silhouetteHeight(silhouette)}, without reference`;
    return { tone: 'caution', word, sentence: 'Not compared with shuffled data.' };
  }
  const word = silhouetteWord(silhouette, reference, minGain);
  const against = `silhouette ${silhouetteInWords(run)} against ${inWords(reference, 'index')} in shuffled data`;
  if (word === 'too close to chance') {
    const [more, least] = decimalsApart(silhouette - reference, minGain, 2);
    const gain = silhouette > reference ? `a gain of ${more}` : 'no gain';
    const sentence = `Too close to chance: ${against}, ${gain}; at least ${least} is expected of real segments.`;
    return { tone: 'bad', word, sentence };
  }
  if (word === 'weak') {
    const sentence = `Real but weak structure: ${against}; neighbouring segments overlap.`;
    return { tone: 'caution', word, sentence };
  }
  return { tone: 'good', word, sentence: `Real structure: ${against}.` };
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
export function stabilityVerdict(jaccard: number | null, limits: Limits): Verdict {
  if (jaccard === null || !Number.isFinite(jaccard)) return UNKNOWN;
  const bands = jaccardBands(limits);
  if (jaccard >= bands.stable) {
    return { tone: 'good', word: 'stable', sentence: 'Comes back when customers are drawn anew.' };
  }
  if (jaccard >= bands.doubtful) {
    return { tone: 'caution', word: 'doubtful', sentence: 'Comes back in part: its border is uncertain.' };
  }
  return {
    tone: 'bad',
    word: 'do not act',
    sentence: 'Does not come back reliably when customers are drawn anew.',
  };
}

/** Whether a segment can be acted on: it is large enough, and comes back. */
export function segmentVerdict(input: ReportInput, row: SummaryRow): Verdict {
  const { limits } = input;
  const least = leastClusterSize(limits, runOf(input, row.stratum)?.clusteredCount ?? 0);
  if (row.level === 'main' && row.customerCount < least) {
    const sentence = `Fewer than ${counted(least, 'customer')}: too few to act on, however often they come back.`;
    return { tone: 'caution', word: 'too small', sentence };
  }
  return stabilityVerdict(row.jaccardStability, limits);
}

/** Where the bands begin: a segment below the limit of the run is in none of them. */
function jaccardBands({ minJaccard }: Limits): { readonly stable: number; readonly doubtful: number } {
  return {
    stable: Math.max(JACCARD_BANDS.stable, minJaccard),
    doubtful: Math.max(JACCARD_BANDS.doubtful, minJaccard),
  };
}

/** 'from 0.75 stable, from 0.6 doubtful, below 0.6 do not act on it'. */
export function jaccardBandsInWords(limits: Limits): string {
  const { stable, doubtful } = jaccardBands(limits);
  const middle = doubtful < stable ? `, from ${doubtful} doubtful` : '';
  return `from ${stable} stable${middle}, below ${doubtful} do not act on it`;
}

/** Whether the segments speak for enough of the eligible customers. */
export function coverageVerdict(
  { coverage, noise }: Pick<RunRow, 'coverage' | 'noise'>,
  { maxNoise }: Limits,
): Verdict {
  const share = `${inWords(coverage, 'percent')} of eligible customers are in a segment`;
  if (coverage < MINORITY) {
    return {
      tone: 'bad',
      word: 'covers a minority',
      sentence: `Only ${share}: a score on a minority is no result for the whole.`,
    };
  }
  if (noise > maxNoise) {
    return {
      tone: 'caution',
      word: 'partial coverage',
      sentence: `Only ${share}; figures on the segments leave the others out.`,
    };
  }
  return { tone: 'good', word: 'broad coverage', sentence: `${capitalised(share)}.` };
}

/** Whether the chosen number of segments comes back in subsamples. */
export function kStabilityVerdict(stability: number | null, { minStability }: Limits): Verdict {
  if (stability === null || !Number.isFinite(stability)) return UNKNOWN;
  return stability >= minStability
    ? { tone: 'good', word: 'stable', sentence: 'Subsamples of customers give the same segments.' }
    : { tone: 'caution', word: 'unsettled', sentence: 'Subsamples of customers give partly other segments.' };
}

/** Whether segments follow the pattern of missing values. */
export function missingnessVerdict(nmi: number | null, { maxMissingnessNmi }: Limits): Verdict {
  if (nmi === null || !Number.isFinite(nmi)) return UNKNOWN;
  return nmi <= maxMissingnessNmi
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

/** How a gate went, in a word and a colour. */
export interface GateVerdict {
  readonly tone: Tone;
  readonly word: 'passed' | 'not passed' | 'not measured';
}

/** Judges a gate. What cannot be measured passes, without a value: nothing speaks against the segments, or for them. */
export function gateVerdict({ passed, value }: Pick<GateResult, 'passed' | 'value'>): GateVerdict {
  if (!passed) return { tone: 'bad', word: 'not passed' };
  if (finiteOrNull(value) === null) return { tone: 'plain', word: 'not measured' };
  return { tone: 'good', word: 'passed' };
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
  if (scored.length === 1)
    return { tone: 'plain', word: 'not compared', sentence: 'Only one number of segments was tried.' };
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
 * What a reader must know before anything else on the clustering of a stratum: its faults, the worst first, or that it
 * holds. Faults in order of weight: nobody clustered, one segment, too close to chance, few covered, unstable, follows
 * missing data, segments of a size no K was allowed to have, weak.
 */
export function clusteringVerdict(input: ReportInput, stratum: string): Verdict {
  const { selection, limits } = input;
  const run = runOf(input, stratum);
  if (run === undefined || run.clusteredCount === 0 || run.k === 0) return nothingVerdict(run);
  if (run.k === 1) {
    return {
      tone: 'bad',
      word: 'one group',
      sentence: 'No segments: all customers form a single group; the data show none to act on.',
    };
  }
  const silhouette = silhouetteVerdict(run, limits);
  const chosen = selection.find((row) => row.stratum === stratum && row.isChosen);
  const reservations = reservationsOf(run, chosen, limits);
  if (silhouette.tone === 'bad') {
    return {
      ...silhouette,
      sentence: `${sentencesOf([silhouette, ...reservations])} Read the segments as a way to cut the customers, not as groups that exist.`,
    };
  }
  const [worst] = reservations;
  if (worst !== undefined) {
    const all = silhouette.tone === 'caution' ? [...reservations, silhouette] : reservations;
    return { ...worst, sentence: `Use with care: ${uncapitalised(sentencesOf(all))}` };
  }
  const sentence = soundSentence(run, silhouette);
  return silhouette.tone === 'caution'
    ? { ...silhouette, sentence }
    : { tone: 'good', word: 'holds', sentence };
}

function sentencesOf(verdicts: readonly Verdict[]): string {
  return verdicts.map((verdict) => verdict.sentence).join(' ');
}

function nothingVerdict(run: RunRow | undefined): Verdict {
  const eligible = run?.customerCount ?? 0;
  const sentence =
    eligible === 0
      ? 'No segments: no customer had enough history to be segmented.'
      : `No segments: all ${counted(eligible, 'eligible customer')} are outliers, none is like enough to others.`;
  return { tone: 'bad', word: 'no segments', sentence };
}

/** The reasons to use the segments with care, bad ones first. */
function reservationsOf(run: RunRow, chosen: SelectionRow | undefined, limits: Limits): readonly Verdict[] {
  const checks = [
    coverageVerdict(run, limits),
    kStabilityVerdict(run.stability, limits),
    missingnessVerdict(run.missingnessNmi, limits),
    sizeVerdict(chosen),
  ];
  return [
    ...checks.filter((check) => check.tone === 'bad'),
    ...checks.filter((check) => check.tone === 'caution'),
  ];
}

function soundSentence(run: RunRow, silhouette: Verdict): string {
  const found = `${counted(run.k, 'segment')} found, covering ${inWords(run.coverage, 'percent')} of eligible customers.`;
  return silhouette === UNKNOWN ? found : `${found} ${silhouette.sentence}`;
}
