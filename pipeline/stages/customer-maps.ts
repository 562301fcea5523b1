import { sampleRows } from '../../clustering/sampling.ts';
import {
  fitPrincipalComponents,
  projectOntoComponents,
  type PrincipalComponents,
} from '../../features/principal-components.ts';
import type { FittedSpace } from '../../features/space.ts';
import { FEWEST_ROWS, layOutByNeighbours } from '../../features/umap.ts';
import type { CustomerMap } from '../../reporting/chart-data.ts';
import { columnOf, createMatrix, takeRows, type Matrix } from '../core/matrix.ts';
import { createRandom, type Random } from '../core/random.ts';
import { rowsByLabel } from '../core/rows-by-label.ts';
import type { CustomerSpace } from './customer-space.ts';

/** Customers of a small segment that are drawn before the others share what is left. */
const LEAST_DRAWN = 25;

/** Features named on an axis: those with the largest loadings, none below the smallest. */
const NAMED_FEATURES = 3;
const SMALLEST_LOADING = 0.25;

/** Keeps a sign on the line of its feature. */
const PROTECTED_SPACE = '\u00A0';

export interface MapOptions {
  readonly stratum: string;
  /** In the order of the space; so are the labels. */
  readonly customerIds: readonly string[];
  /** '2' or 'outlier'. */
  readonly clusterLabels: readonly string[];
  /** Name of a feature in words. */
  readonly featureLabel: (feature: string) => string;
  /** Most customers on a map; 0 draws none. */
  readonly limit: number;
  /** Of the run. */
  readonly seed: string;
}

/**
 * Draws the customers of a stratum along their two widest directions, and by their neighbours (UMAP).
 *
 * @returns Both maps hold the same customers; none where customers do not differ, no UMAP map of fewer than four.
 * @remarks The directions are those of all customers; neighbours are sought among those on the map.
 */
export async function drawCustomerMaps(
  { space, fitted }: Pick<CustomerSpace, 'space' | 'fitted'>,
  options: MapOptions,
): Promise<CustomerMap[]> {
  if (options.limit === 0 || !varies(space)) return [];
  const random = createRandom(options.seed).fork(`maps of ${options.stratum}`);
  const rows = sampleByLabel(options.clusterLabels, options.limit, random.fork('sample'));
  const components = fitPrincipalComponents(space, 1);
  const drawn = takeRows(space, rows);
  const plane = firstTwo(projectOntoComponents(drawn, components));
  const mapOf = (method: CustomerMap['method'], points: Matrix, axes: CustomerMap['axes']): CustomerMap => ({
    method,
    stratum: options.stratum,
    customerCount: space.rows,
    customerIds: Array.from(rows, (row) => options.customerIds[row]!),
    clusterLabels: Array.from(rows, (row) => options.clusterLabels[row]!),
    x: columnOf(points, 0),
    y: columnOf(points, 1),
    axes,
  });
  const loadings = featureLoadings(components, fitted);
  const axes = [0, 1].map((k) => axisLabel(k, { components, loadings, fitted, ...options }));
  const maps = [mapOf('pca', plane, [axes[0]!, axes[1]!])];
  if (drawn.rows < FEWEST_ROWS) return maps;
  const layout = await layOutByNeighbours(drawn, { start: plane, random: random.fork('umap') });
  return [...maps, mapOf('umap', layout, ['UMAP 1 (no unit)', 'UMAP 2 (no unit)'])];
}

function varies({ data, rows, columns }: Matrix): boolean {
  return rows > 1 && data.some((value, i) => value !== data[i % columns]);
}

/**
 * Draws rows at random within each label: some of every label, the rest in proportion.
 *
 * @returns Row indices, ascending; all rows if there are no more than the limit.
 */
export function sampleByLabel(labels: readonly string[], limit: number, random: Random): Int32Array {
  if (labels.length <= limit) return Int32Array.from(labels.keys());
  const groups = [...rowsByLabel(labels)];
  const least = Math.min(LEAST_DRAWN, Math.floor(limit / groups.length));
  const assured = groups.map(([, rows]) => Math.min(least, rows.length));
  const sum = assured.reduce((total, count) => total + count, 0);
  const rate = (limit - sum) / (labels.length - sum);
  let due = 0;
  const drawn = groups.flatMap(([label, rows], i) => {
    const before = Math.round(due);
    due += rate * (rows.length - assured[i]!);
    const count = assured[i]! + Math.round(due) - before;
    return [...sampleRows(rows.length, count, random.fork(label))].map((position) => rows[position]!);
  });
  return Int32Array.from(drawn).sort();
}

/** The first two components; a second one of zeros where there is only one. */
function firstTwo(scores: Matrix): Matrix {
  const data = new Float64Array(scores.rows * 2);
  for (let i = 0; i < scores.rows; i++) {
    data[2 * i] = scores.data[i * scores.columns]!;
    data[2 * i + 1] = scores.columns < 2 ? 0 : scores.data[i * scores.columns + 1]!;
  }
  return createMatrix(scores.rows, ['pc1', 'pc2'], data);
}

/** Loadings of the first two components on the features of the space, which may itself be made of components. */
function featureLoadings({ components }: PrincipalComponents, fitted: FittedSpace): number[][] {
  return components.slice(0, 2).map((loadings) => {
    const inner = fitted.components?.components;
    if (inner === undefined) return [...loadings];
    return fitted.features.map((_, j) =>
      loadings.reduce((sum, loading, k) => sum + loading * inner[k]![j]!, 0),
    );
  });
}

/** 'Component 1 (46 % of variance): + Orders, − Days since last order'. */
function axisLabel(
  k: number,
  {
    components,
    loadings,
    fitted,
    featureLabel,
  }: {
    readonly components: PrincipalComponents;
    readonly loadings: readonly (readonly number[])[];
    readonly fitted: FittedSpace;
    readonly featureLabel: (feature: string) => string;
  },
): string {
  const share = components.varianceShares[k];
  if (share === undefined) return `Component ${k + 1} (customers differ in one direction only)`;
  const named = fitted.features
    .map((feature, j) => ({ feature, loading: loadings[k]![j]! }))
    .filter(({ loading }) => Math.abs(loading) >= SMALLEST_LOADING)
    .toSorted((a, b) => Math.abs(b.loading) - Math.abs(a.loading))
    .slice(0, NAMED_FEATURES)
    .map(({ feature, loading }) => `${loading > 0 ? '+' : '−'}${PROTECTED_SPACE}${featureLabel(feature)}`);
  const variance = `Component ${k + 1} (${(100 * share).toFixed(0)} % of variance)`;
  return named.length === 0 ? variance : `${variance}: ${named.join(', ')}`;
}
