import type { ReportInput, SummaryRow } from './report-input.ts';
import { clusteringVerdict, segmentVerdict } from './verdicts.ts';

const CHECK_FIRST =
  'Do not act on this segment alone: it does not come back reliably when customers are drawn anew.';
const TOO_SMALL = 'Too small to act on: look at its customers one by one.';
const NO_SEGMENTS =
  'There is no segment to act on: check the data and the settings of the outlier filter before anything else.';
const ONE_GROUP = 'There is no segment to act on: all customers form a single group.';

/** Why strategies are to be tested first, by the word of a bad verdict on the clustering. */
const DOUBTS: Readonly<Record<string, string>> = {
  'too close to chance': 'The segments are too close to chance',
  'covers a minority': 'The segments cover a minority of the customers',
  'who has data': 'The segments follow which customers have data',
};

/**
 * What to do about a segment: the strategy given, else its own, else that of its archetype. A segment that is too small or
 * does not come back under resampling gets none, and where the clustering is doubtful the strategy is to be tested first.
 */
export function recommendationFor(input: ReportInput, row: SummaryRow, given?: string): string {
  const clustering = clusteringVerdict(input, row.stratum).word;
  if (clustering === 'no segments') return NO_SEGMENTS;
  const { word, tone } = segmentVerdict(input, row);
  if (word === 'too small') return TOO_SMALL;
  if (tone === 'bad') return CHECK_FIRST;
  if (clustering === 'one group' && row.level !== 'outlier') return ONE_GROUP;
  const ofArchetype = input.archetypes.find((entry) => entry.archetype === row.archetype);
  const strategy = given ?? row.strategy ?? ofArchetype?.strategy ?? '';
  if (strategy === '') return lookFirst(row);
  // Looking at outliers one by one needs no test.
  const doubt = row.level === 'outlier' ? undefined : DOUBTS[clustering];
  return doubt === undefined ? strategy : `${doubt}, so test this on a few customers first: ${strategy}`;
}

function lookFirst(row: SummaryRow): string {
  return row.level === 'outlier'
    ? 'Look at the largest of them one by one: the workbook lists them under Customer Assignments, filter by Outlier.'
    : 'Look at the profile of this segment before deciding.';
}
