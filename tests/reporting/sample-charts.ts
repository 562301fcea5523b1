import { createRandom } from '../../pipeline/core/random.ts';
import type { ChartData, CustomerMap, SilhouetteProfile } from '../../reporting/chart-data.ts';
import type { SummaryRow } from '../../reporting/report-input.ts';

/** Points of a map with so many customers a label, each label a cloud of its own on a circle. */
export function mapOf(
  stratum: string,
  counts: Readonly<Record<string, number>>,
  changes: Partial<CustomerMap> = {},
): CustomerMap {
  const random = createRandom('map');
  const labels = Object.keys(counts);
  const rows = labels.flatMap((label, i) =>
    Array.from({ length: counts[label]! }, (_, j) => {
      const angle = (2 * Math.PI * i) / labels.length;
      const spread = label === 'outlier' ? 6 : 1;
      return {
        id: `${label}-${j}@example.com`,
        label,
        x: 4 * Math.cos(angle) + spread * (random.next() - 0.5),
        y: 4 * Math.sin(angle) + spread * (random.next() - 0.5),
      };
    }),
  );
  return {
    method: 'pca',
    stratum,
    customerCount: rows.length,
    customerIds: rows.map(({ id }) => id),
    clusterLabels: rows.map(({ label }) => label),
    x: Float64Array.from(rows, ({ x }) => x),
    y: Float64Array.from(rows, ({ y }) => y),
    axes: ['Component 1 (46 % of variance): + Orders', 'Component 2 (21 % of variance): − Return rate'],
    ...changes,
  };
}

/** Descending silhouettes from `high` to `low`. */
export function silhouettesOf(
  row: Pick<SummaryRow, 'stratum' | 'clusterLabel' | 'customerCount'>,
  [high, low]: readonly [number, number] = [0.6, -0.1],
): SilhouetteProfile {
  const { stratum, clusterLabel, customerCount } = row;
  const count = Math.min(100, customerCount);
  const values = Float64Array.from({ length: count }, (_, i) =>
    count === 1 ? high : high + ((low - high) * i) / (count - 1),
  );
  return { stratum, clusterLabel, values, customerCount };
}

/** Charts that go with a summary: both maps with up to forty customers a segment, a curve with a knee, silhouettes. */
export function chartsOf(summary: readonly SummaryRow[]): ChartData {
  const strata = [...new Set(summary.map((row) => row.stratum))];
  const mains = summary.filter((row) => row.level === 'main');
  return {
    maps: strata.flatMap((stratum) => {
      const drawn = summary.filter(
        (row) => row.stratum === stratum && (row.level === 'main' || row.level === 'outlier'),
      );
      if (drawn.length === 0) return [];
      const counts = Object.fromEntries(
        drawn.map((row) => [row.clusterLabel, Math.min(40, row.customerCount)]),
      );
      const axes = ['UMAP 1 (no unit)', 'UMAP 2 (no unit)'] as const;
      return [mapOf(stratum, counts), mapOf(stratum, counts, { method: 'umap', axes })];
    }),
    densityCurves: strata.map((stratum) => ({
      stratum,
      distances: Float64Array.from({ length: 200 }, (_, i) => 0.2 + (i / 199) ** 8 * 3),
      customerCount: 4000,
      minSamples: 10,
      eps: 0.91,
    })),
    silhouettes: mains.map((row) => silhouettesOf(row)),
  };
}
