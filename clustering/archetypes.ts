import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { ArchetypeRule, ArchetypeThresholds, FeatureTable, SpanThreshold } from './archetype-rules.ts';
import { standardisedDifference } from './profiles.ts';

/** A cluster to be named. */
export interface ArchetypeCandidate {
  /** '2' or '2.1'. */
  readonly label: string;
  readonly features: FeatureTable;
}

/** The name a cluster was given, and why. */
export interface Archetype {
  readonly label: string;
  /** Name of the rule. */
  readonly name: string;
  /** The name, with a suffix where several have it: unique among the clusters named together. */
  readonly archetype: string;
  /** The evidence of the rule that applied, with its numbers. */
  readonly rule: string;
  readonly strategy: string;
}

/** What naming needs to know beside the clusters. */
export interface ArchetypeContext<Thresholds extends SpanThreshold = ArchetypeThresholds> {
  /** The same features over all customers. */
  readonly population: FeatureTable;
  /** Days from the first to the last record of the data. */
  readonly spanDays: number;
  /** In order; the last must apply to every cluster. */
  readonly rules: readonly ArchetypeRule<Thresholds>[];
  readonly thresholds: Thresholds;
  /**
   * What may tell clusters of one name apart, by feature. Default: every feature, by its name.
   */
  readonly phrases?: ReadonlyMap<string, ComparisonPhrases> | undefined;
}

/** How a cluster is called that has more of a feature than its namesakes, or less, e.g. "more orders", "fewer orders". */
export interface ComparisonPhrases {
  readonly more: string;
  readonly less: string;
}

/**
 * Names clusters by the first rule that applies to each; clusters of the same name get as a suffix the feature that sets
 * them apart most from the others of that name.
 *
 * @param clusters - In the order of their numbers: the first of a name has the first choice of a suffix.
 * @returns One entry per cluster, names unique. Rules about lapse, novelty and years are passed over if the data span fewer
 *   than `minSpanDays` days.
 * @throws {InvalidInputError} If no rule applies to a cluster.
 */
export function nameClusters<Thresholds extends SpanThreshold>(
  clusters: readonly ArchetypeCandidate[],
  context: ArchetypeContext<Thresholds>,
): Archetype[] {
  const { population, spanDays, rules, thresholds, phrases } = context;
  const tables = clusters.map((cluster) => cluster.features);
  const usable = rules.filter((rule) => !rule.needsSpan || spanDays >= thresholds.minSpanDays);
  const named = clusters.map(({ label, features }) => {
    for (const { name, strategy, evidence } of usable) {
      const rule = evidence({ cluster: features, clusters: tables, population, thresholds });
      if (rule !== null) return { label, name, archetype: name, rule, strategy };
    }
    throw new InvalidInputError(`nameClusters: expected a rule for every cluster, none applies to ${label}`);
  });
  return distinguish(named, clusters, { population, phrases });
}

/** Difference in population standard deviations from which a feature tells clusters apart. @see Cohen (1988): 0.2 is small. */
const SMALLEST_DIFFERENCE = 0.2;

/** Adds suffixes to names that occur more than once: what sets a cluster apart from the others of its name. */
function distinguish(
  named: readonly Archetype[],
  clusters: readonly ArchetypeCandidate[],
  { population, phrases }: Pick<ArchetypeContext, 'population' | 'phrases'>,
): Archetype[] {
  const taken = new Set<string>();
  return named.map((entry, index) => {
    const namesakes = clusters.filter((_, i) => i !== index && named[i]!.archetype === entry.archetype);
    if (namesakes.length === 0) return entry;
    const told = distinguishingPhrases(clusters[index]!.features, { namesakes, population, phrases });
    const names = [...told, `segment ${entry.label}`].map((phrase) => `${entry.archetype} (${phrase})`);
    const archetype = names.find((name) => !taken.has(name))!;
    taken.add(archetype);
    return { ...entry, archetype };
  });
}

interface Peers extends Pick<ArchetypeContext, 'population' | 'phrases'> {
  /** The other clusters of the same name. */
  readonly namesakes: readonly ArchetypeCandidate[];
}

/** Phrases for what is high or low. */
export function higherOrLower(noun: string): ComparisonPhrases {
  return { more: `higher ${noun}`, less: `lower ${noun}` };
}

/** The smallest of differences that all go one way; NaN if they do not, or one is unknown. */
function differenceFromAll(differences: readonly number[]): number {
  const [least, most] = [Math.min(...differences), Math.max(...differences)];
  if (least > 0) return least;
  return most < 0 ? most : NaN;
}

/** "higher order value", "fewer orders", ...: features in which a cluster is beyond every namesake, the furthest first. */
function distinguishingPhrases(features: FeatureTable, { namesakes, population, phrases }: Peers): string[] {
  return [...features]
    .filter(([feature]) => phrases === undefined || phrases.has(feature))
    .map(([feature, { mean }]) => {
      const whole = population.get(feature);
      if (whole === undefined) return { feature, difference: NaN };
      const differences = namesakes.map((other) =>
        standardisedDifference(mean, { ...whole, mean: other.features.get(feature)?.mean ?? NaN }),
      );
      return { feature, difference: differenceFromAll(differences) };
    })
    .filter(({ difference }) => Math.abs(difference) >= SMALLEST_DIFFERENCE)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .map(({ feature, difference }) => {
      const { more, less } = phrases?.get(feature) ?? higherOrLower(feature.replaceAll('_', ' '));
      return difference > 0 ? more : less;
    });
}
