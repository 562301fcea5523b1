import type { ProfileRow, ReportInput, SummaryRow } from './report-input.ts';
import { featureCaptions } from './feature-captions.ts';
import { averagedKind } from './number-format.ts';
import { segmentRows } from './segments.ts';
import { capitalised, inWords, uncapitalised } from './wording.ts';

/** A feature in which a segment differs from everybody, with the evidence in original units. */
export interface Mark {
  readonly feature: string;
  /** In population standard deviations; positive means above average. */
  readonly difference: number;
  /** e.g. `return rate far above average (42 % against 12 %)`. */
  readonly phrase: string;
}

/** Differences below this are noise to a reader. @see Cohen (1988), Statistical Power Analysis: 0.2 small, 0.8 large. */
const SMALLEST_MARK = 0.2;
const MARKS_IN_SENTENCE = 3;

/** Headline features in which the segment differs noticeably, largest difference first. */
export function marksOf(input: ReportInput, row: SummaryRow): readonly Mark[] {
  const captions = featureCaptions(input, row.stratum);
  return headlineProfiles(input, row)
    .filter((profile) => Math.abs(profile.standardisedDifference ?? 0) >= SMALLEST_MARK)
    .toSorted(
      (a, b) => Math.abs(b.standardisedDifference!) - Math.abs(a.standardisedDifference!) || a.rank - b.rank,
    )
    .map((profile) => {
      const caption = captions(profile.feature);
      const kind = averagedKind(caption.format);
      const difference = profile.standardisedDifference!;
      const here = inWords(profile.mean, kind, input.currency);
      const overall = inWords(profile.populationMean, kind, input.currency);
      const phrase = `${uncapitalised(caption.label)} ${levelWords(difference)} (${here} against ${overall})`;
      return { feature: profile.feature, difference, phrase };
    });
}

/** What marks a segment, as a sentence of at most three phrases with their figures. */
export function marksSentence(input: ReportInput, row: SummaryRow): string {
  const phrases = marksOf(input, row)
    .slice(0, MARKS_IN_SENTENCE)
    .map((mark) => mark.phrase);
  if (phrases.length > 0) return `${capitalised(phrases.join(', '))}.`;
  return headlineProfiles(input, row).length === 0
    ? 'No profile was measured.'
    : 'Close to the average customer in every headline feature.';
}

/** Profile rows of a segment for the headline features whose difference is a number. */
export function headlineProfiles(input: ReportInput, row: SummaryRow): readonly ProfileRow[] {
  return input.profiles.filter(
    (profile) =>
      profile.stratum === row.stratum &&
      profile.clusterLabel === row.clusterLabel &&
      input.headlineFeatures.includes(profile.feature) &&
      Number.isFinite(profile.standardisedDifference),
  );
}

/** Finds the standardised difference of a segment in a feature; undefined where it was not measured. */
export function differencesOf(
  input: ReportInput,
  stratum: string,
): (clusterLabel: string, feature: string) => number | null | undefined {
  const differences = new Map(
    input.profiles
      .filter((row) => row.stratum === stratum)
      .map((row) => [`${row.clusterLabel} ${row.feature}`, row.standardisedDifference]),
  );
  return (clusterLabel, feature) => differences.get(`${clusterLabel} ${feature}`);
}

/** Features in which a segment of the stratum differs from the average: those who never bought are all alike in what they paid. */
export function tellingFeatures(
  input: ReportInput,
  stratum: string,
  features: readonly string[],
): readonly string[] {
  const differenceOf = differencesOf(input, stratum);
  const rows = segmentRows(input, stratum);
  return features.filter((feature) => rows.some((row) => differenceOf(row.clusterLabel, feature)));
}

function levelWords(difference: number): string {
  const side = difference > 0 ? 'above average' : 'below average';
  const size = Math.abs(difference);
  if (size >= 1.5) return `far ${side}`;
  if (size >= 0.8) return `well ${side}`;
  return size >= 0.4 ? side : `slightly ${side}`;
}
