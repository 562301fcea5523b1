/** Words that the reports use, for readers who have never seen them. */
export const GLOSSARY: readonly { readonly term: string; readonly meaning: string }[] = [
  {
    term: 'Segment',
    meaning: 'Customers who behave alike; numbered from the largest. 2.1 is a dense group inside segment 2.',
  },
  { term: 'Outlier', meaning: 'A customer unlike any sizeable group. Counted and shown, but in no segment.' },
  { term: 'Ineligible', meaning: 'A customer with too few orders to be judged.' },
  {
    term: 'Coverage',
    meaning: 'Share of the eligible customers who are in a segment. No quality figure means much without it.',
  },
  {
    term: 'Silhouette',
    meaning:
      'How much closer customers are to their own segment than to the next one: 1 is perfect, 0 is no difference. Honest retail data lie at 0.15 to 0.3. Of very many customers it is measured for a random sample: the others have none, and ± is its standard error.',
  },
  {
    term: 'Permuted reference',
    meaning:
      'The silhouette of the same procedure on shuffled data. A segmentation must exceed it by 0.05 to say anything.',
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
    meaning:
      'Agreement of segments found on random 80 % samples with those found on all customers; 1 is perfect.',
  },
  {
    term: 'Jaccard stability',
    meaning:
      'How much of a segment reappears when customers are drawn anew: from 0.85 highly stable, from 0.75 stable, from 0.6 doubtful, below: do not act on it.',
  },
  {
    term: 'Standardised difference',
    meaning: 'Distance of a segment from the average customer, in standard deviations.',
  },
  {
    term: 'As-of date',
    meaning: 'The day from which recency and tenure are counted: the last order or return unless set.',
  },
  { term: 'Return rate', meaning: 'Share of order lines of which anything came back.' },
];
