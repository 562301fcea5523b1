import { marksOf } from './distinguishing.ts';
import { recommendationFor } from './recommendation.ts';
import type { ReportInput, SummaryRow } from './report-input.ts';
import { stabilityVerdict } from './verdicts.ts';
import {
  eligibleOnes,
  mainSegments,
  populationOf,
  runOf,
  segmentName,
  segmentRows,
  strataOf,
  withStratum,
} from './segments.ts';
import { counted, inWords } from './wording.ts';

/** Something the data say, with its evidence, and what to do about it. */
export interface Finding {
  /** Segment or topic it speaks about: at most two findings share one. */
  readonly topic: string;
  /** In [0, 1]: how much of the customers, revenue or returns is at stake. Findings are ranked by it. */
  readonly effect: number;
  readonly sentence: string;
  readonly recommendation: string;
}

const MOST_FINDINGS = 7;
const FEWEST_FINDINGS = 3;
const MOST_PER_TOPIC = 2;

/** A share of revenue or returns stands out from this size, at this multiple of the share of customers. */
const STANDS_OUT = { share: 0.05, times: 1.5 } as const;
/** Return rate, as a multiple of that of all, from which customers return more than others. */
const HIGHER_RATE = 1.25;
/** A large group that brings at most this multiple of its share. */
const FALLS_SHORT = { shareOfCustomers: 0.1, times: 0.5 } as const;
/** Standardised difference that is large in Cohen's sense; at 4 it counts in full. */
const LARGE_DIFFERENCE = 0.8;
const FULL_DIFFERENCE = 4;
const LARGE_INELIGIBLE_SHARE = 0.2;
const LARGE_ISSUE_SHARE = 0.05;

/**
 * The 3 to 7 strongest findings, largest effect first; fewer where the data carry fewer. Shares are compared with
 * shares, so that a finding's effect is the part of the whole it moves. Where less than three stand out, plain
 * facts on the segments fill up; without segments nothing does.
 */
export function findingsOf(input: ReportInput): readonly Finding[] {
  const candidates = [
    ...strataOf(input).flatMap((stratum) =>
      [
        ...segmentRows(input, stratum).flatMap((row) =>
          row.level === 'sub' ? [] : segmentFindings(input, row),
        ),
        ...instability(input, stratum),
      ].map(ofAll(input, stratum)),
    ),
    ...ineligibility(input),
    ...dataQuality(input),
  ];
  const chosen = limitPerTopic(candidates.toSorted(byEffect)).slice(0, MOST_FINDINGS);
  const facts = chosen.length < FEWEST_FINDINGS ? plainFacts(input) : [];
  return [...chosen, ...facts.slice(0, FEWEST_FINDINGS - chosen.length)];
}

/** Scales effects, which are parts of a stratum, to parts of all eligible customers: 46 % of few are less than 27 % of many. */
function ofAll(input: ReportInput, stratum: string): (finding: Finding) => Finding {
  const sizeOf = (rows: readonly SummaryRow[]) =>
    rows.reduce((sum, row) => (row.level === 'sub' ? sum : sum + row.customerCount), 0);
  const size = sizeOf(segmentRows(input, stratum));
  const total = sizeOf(strataOf(input).flatMap((each) => segmentRows(input, each)));
  return (finding) => ({ ...finding, effect: total === 0 ? 0 : (finding.effect * size) / total });
}

function byEffect(a: Finding, b: Finding): number {
  return b.effect - a.effect || (a.sentence < b.sentence ? -1 : 1);
}

function limitPerTopic(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.filter((finding) => {
    const count = (seen.get(finding.topic) ?? 0) + 1;
    seen.set(finding.topic, count);
    return count <= MOST_PER_TOPIC;
  });
}

function segmentFindings(input: ReportInput, row: SummaryRow): readonly Finding[] {
  return [
    ...concentration(input, row, 'returns'),
    ...(input.hasValues ? concentration(input, row, 'revenue') : []),
    ...behaviour(input, row),
  ];
}

/** What to do about a segment that returns more than others, whatever else it is. */
const ASK_WHY_RETURNED = 'Find out why their goods come back: size, description, quality, delivery.';

const WHOLE = {
  returns: { verb: 'make', noun: 'the returned lines' },
  revenue: { verb: 'bring', noun: 'the revenue' },
} as const;

/** A segment's share of returns or revenue far above, or far below, its share of customers. */
function concentration(
  input: ReportInput,
  row: SummaryRow,
  whole: 'returns' | 'revenue',
): readonly Finding[] {
  const share = whole === 'returns' ? row.shareOfReturns : row.shareOfRevenue;
  const customers = row.shareOfCustomers;
  if (share === null || !Number.isFinite(share) || customers <= 0) return [];
  const units = whole === 'returns' ? row.shareOfReturnedUnits : null;
  const shares = units === null ? [share] : [share, units];
  // Who orders much and returns no more than others makes many returned lines: that is no finding.
  const telling = whole === 'returns' && returnsLittle(input, row) ? shares.slice(1) : shares;
  const standsOut = telling.some((part) => part >= STANDS_OUT.share && part >= STANDS_OUT.times * customers);
  const fallsShort =
    customers >= FALLS_SHORT.shareOfCustomers &&
    shares.every((part) => part <= FALLS_SHORT.times * customers);
  if (!standsOut && !fallsShort) return [];
  const { verb, noun } = WHOLE[whole];
  const told = inWords(share, 'percent');
  const only = fallsShort && !told.startsWith('under') ? 'only ' : '';
  const advice = whole === 'returns' && standsOut && row.level === 'main' ? ASK_WHY_RETURNED : undefined;
  const eligible = eligibleOnes(input, row.stratum);
  const ofUnits = units === null ? '' : ` and ${inWords(units, 'percent')} of the returned units`;
  return [
    {
      topic: topicOf(row),
      effect: Math.max(...shares.map((part) => Math.abs(part - customers))),
      sentence:
        `${segmentName(input, row)}: ${inWords(customers, 'percent')} of ${eligible} ${verb} ` +
        `${only}${told} of ${noun}${ofUnits} of all ${eligible}.${whole === 'returns' ? rateEvidence(input, row) : ''}`,
      recommendation: recommendationFor(input, row, advice),
    },
  ];
}

/** Whether customers of a segment return, on average, hardly a larger part of their orders than all do. */
function returnsLittle(input: ReportInput, row: SummaryRow): boolean {
  const overall = populationOf(input, row.stratum)?.headlineMeans.return_rate ?? NaN;
  return row.level === 'main' && (row.headlineMeans.return_rate ?? NaN) < HIGHER_RATE * overall;
}

/** ' Mean return rate 42 % against 12 % overall.', where both are known. */
function rateEvidence(input: ReportInput, row: SummaryRow): string {
  const here = row.headlineMeans.return_rate;
  const overall = populationOf(input, row.stratum)?.headlineMeans.return_rate;
  if (!Number.isFinite(here) || !Number.isFinite(overall)) return '';
  return ` Mean return rate ${inWords(here, 'percent')} against ${inWords(overall, 'percent')} overall.`;
}

/** The feature in which a segment differs most, if the difference is large. */
function behaviour(input: ReportInput, row: SummaryRow): readonly Finding[] {
  const mark = marksOf(input, row)[0];
  if (mark === undefined || Math.abs(mark.difference) < LARGE_DIFFERENCE) return [];
  const strength = Math.min(1, Math.abs(mark.difference) / FULL_DIFFERENCE);
  return [
    {
      topic: topicOf(row),
      effect: row.shareOfCustomers * strength,
      sentence: `${segmentName(input, row)}, ${inWords(row.shareOfCustomers, 'percent')} of ${eligibleOnes(input, row.stratum)}: ${mark.phrase}.`,
      recommendation: recommendationFor(input, row),
    },
  ];
}

function topicOf(row: SummaryRow): string {
  return `${row.stratum} ${row.clusterLabel}`;
}

/** Segments that do not come back under resampling, taken together. */
function instability(input: ReportInput, stratum: string): readonly Finding[] {
  const mains = mainSegments(input, stratum);
  const unstable = mains.filter((row) => stabilityVerdict(row.jaccardStability, input.limits).tone === 'bad');
  if (unstable.length === 0) return [];
  const share = unstable.reduce((total, row) => total + row.shareOfCustomers, 0);
  const labels = enumerated(unstable.map((row) => row.clusterLabel));
  const isOne = unstable.length === 1;
  return [
    {
      topic: `stability ${stratum}`,
      effect: share,
      sentence: withStratum(
        input,
        stratum,
        `${unstable.length} of ${counted(mains.length, 'segment')} ${isOne ? 'does' : 'do'} not come back reliably when customers ` +
          `are drawn anew: ${isOne ? 'segment' : 'segments'} ${labels}, ${inWords(share, 'percent')} of ${eligibleOnes(input, stratum)}.`,
      ),
      recommendation: 'Base no measure on these segments; more data or fewer segments may settle them.',
    },
  ];
}

/** '2', '2 and 3', '2, 3 and 5'. */
function enumerated(labels: readonly string[]): string {
  return labels.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** Many customers that no segment speaks about. */
function ineligibility(input: ReportInput): readonly Finding[] {
  const count = input.ineligible.reduce((total, row) => total + row.customerCount, 0);
  const all = count + input.runs.reduce((total, run) => total + run.customerCount, 0);
  if (all === 0 || count / all < LARGE_INELIGIBLE_SHARE) return [];
  const commonest = input.ineligible.toSorted((a, b) => b.customerCount - a.customerCount)[0]!;
  return [
    {
      topic: 'eligibility',
      effect: count / all,
      sentence:
        `${inWords(count / all, 'percent')} of all customers (${inWords(count, 'count')}) have too little history to be ` +
        `segmented; most often: ${commonest.reason}.`,
      recommendation: `Treat them as a group of their own, for example with a ${input.segmentation === 'returns' ? 'second-purchase programme' : 'welcome that makes the next visit worth it'}.`,
    },
  ];
}

/** Rules that do what was asked for, or only tidy: nothing for the source to mend. */
const WANTED_RULES = ['not_in_sample', 'email_normalised', 'email_merged'];

/** Cleaning rules that touched a large part of the delivered rows. */
function dataQuality(input: ReportInput): readonly Finding[] {
  const rows = input.sourceFiles.reduce((total, file) => total + file.rowsInFile, 0);
  if (rows === 0) return [];
  return input.issues
    .filter((issue) => !WANTED_RULES.includes(issue.rule) && issue.count / rows >= LARGE_ISSUE_SHARE)
    .map((issue) => ({
      topic: 'data quality',
      effect: Math.min(1, issue.count / rows),
      sentence: `Data quality: ${issue.meaning.replace(/\.$/, '')} (${inWords(issue.count, 'count')} rows, ${inWords(issue.count / rows, 'percent')}).`,
      recommendation: 'Have the source checked; the list of data-quality issues names every rule.',
    }));
}

/** Facts that hold for any segmentation: its largest and smallest segment, and how many fit none. */
function plainFacts(input: ReportInput): readonly Finding[] {
  return strataOf(input).flatMap((stratum) => {
    const bySize = mainSegments(input, stratum).toSorted((a, b) => b.customerCount - a.customerCount);
    const [largest, smallest] = [bySize[0], bySize.at(-1)];
    if (largest === undefined || smallest === undefined) return [];
    const run = runOf(input, stratum);
    const facts = [sizeFact(input, largest, 'largest')];
    if (smallest !== largest) facts.push(sizeFact(input, smallest, 'smallest'));
    if (run !== undefined) {
      facts.push({
        topic: `coverage ${stratum}`,
        effect: 0,
        sentence: withStratum(
          input,
          stratum,
          `${inWords(run.coverage, 'percent')} of ${eligibleOnes(input, stratum)} fit a segment, ${inWords(run.noise, 'percent')} fit none.`,
        ),
        recommendation: 'Keep the outliers apart when planning: no segment describes them.',
      });
    }
    return facts;
  });
}

function sizeFact(input: ReportInput, row: SummaryRow, size: 'largest' | 'smallest'): Finding {
  return {
    topic: topicOf(row),
    effect: 0,
    sentence: `The ${size} segment is ${segmentName(input, row)} with ${inWords(row.shareOfCustomers, 'percent')} of ${eligibleOnes(input, row.stratum)}.`,
    recommendation: recommendationFor(input, row),
  };
}
