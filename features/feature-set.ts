import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { FeatureDefinition } from './catalog.ts';

/** Which features are clustered: the documented few, every candidate, or the named ones. */
export type FeatureSet = 'core' | 'all' | readonly string[];

/** Whether a feature, or the one it stands in for, belongs to the core. */
function isCoreOrStandIn(feature: FeatureDefinition, catalog: readonly FeatureDefinition[]): boolean {
  return feature.isCore || catalog.some(({ name, isCore }) => isCore && name === feature.alternativeOf);
}

/**
 * Names of the candidates that a feature set asks for, in catalog order. Stand-ins come with the feature they stand in
 * for; which of the two is used depends on the data.
 *
 * @throws {InvalidInputError} If a name is not a candidate of the catalog, or the list is empty.
 */
export function namesInSet(catalog: readonly FeatureDefinition[], set: FeatureSet): string[] {
  const candidates = catalog.filter(({ role }) => role === 'candidate');
  if (set === 'all') return candidates.map(({ name }) => name);
  if (set === 'core') {
    return candidates.filter((feature) => isCoreOrStandIn(feature, catalog)).map(({ name }) => name);
  }
  const names = candidates.map(({ name }) => name);
  const unknown = set.filter((name) => !names.includes(name));
  if (unknown.length > 0 || set.length === 0) {
    throw new InvalidInputError(
      `namesInSet: features must be core, all, or names of features that can be clustered (${names.join(', ')}), got ` +
        (unknown.join(', ') || 'an empty list'),
    );
  }
  return names.filter((name) => set.includes(name));
}

/**
 * Names in the order in which they are kept when two say the same: features asked for first, then by priority, then by
 * catalog order.
 */
export function keepOrderOf(
  catalog: readonly FeatureDefinition[],
  asked: ReadonlySet<string>,
): readonly string[] {
  const late = (feature: FeatureDefinition): number => (asked.has(feature.name) ? 0 : 1);
  return catalog.toSorted((a, b) => late(a) - late(b) || a.priority - b.priority).map(({ name }) => name);
}
