import { normalizedMutualInformation } from '../../clustering/agreement.ts';
import type { Config } from '../core/config.ts';
import { decimalsApart } from '../core/decimals-apart.ts';
import type { StageContext } from '../core/stage.ts';
import type { Clustering, Gate } from './clustering.ts';

/** Judges a clustering; what could not be measured passes and says so. */
export function judgeGates(
  { result, summaries, missingnessNmi }: Pick<Clustering, 'result' | 'summaries' | 'missingnessNmi'>,
  limits: Config['gates'],
): Gate[] {
  const { quality, outliers, clusters } = result;
  const gain = quality.silhouette - quality.permutedSilhouette;
  const outlierRow = summaries.rows.find((row) => row.level === 'outlier');
  const least = clusters.length === 0 ? NaN : Math.min(...clusters.map(({ jaccard }) => jaccard));
  const outlierGates = (['Revenue', 'Returns', 'Activity'] as const).map((of) => {
    const share = outlierRow?.[`shareOf${of}`] ?? NaN;
    const factor = outlierRow === undefined ? NaN : share / outlierRow.shareOfCustomers;
    const what = of === 'Returns' ? 'returned lines' : of.toLowerCase();
    return gate(`outlier_${of.toLowerCase()}`, factor, {
      most: limits.maxOutlierShareFactor,
      say: (figure, limit) =>
        `outliers hold ${figure} times their share of ${what} (at most ${limit} wanted)`,
    });
  });
  return [
    ...(clusters.length === 0 ? [NO_SEGMENTS] : []),
    gate('silhouette_gain', gain, {
      least: limits.minSilhouetteGain,
      say: (figure, limit) =>
        `the silhouette exceeds that of shuffled data by ${figure} (at least ${limit} wanted)`,
    }),
    gate('noise', outliers.noise, {
      most: limits.maxNoise,
      say: (figure, limit) => `${figure} of the customers are outliers (at most ${limit} wanted)`,
    }),
    ...outlierGates,
    gate('missingness', missingnessNmi, {
      most: limits.maxMissingnessNmi,
      say: (figure, limit) =>
        `segments share ${figure} of their information with the pattern of unknown values (at most ${limit} wanted)`,
    }),
    gate('jaccard', least, {
      least: limits.minJaccard,
      say: (figure, limit) =>
        `the least stable segment reappears with Jaccard similarity ${figure} (at least ${limit} wanted)`,
    }),
  ];
}

/** A result without segments fails whatever limits are set: it has the gate of its own, others have not. */
const NO_SEGMENTS: Gate = {
  name: 'segments',
  passed: false,
  value: 0,
  threshold: 1,
  sentence: 'there are no segments: every customer is an outlier',
};

interface GateRule {
  readonly least?: number;
  readonly most?: number;
  /** The finding in plain words, from the figure and the limit as text. */
  readonly say: (figure: string, limit: string) => string;
}

function gate(name: string, value: number, { least, most, say }: GateRule): Gate {
  const threshold = least ?? most ?? NaN;
  const isUnknown = Number.isNaN(value);
  const passed = isUnknown || (least === undefined ? value <= threshold : value >= threshold);
  const sentence = isUnknown
    ? `${name.replaceAll('_', ' ')}: not measurable on these data`
    : say(...figureAndLimit(name, value, threshold));
  return { name, passed, value, threshold, sentence };
}

function figureAndLimit(name: string, value: number, limit: number): [string, string] {
  if (name !== 'noise') return decimalsApart(value, limit, 2);
  const [figure, most] = decimalsApart(100 * value, 100 * limit, 1);
  return [`${figure} %`, `${most} %`];
}

/**
 * Normalised mutual information of the main clusters with the pattern of imputed values among clustered features, over
 * clustered customers: 1 if segments only tell who has data, NaN where fewer than two could tell anything.
 */
export async function missingnessInformation(
  { database }: StageContext,
  { segmentation, stratum, keys, result }: Pick<Clustering, 'segmentation' | 'stratum' | 'keys' | 'result'>,
): Promise<number> {
  if (result.clusters.length < 2) return NaN;
  const rows = await database.queryRows<{ customer_id: string; pattern: string }>(
    `select customer_id, string_agg(feature, ',' order by feature) as pattern
    from imputed_values semi join feature_selection
      on feature_selection.feature = imputed_values.feature
      and feature_selection.segmentation = imputed_values.segmentation
      and feature_selection.stratum = imputed_values.stratum and feature_selection.status = 'clustered'
    where segmentation = $segmentation and stratum = $stratum group by customer_id`,
    { segmentation: segmentation.name, stratum: stratum.name },
  );
  const patterns = new Map(rows.map((row) => [row.customer_id, row.pattern]));
  const numbers = new Map<string, number>();
  const clustered = Int32Array.from(result.mainCluster.keys()).filter((row) => result.mainCluster[row]! > 0);
  const pattern = clustered.map((row) => {
    const text = patterns.get(keys[row]!) ?? '';
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
  return normalizedMutualInformation(
    clustered.map((row) => result.mainCluster[row]!),
    pattern,
  );
}
