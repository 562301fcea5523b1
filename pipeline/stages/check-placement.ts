import { clusterLabelOf, OUTLIER_LABEL } from '../../clustering/row-assignments.ts';
import type { StratumModel } from './model.ts';

/**
 * What cannot be in the placement of a stratum: points of another space than its own.
 *
 * @param at - Path of the placement in the JSON.
 */
export function* findPlacementDamage(
  { preprocessing, placement }: StratumModel,
  at: string,
): Generator<string> {
  const { features, components } = preprocessing.space;
  const names = components === null ? features : components.components.map((_, index) => `pc${index + 1}`);
  if (placement.columns.join('\n') !== names.join('\n'))
    yield `${at}.columns: expected ${names.join(', ')}, got ${placement.columns.join(', ') || 'none'}`;
  const width = names.length;
  if (placement.density !== null) yield* findOddPoint(placement.density.cores, width, `${at}.density.cores`);
  for (const [index, { centroid, subGroups }] of placement.clusters.entries()) {
    const cluster = `${at}.clusters.${index}`;
    if (centroid.length !== width) yield `${cluster}.centroid: ${expectation(width, centroid)}`;
    for (const [number, { cores }] of (subGroups?.groups ?? []).entries())
      yield* findOddPoint(cores, width, `${cluster}.subGroups.groups.${number}.cores`);
  }
}

function* findOddPoint(points: readonly (readonly number[])[], width: number, at: string): Generator<string> {
  const odd = points.findIndex((point) => point.length !== width);
  if (odd >= 0) yield `${at}.${odd}: ${expectation(width, points[odd]!)}`;
}

function expectation(width: number, point: readonly number[]): string {
  return `expected ${width} number(s), one per column of placement.columns, got ${point.length}`;
}

/**
 * What cannot be in the segments of a stratum: each cluster of its placement has one, with a number of its own.
 *
 * @param at - Path of the segments in the JSON.
 */
export function* findSegmentDamage({ placement, segments }: StratumModel, at: string): Generator<string> {
  const labels = segments.map(({ label }) => label);
  const ids = segments.map(({ clusterId }) => clusterId);
  const expected = placement.clusters.flatMap(({ subGroups }, index) => [
    clusterLabelOf(index + 1, 0),
    ...(subGroups?.groups ?? []).map(({ number }) => clusterLabelOf(index + 1, number)),
  ]);
  const missing = expected.find((label) => !labels.includes(label));
  if (missing !== undefined) yield `${at}: the segment "${missing}" of placement.clusters is missing`;
  for (const [index, { label, clusterId }] of segments.entries()) {
    if (labels.indexOf(label) < index) yield `${at}.${index}.label: "${label}" is there twice`;
    if (label !== OUTLIER_LABEL && !expected.includes(label))
      yield `${at}.${index}.label: placement.clusters has no cluster "${label}"`;
    if ((label === OUTLIER_LABEL) !== (clusterId === -1))
      yield `${at}.${index}.clusterId: ${clusterId} does not fit "${label}": -1 stands for outliers`;
    if (ids.indexOf(clusterId) < index) yield `${at}.${index}.clusterId: ${clusterId} is there twice`;
  }
}
