import { candidatesOf } from '../../features/catalog.ts';
import { DEFAULT_CONFIG } from '../../pipeline/core/config.ts';
import { REFERENCE_LAYOUTS } from '../../pipeline/core/reference-columns.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { featureParameters } from '../../pipeline/stages/cluster-model.ts';
import { MODEL_VERSION, type Model, type ReferenceTable } from '../../pipeline/stages/model.ts';

const ROWS: Readonly<Record<string, ReferenceTable['rows']>> = {
  silver_scope: [['2024-12-31', '2023-01-01', '2024-12-31', '730', 'true', 'true', 'q_cls_id']],
  silver_category_totals: [
    ['0101', '5882', '2361'],
    ['0102', '410', '0'],
  ],
  silver_category_months: [
    ['order', '0101', '636', '44', '44', '1936'],
    ['return', '0101', '636', '3', '3', '9'],
  ],
  silver_order_value_cut: [['183.9700', '184.5000', '750000']],
  silver_rfm_cuts: [
    ['frequency', '1', '1.0'],
    ['recency', '1', '-729.0'],
  ],
};

function recipe(name: string) {
  const { goldFill, transform } = candidatesOf('returns').find((feature) => feature.name === name)!;
  return { name, goldFill, transform, median: 0, lower: -1, upper: 1, centre: 0, scale: 1 };
}

/**
 * A sound model of order customers with two clusters, the first of them divided in two.
 *
 * @returns A new one each time: free to be damaged.
 */
export function smallModel(): Model {
  const returns = SEGMENTATIONS.find(({ name }) => name === 'returns')!;
  const features = ['return_rate', 'monetary'];
  return {
    version: MODEL_VERSION,
    package: '0.1.0',
    segmentation: 'returns',
    runId: 'run',
    seed: 42,
    least: 2,
    parameters: { ...featureParameters({ config: DEFAULT_CONFIG, startedAt: new Date(0) }, returns) },
    dateOrder: null,
    idKey: null,
    reference: returns.referenceTables.map((name) => ({
      name,
      columns: Object.entries(REFERENCE_LAYOUTS[name]!.columns).map(([column, type]) => ({
        name: column,
        type,
      })),
      rows: structuredClone(ROWS[name]!),
    })),
    strata: [
      {
        stratum: 'all',
        modelId: 'm',
        dataFingerprint: 'f',
        features,
        preprocessing: {
          version: 1,
          columns: ['return_rate', 'recency_days', 'monetary'].map(recipe),
          space: { features: [...features], weights: [1, 1], components: null },
        },
        placement: {
          columns: [...features],
          density: {
            eps: 0.5,
            cores: [
              [0.1, 0.2],
              [-0.3, 0.1],
            ],
          },
          clusters: [
            {
              centroid: [0.1, 0.1],
              radius: 1.5,
              subGroups: {
                eps: 0.2,
                groups: [
                  { number: 2, cores: [[0.1, 0.2]] },
                  { number: 0, cores: [[0.4, 0.4]] },
                  { number: 1, cores: [[0, 0.1]] },
                ],
              },
            },
            { centroid: [-0.3, 0.1], radius: 0, subGroups: null },
          ],
        },
        segments: [
          { label: '1', clusterId: 0, archetype: 'Regular Customers', size: 10 },
          { label: '1.1', clusterId: 1, archetype: 'Regular Customers (high spending)', size: 4 },
          { label: '1.2', clusterId: 2, archetype: 'Regular Customers (low spending)', size: 3 },
          { label: '2', clusterId: 3, archetype: 'High Returners', size: 5 },
          { label: 'outlier', clusterId: -1, archetype: 'Outliers', size: 1 },
        ],
      },
    ],
  };
}

/** The same in a space of one principal component. */
export function smallComponentsModel(): Model {
  const model = smallModel();
  const [{ preprocessing, placement }] = model.strata as [Model['strata'][number]];
  preprocessing.space.components = {
    means: [0.1, 0.2],
    components: [[0.8, 0.6]],
    variances: [1.5],
    varianceShares: [0.9],
  };
  placement.columns = ['pc1'];
  placement.density = { eps: 0.5, cores: [[0.1]] };
  placement.clusters = [
    { centroid: [0.1], radius: 1.5, subGroups: null },
    { centroid: [-0.3], radius: 1, subGroups: null },
  ];
  model.strata[0]!.segments = model.strata[0]!.segments.filter(({ label }) => !label.includes('.'));
  return model;
}
