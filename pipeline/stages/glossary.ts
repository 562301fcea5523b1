import type { GlossaryEntry, ReportInput } from '../../reporting/report-input.ts';
import { jaccardBandsInWords } from '../../reporting/verdicts.ts';
import { inWords } from '../../reporting/wording.ts';
import type { Segmentation } from '../core/segmentation.ts';
import { SILHOUETTE_HEIGHTS } from '../core/silhouette-word.ts';

/** What the words of a run depend on besides its segmentation. */
type GlossaryContext = Pick<ReportInput, 'limits' | 'parameters' | 'hasValues'>;

const LAST_RECORD: Readonly<Record<Segmentation['name'], string>> = {
  returns: 'order or return',
  behavior: 'event',
};

const REVENUE: Readonly<Record<Segmentation['name'], string>> = {
  returns: 'value that all eligible customers bought and kept, returns taken off',
  behavior: 'sum that all eligible customers of the group paid for purchases with a known price',
};

/** Words that the reports of a run use, for readers who have never seen them, with the limits of that run. */
export function glossaryOf(segmentation: Segmentation, context: GlossaryContext): readonly GlossaryEntry[] {
  return [
    ...groupWords(segmentation, context),
    ...indexWords(context),
    ...figureWords(segmentation, context),
  ];
}

function groupWords({ eligibility }: Segmentation, { parameters }: GlossaryContext): GlossaryEntry[] {
  const least = parameters[`preprocessing.${eligibility.setting}`];
  return [
    {
      term: 'Segment',
      meaning:
        'Customers who behave alike; numbered from the largest. 2.1 is a dense group inside segment 2.',
    },
    {
      term: 'Outlier',
      meaning: 'A customer unlike any sizeable group. Counted and shown, but in no segment.',
    },
    {
      term: 'Ineligible',
      meaning: `A customer with fewer than ${least} ${eligibility.unit}: too little to be judged.`,
    },
    {
      term: 'Coverage',
      meaning:
        'Share of the eligible customers who are in a segment. No quality figure means much without it.',
    },
  ];
}

function indexWords({ limits, parameters }: GlossaryContext): GlossaryEntry[] {
  const { excellent, good, fair } = SILHOUETTE_HEIGHTS;
  const subsample = inWords(Number(parameters['clustering.stabilityShare']), 'percent');
  return [
    {
      term: 'Silhouette',
      meaning:
        'How much closer customers are to their own segment than to the next one: 1 is perfect, 0 is no difference. ' +
        `From ${excellent} it is called excellent, from ${good} good, from ${fair} fair, below weak: neighbouring segments overlap. ` +
        'Of very many customers it is measured for a random sample: the others have none, and ± is its standard error.',
    },
    {
      term: 'Permuted reference',
      meaning: `The silhouette of the same procedure on shuffled data. A segmentation must exceed it by ${limits.minSilhouetteGain} to say anything.`,
    },
    {
      term: 'Calinski-Harabasz',
      meaning:
        'Spread between segments against spread within them; larger is better. Compares runs on the same data only.',
    },
    {
      term: 'Davies-Bouldin',
      meaning: 'Average similarity of each segment to its nearest one; smaller is better.',
    },
    {
      term: 'Stability',
      meaning: `Agreement of segments found on random ${subsample} samples with those found on all customers; 1 is perfect.`,
    },
    {
      term: 'Jaccard stability',
      meaning: `How much of a segment reappears when customers are drawn anew: ${jaccardBandsInWords(limits)}.`,
    },
    {
      term: 'Standardised difference',
      meaning: 'Distance of a segment from the average customer, in standard deviations.',
    },
  ];
}

function figureWords({ name }: Segmentation, { hasValues }: GlossaryContext): GlossaryEntry[] {
  const revenue = { term: 'Share of revenue', meaning: `Part of the ${REVENUE[name]}.` };
  const returnRate = { term: 'Return rate', meaning: 'Share of order lines of which anything came back.' };
  return [
    {
      term: 'As-of date',
      meaning: `The day from which recency is counted: that of the last ${LAST_RECORD[name]} unless set.`,
    },
    ...(hasValues ? [revenue] : []),
    ...(name === 'returns' ? [returnRate] : []),
  ];
}
