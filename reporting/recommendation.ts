import type { ReportInput, SummaryRow } from './report-input.ts';
import { clusteringVerdict, stabilityVerdict } from './verdicts.ts';

const CHECK_FIRST =
  'Do not act on this segment alone: it does not come back reliably when customers are drawn anew.';
const TEST_FIRST = 'The clustering is weak, so test this on a few customers first:';

/**
 * What to do about a segment: its own strategy, else that of its archetype. A segment that does not come back under
 * resampling gets none, and where the clustering is weak the strategy is to be tested first.
 */
export function recommendationFor(input: ReportInput, row: SummaryRow): string {
  if (stabilityVerdict(row.jaccardStability, input.limits).tone === 'bad') return CHECK_FIRST;
  const ofArchetype = input.archetypes.find((entry) => entry.archetype === row.archetype);
  const strategy = row.strategy ?? ofArchetype?.strategy ?? '';
  if (strategy === '') return lookFirst(row);
  return clusteringVerdict(input, row.stratum).tone === 'bad' ? `${TEST_FIRST} ${strategy}` : strategy;
}

function lookFirst(row: SummaryRow): string {
  return row.level === 'outlier'
    ? 'Look at the largest of them one by one: the workbook lists them under Customer Assignments, filter by Outlier.'
    : 'Look at the profile of this segment before deciding.';
}
