import { z } from 'zod';
import { finiteOrNull } from './cell-text.ts';
import type { ReportInput, RunRow } from './report-input.ts';
import { gateVerdict } from './verdicts.ts';

/** Version of the layout of `clustering_metadata.json`; raised whenever a field changes its name or meaning. */
export const METADATA_VERSION = 2;

const count = z.int().nonnegative();
const measured = z.number().nullable();
const share = z.number().min(0).max(1);

const segmentSchema = z.strictObject({
  label: z.string(),
  level: z.enum(['main', 'sub', 'outlier', 'all']),
  archetype: z.string().nullable(),
  customers: count,
  shareOfCustomers: share,
  silhouette: measured,
  jaccardStability: measured,
});

const gateSchema = z.strictObject({
  name: z.string(),
  // True also where nothing could be measured; `result` tells.
  passed: z.boolean(),
  result: z.enum(['passed', 'not passed', 'not measured']),
  value: measured,
  threshold: measured,
  sentence: z.string(),
});

const stratumSchema = z.strictObject({
  stratum: z.string(),
  modelId: z.string(),
  engine: z.string(),
  seed: z.string(),
  dataFingerprint: z.string(),
  counts: z.strictObject({
    eligible: count,
    clustered: count,
    outliers: count,
    ineligible: count,
    segments: count,
  }),
  coverage: share,
  noise: share,
  kneeNoise: measured,
  eps: measured,
  minSamples: count.nullable(),
  indicesOnClustered: z.strictObject({
    silhouette: measured,
    // Null unless the silhouette is a mean over a sample of the clustered customers.
    silhouetteStandardError: measured,
    silhouetteSampleRows: count.nullable(),
    permutedSilhouette: measured,
    calinskiHarabasz: measured,
    daviesBouldin: measured,
    stability: measured,
    missingnessNmi: measured,
  }),
  indicesOnAll: z.strictObject({ silhouette: measured }),
  secondsByPhase: z.record(z.string(), z.number().nonnegative()),
  warnings: z.array(z.string()),
  gates: z.array(gateSchema),
  segments: z.array(segmentSchema),
});

/** Schema of `clustering_metadata.json`, for writing and for whoever reads it. Shares lie in [0, 1], times are UTC. */
export const metadataSchema = z.strictObject({
  schemaVersion: z.literal(METADATA_VERSION),
  segmentation: z.string(),
  title: z.string(),
  resultId: z.string(),
  runId: z.string(),
  createdAt: z.iso.datetime(),
  asOf: z.string(),
  dataSpan: z.strictObject({ first: z.string().nullable(), last: z.string().nullable() }),
  currency: z.string(),
  hasValues: z.boolean(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  versions: z.record(z.string(), z.string()),
  fingerprints: z.strictObject({ input: z.string(), sql: z.string(), code: z.string() }),
  sourceFiles: z.array(
    z.strictObject({
      file: z.string(),
      rowsInFile: count,
      rowsLoaded: count,
      rowsRejected: count,
      rowsDuplicate: count,
      sha256: z.string(),
    }),
  ),
  fittedNumbers: z.array(z.strictObject({ what: z.string(), file: z.string(), pointer: z.string() })),
  clusteredFeatures: z.record(z.string(), z.array(z.string())),
  stages: z.array(z.strictObject({ stage: z.string(), seconds: z.number().nonnegative() })),
  strata: z.array(stratumSchema),
});

export type Metadata = z.infer<typeof metadataSchema>;

/**
 * Builds the machine-readable record of a clustering. Figures that are not numbers become null.
 *
 * @throws {z.ZodError} If the input contradicts the schema, e.g. a negative count or a share above 1.
 */
export function buildMetadata(input: ReportInput): Metadata {
  return metadataSchema.parse({
    schemaVersion: METADATA_VERSION,
    segmentation: input.segmentation,
    title: input.title,
    resultId: input.resultId,
    runId: input.execution.runId,
    createdAt: input.execution.createdAt.toISOString(),
    asOf: input.asOf,
    dataSpan: { first: input.dataSpan.first, last: input.dataSpan.last },
    currency: input.currency,
    hasValues: input.hasValues,
    parameters: { ...input.parameters },
    versions: { ...input.versions },
    fingerprints: {
      input: input.fingerprints.input,
      sql: input.fingerprints.sql,
      code: input.fingerprints.code,
    },
    sourceFiles: input.sourceFiles.map(
      ({ file, rowsInFile, rowsLoaded, rowsRejected, rowsDuplicate, sha256 }) => ({
        file,
        rowsInFile,
        rowsLoaded,
        rowsRejected,
        rowsDuplicate,
        sha256,
      }),
    ),
    fittedNumbers: input.fittedNumbers.map(({ what, file, pointer }) => ({ what, file, pointer })),
    clusteredFeatures: clusteredFeatures(input),
    stages: input.execution.stages.map(({ stage, seconds }) => ({ stage, seconds })),
    strata: input.runs.map((run) => stratumMetadata(input, run)),
  } satisfies Metadata);
}

/** Names of the clustered features by stratum, in the order given. */
function clusteredFeatures(input: ReportInput): Metadata['clusteredFeatures'] {
  return Object.fromEntries(
    input.runs.map(({ stratum }) => [
      stratum,
      input.features
        .filter((row) => row.stratum === stratum && row.status === 'clustered')
        .map((row) => row.feature),
    ]),
  );
}

function stratumMetadata(input: ReportInput, run: RunRow): Metadata['strata'][number] {
  return {
    stratum: run.stratum,
    modelId: run.modelId,
    engine: run.engine,
    seed: run.seed,
    dataFingerprint: run.dataFingerprint,
    counts: {
      eligible: run.customerCount,
      clustered: run.clusteredCount,
      outliers: run.customerCount - run.clusteredCount,
      ineligible: run.ineligibleCount,
      segments: run.k,
    },
    coverage: run.coverage,
    noise: run.noise,
    kneeNoise: finiteOrNull(run.kneeNoise),
    eps: finiteOrNull(run.eps),
    minSamples: run.minSamples,
    indicesOnClustered: {
      silhouette: finiteOrNull(run.silhouette),
      silhouetteStandardError: finiteOrNull(run.silhouetteStandardError),
      silhouetteSampleRows: run.silhouetteSampleRows,
      permutedSilhouette: finiteOrNull(run.permutedSilhouette),
      calinskiHarabasz: finiteOrNull(run.calinskiHarabasz),
      daviesBouldin: finiteOrNull(run.daviesBouldin),
      stability: finiteOrNull(run.stability),
      missingnessNmi: finiteOrNull(run.missingnessNmi),
    },
    indicesOnAll: { silhouette: finiteOrNull(run.silhouetteAll) },
    secondsByPhase: { ...run.secondsByPhase },
    warnings: [...run.warnings],
    gates: gatesOf(input, run.stratum),
    segments: segmentsOf(input, run.stratum),
  };
}

function gatesOf(input: ReportInput, stratum: string): Metadata['strata'][number]['gates'] {
  return input.gates
    .filter((gate) => gate.stratum === stratum)
    .map((gate) => ({
      name: gate.name,
      passed: gate.passed,
      result: gateVerdict(gate).word,
      value: finiteOrNull(gate.value),
      threshold: finiteOrNull(gate.threshold),
      sentence: gate.sentence,
    }));
}

function segmentsOf(input: ReportInput, stratum: string): Metadata['strata'][number]['segments'] {
  return input.summary
    .filter((row) => row.stratum === stratum)
    .map((row) => ({
      label: row.clusterLabel,
      level: row.level,
      archetype: row.archetype,
      customers: row.customerCount,
      shareOfCustomers: row.shareOfCustomers,
      silhouette: finiteOrNull(row.silhouetteMean),
      jaccardStability: finiteOrNull(row.jaccardStability),
    }));
}
