import type { ComparisonRow, ComparisonTrial, ReportInput } from '../report-input.ts';
import type { Block, Cell, Sheet, TableColumn, TableRow } from '../sheet-model.ts';
import { SHEET_NAMES, sheetAnchor, styledCell } from '../sheet-model.ts';
import { hasSeveralStrata, stratumName, withStratum } from '../segments.ts';
import { inWords } from '../wording.ts';

/** A column, its width and the cell it shows of a trial. */
interface TrialColumn extends TableColumn {
  readonly width: number;
  readonly cellOf: (trial: ComparisonTrial, comparison: ComparisonRow) => Cell;
}

/** Every algorithm that was tried on the customers of this clustering, measured alike; who won and by what rule. Pure. */
export function algorithmComparison(input: ReportInput): Sheet {
  const columns = trialColumns(input);
  return {
    name: SHEET_NAMES.comparison,
    widths: columns.map((column) => column.width),
    frozenColumns: hasSeveralStrata(input) ? 3 : 2,
    pages: { wide: 1, high: 0 },
    tabColour: '332288',
    blocks: [
      { kind: 'title', text: 'Algorithm comparison', anchor: sheetAnchor(SHEET_NAMES.comparison) },
      ...input.comparison.flatMap((comparison) => verdictBlocks(input, comparison)),
      { kind: 'note', text: READING_NOTE },
      {
        kind: 'table',
        name: 'algorithm_trials',
        isMain: true,
        columns,
        rows: input.comparison.flatMap((comparison) =>
          comparison.trials.map((trial) => trialRow(columns, comparison, trial)),
        ),
        empty: 'No comparison was made of the customers of this clustering.',
      },
    ],
  };
}

/** RRGGBB of the winner's row; the word stands there too. */
const WINNER_FILL = 'DCEAF7';

const READING_NOTE =
  'Noise (customers in no cluster) is not a cluster: every score speaks for the share under Coverage only. Shuffled data: ' +
  'silhouette of as many clusters where there is nothing to find; Gain: silhouette above it. Silhouette, Calinski-Harabasz ' +
  'and Davies-Bouldin of the core features and of all features do not compare with each other; gains do. Sampled: the ' +
  'algorithm saw a sample, the other customers went to the nearest cluster.';

/** Who won, by what rule, and what that means for the segments of this workbook. */
function verdictBlocks(input: ReportInput, comparison: ComparisonRow): readonly Block[] {
  const { stratum, isCurrent, winnerRule, trials } = comparison;
  const say = (text: string): string => withStratum(input, stratum, text);
  if (!isCurrent) {
    const text =
      `The last comparison measured other customers or features than this clustering, so its figures are ` +
      'left out. Run pipeline compare again.';
    return [{ kind: 'banner', tone: 'caution', text: say(text) }];
  }
  const rule = `Rule: ${winnerRule}. Measured on the customers of this clustering; seconds stand in table algorithm_comparison.`;
  const winner = trials.find((trial) => trial.isWinner);
  if (winner === undefined) {
    return [
      { kind: 'banner', tone: 'caution', text: say('No trial meets the limits of a winner.') },
      { kind: 'note', text: say(rule) },
    ];
  }
  const own =
    winner.algorithm === 'hybrid' && winner.featureSet === input.parameters['features']
      ? ''
      : ' The segments of this workbook are not those of the winner, whose clusters stand in table comparison_winner.';
  return [
    { kind: 'banner', tone: 'good', text: say(winnerSentence(winner)) },
    { kind: 'note', text: say(`${rule}${own}`) },
  ];
}

function winnerSentence(winner: ComparisonTrial): string {
  const { algorithm, parameters, featureSet, silhouette, permutedSilhouette, coverage, clusterCount } =
    winner;
  const settings = parameters === '' ? '' : ` (${parameters})`;
  return (
    `Winner: ${algorithm}${settings} on ${featureSet} features, ${inWords(clusterCount, 'count')} clusters: silhouette ` +
    `${inWords(silhouette, 'index')} against ${inWords(permutedSilhouette, 'index')} in shuffled data, coverage ` +
    `${inWords(coverage, 'percent')}${winner.isSampled ? ', sampled' : ''}.`
  );
}

function trialRow(
  columns: readonly TrialColumn[],
  comparison: ComparisonRow,
  trial: ComparisonTrial,
): TableRow {
  const cells = columns.map((column) => column.cellOf(trial, comparison));
  if (!trial.isWinner) return { cells };
  return { cells: cells.map((cell) => ({ ...styledCell(cell), role: 'strong', fill: WINNER_FILL })) };
}

/** By how much the silhouette exceeds that of shuffled data; null where either was not measured. */
function gainOf({ silhouette, permutedSilhouette }: ComparisonTrial): number | null {
  return silhouette === null || permutedSilhouette === null ? null : silhouette - permutedSilhouette;
}

function trialColumns(input: ReportInput): readonly TrialColumn[] {
  const group: readonly TrialColumn[] = hasSeveralStrata(input)
    ? [
        {
          header: 'Group',
          format: 'text',
          width: 12,
          cellOf: (_, { stratum }) => stratumName(stratum),
        },
      ]
    : [];
  return [
    ...group,
    { header: 'Algorithm', format: 'text', width: 18, cellOf: (trial) => trial.algorithm },
    { header: 'Parameters', format: 'text', width: 32, cellOf: (trial) => trial.parameters },
    { header: 'Features', format: 'text', width: 10, cellOf: (trial) => trial.featureSet },
    { header: 'Winner', format: 'text', width: 10, cellOf: winnerCell },
    { header: 'Clusters', format: 'count', width: 10, cellOf: (trial) => trial.clusterCount },
    { header: 'Coverage', format: 'percent', width: 11, cellOf: (trial) => trial.coverage },
    { header: 'Silhouette', format: 'index', width: 12, cellOf: (trial) => trial.silhouette },
    { header: 'Shuffled data', format: 'index', width: 14, cellOf: (trial) => trial.permutedSilhouette },
    { header: 'Gain', format: 'index', width: 10, cellOf: gainOf },
    { header: 'Gain x coverage', format: 'index', width: 12, cellOf: totalGainOf },
    { header: 'Calinski-Harabasz', format: 'count', width: 12, cellOf: (trial) => trial.calinskiHarabasz },
    { header: 'Davies-Bouldin', format: 'index', width: 12, cellOf: (trial) => trial.daviesBouldin },
    { header: 'In no cluster', format: 'count', width: 14, cellOf: (trial) => trial.noiseCount },
    { header: 'Smallest cluster', format: 'count', width: 11, cellOf: (trial) => trial.smallestCluster },
    { header: 'Sampled', format: 'text', width: 11, cellOf: sampledCell },
    { header: 'Why it did not win', format: 'text', width: 60, cellOf: (trial) => trial.whyNot },
  ];
}

function winnerCell({ isWinner }: ComparisonTrial): Cell {
  return isWinner ? { value: 'winner', tone: 'good' } : null;
}

function sampledCell({ isSampled }: ComparisonTrial): Cell {
  return isSampled ? { value: 'sampled', tone: 'caution' } : null;
}

/** What the winner is chosen by: customers in no cluster gain nothing. */
function totalGainOf(trial: ComparisonTrial): number | null {
  const gain = gainOf(trial);
  return gain === null ? null : gain * trial.coverage;
}
