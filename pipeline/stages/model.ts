import { z } from 'zod';

/** Version of the layout of `model.json`; raised when a reader of the old layout would go wrong. */
export const MODEL_VERSION = 2;

const numbers = z.array(z.number());
const rows = z.array(numbers).min(1);
const notNegative = z.number().min(0);

const columnRecipe = z.strictObject({
  name: z.string(),
  goldFill: z.enum(['none', 'zero']),
  transform: z.enum(['log', 'log1p', 'sqrt', 'none']),
  median: z.number(),
  lower: z.number(),
  upper: z.number(),
  centre: z.number(),
  scale: z.number().positive(),
});

const preprocessing = z.strictObject({
  version: z.literal(1),
  columns: z.array(columnRecipe).min(1),
  space: z.strictObject({
    features: z.array(z.string()).min(1),
    weights: z.array(z.number().positive()),
    components: z
      .strictObject({ means: numbers, components: rows, variances: numbers, varianceShares: numbers })
      .nullable(),
  }),
});

const denseGroups = z.strictObject({
  eps: notNegative,
  groups: z.array(z.strictObject({ number: z.int().min(0), cores: rows })).min(1),
});

const placement = z.strictObject({
  columns: z.array(z.string()),
  density: z.strictObject({ eps: notNegative, cores: rows }).nullable(),
  clusters: z
    .array(z.strictObject({ centroid: numbers, radius: notNegative, subGroups: denseGroups.nullable() }))
    .describe('None where every customer of the stratum was an outlier.'),
});

const referenceTable = z.strictObject({
  name: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
});

const stratum = z.strictObject({
  stratum: z.string(),
  modelId: z.string(),
  dataFingerprint: z.string(),
  features: z.array(z.string()).describe('Features of the space, in its order.'),
  preprocessing,
  placement,
  segments: z
    .array(
      z.strictObject({
        label: z.string(),
        clusterId: z.int().min(-1),
        archetype: z.string(),
        size: z.int().min(0),
      }),
    )
    .min(1),
});

/** What `model.json` holds: every fitted number and every statistic over all customers that places one more customer. */
export const modelSchema = z.strictObject({
  version: z.literal(MODEL_VERSION),
  package: z.string().describe('Version of this package.'),
  segmentation: z.enum(['returns', 'behavior']),
  runId: z.string(),
  seed: z.union([z.string(), z.number()]),
  least: z.int().min(1).describe('Fewest orders or events of a customer who is segmented.'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Values of the $parameters of the silver models: the constants of cleaning and features.'),
  dateOrder: z
    .enum(['mdy', 'dmy'])
    .nullable()
    .describe('How slash dates were read; null: there were none that tell.'),
  idKey: z
    .string()
    .nullable()
    .describe('Tells the key that customer ids were hashed with; null: they were not.'),
  reference: z.array(referenceTable).describe('Statistics over all customers, table by table, as text.'),
  strata: z.array(stratum).min(1),
});

/** See {@link modelSchema}. */
export type Model = z.infer<typeof modelSchema>;
/** What a model holds for one stratum. */
export type StratumModel = Model['strata'][number];
/** A silver table as text: numbers keep every digit. */
export type ReferenceTable = Model['reference'][number];
