import { Database } from '../core/database.ts';
import { HeaderError, UsageError } from '../core/errors.ts';
import { createMacros, createTables } from '../core/models.ts';
import { SEGMENTATIONS, type Segmentation } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { cleanSegmentation, writeEmailMerges } from './clean-rows.ts';
import { computeSegmentation } from './compute-features.ts';
import { loadBronze } from './load-bronze.ts';
import { createReferenceTables } from './model-reference.ts';
import type { Model } from './model.ts';
import { placeCustomers, type ScoredCustomer } from './place-customers.ts';
import { boolean, double, integer, text } from './result-columns.ts';
import {
  assertInputFits,
  assertSameIds,
  describeLateRows,
  moveAsOf,
  scoringDateOrder,
} from './scoring-input.ts';
import { silverParameters } from './silver-parameters.ts';

/**
 * The stage that takes the configured files along the way of a stored model, customer by customer: features compared with
 * the model's statistics, its scaling, its segments. The files go through a database of their own: bronze, silver and gold
 * of the warehouse stay as they are.
 *
 * @param model - Model; its segmentation says what the files are.
 */
export function scoreCustomers(model: Model): Stage {
  return {
    name: 'score customers',
    layer: 'gold',
    async run(context) {
      assertSameIds(model, context.config);
      const { threads, memoryLimit } = context.config;
      const scratch = await Database.open({
        file: ':memory:',
        threads: threads ?? undefined,
        memoryLimit: memoryLimit ?? undefined,
      });
      try {
        await createMacros(scratch);
        const { scored, report } = await score({ ...context, database: scratch }, model);
        await replaceScores(context, model, scored);
        await keepRejects(context, model, scratch);
        return report;
      } finally {
        scratch.close();
      }
    },
  };
}

async function score(
  context: StageContext,
  model: Model,
): Promise<{ scored: readonly ScoredCustomer[]; report: StageReport }> {
  const { database, config } = context;
  const segmentation = SEGMENTATIONS.find(({ name }) => name === model.segmentation)!;
  await createReferenceTables(database, model.reference);
  const loaded = await load(context, segmentation);
  await createTables(database, 'silver');
  await writeEmailMerges(database, config.cleaning.mergeEmails);
  const timezone = String(model.parameters['timezone']);
  const asOf = await moveAsOf(database, segmentation, { asOf: config.asOf, timezone });
  const standing = segmentation.referenceTables;
  const parameters = {
    ...silverParameters(context, segmentation),
    ...model.parameters,
    as_of_time: asOf.instant,
    category_column: asOf.categoryColumn,
    ...(segmentation.source === 'orders' && { date_order: await scoringDateOrder(context, model) }),
    in_reference: false,
    sample: 1,
  };
  const cleaned = await cleanSegmentation(context, segmentation, { parameters, standing });
  await assertInputFits(database, model);
  const late = await describeLateRows(database, segmentation, asOf);
  const computed = await computeSegmentation(context, segmentation, { parameters, standing });
  const scored = await placeCustomers(database, segmentation, model);
  return {
    scored,
    report: {
      ...joinReports([
        {
          ...loaded,
          warnings: loaded.warnings.map((warning) => warning.replace('bronze_rejects', 'scoring_rejects')),
        },
        cleaned,
        computed,
        { rows: 0, notes: describeScores(scored, model), warnings: late },
      ]),
      rows: scored.length,
    },
  };
}

/** @throws {UsageError} If the files are of the other segmentation. */
async function load(context: StageContext, { name, source }: Segmentation): Promise<StageReport> {
  try {
    return await loadBronze.run(context);
  } catch (error) {
    if (!(error instanceof HeaderError) || error.fits === null) throw error;
    throw new UsageError(
      `the model is of the segmentation ${name} and needs ${source}, but ${error.path} looks like a file of ${error.fits}`,
      { cause: error },
    );
  }
}

/** Writes the scores in place of earlier ones of the same customers. */
async function replaceScores(
  { database, runId, startedAt }: StageContext,
  model: Model,
  scored: readonly ScoredCustomer[],
): Promise<void> {
  await createTables(database, 'gold', { only: ['scored_customers', 'scoring_rejects'] });
  await database.execute(
    'create or replace temp table newly_scored as select * from scored_customers limit 0',
  );
  const all = (value: string) => text(scored.map(() => value));
  await database.append('newly_scored', [
    all(model.segmentation),
    text(scored.map((row) => row.stratum)),
    all(runId),
    text(scored.map((row) => row.modelId)),
    text(scored.map((row) => row.customerId)),
    integer(scored.map((row) => row.mainCluster)),
    integer(scored.map((row) => row.subCluster)),
    integer(scored.map((row) => row.nearestCluster)),
    integer(scored.map((row) => row.clusterId)),
    text(scored.map((row) => row.clusterLabel)),
    text(scored.map((row) => row.archetype)),
    boolean(scored.map((row) => row.isOutlier)),
    double(scored.map((row) => row.distanceToCentroid)),
    double(scored.map((row) => row.completeness)),
    text(scored.map((row) => row.ineligibleReason)),
    text(scored.map((row) => row.asOfDate)),
    all(startedAt.toISOString().replace('Z', '')),
  ]);
  await database.execute(
    `delete from scored_customers where segmentation = $segmentation
    and customer_id in (select customer_id from newly_scored)`,
    { segmentation: model.segmentation },
  );
  await database.execute('insert into scored_customers select * from newly_scored order by customer_id');
  await database.execute('drop table newly_scored');
}

/** Keeps which records could not be read, in place of those of earlier scorings: the files leave no other trace. */
async function keepRejects(
  { database, runId }: StageContext,
  { segmentation }: Model,
  scratch: Database,
): Promise<void> {
  const rejects = await scratch.queryRows<{ file: string; line: number; reason: string }>(
    'select source_file as file, source_line::integer as line, reason from bronze_rejects order by all',
  );
  await database.execute('delete from scoring_rejects where segmentation = $segmentation', { segmentation });
  await database.append('scoring_rejects', [
    text(rejects.map(() => segmentation)),
    text(rejects.map(() => runId)),
    text(rejects.map((row) => row.file)),
    integer(rejects.map((row) => row.line)),
    text(rejects.map((row) => row.reason)),
  ]);
}

/** customers = scored + ineligible by reason; then where they belong. */
function describeScores(scored: readonly ScoredCustomer[], model: Model): string[] {
  const count = (value: number) => value.toLocaleString('en-US');
  const eligible = scored.filter((row) => row.ineligibleReason === null);
  const reasons = tally(scored.flatMap((row) => row.ineligibleReason ?? []));
  const ineligible = scored.length - eligible.length;
  const why = [...reasons].map(([reason, customers]) => `${count(customers)} with ${reason}`).join(', ');
  const rule = model.strata.every(
    ({ placement }) => placement.density !== null || placement.clusters.length === 0,
  )
    ? 'by density, as in the run'
    : 'by the radius of the nearest segment';
  return [
    `customers ${count(scored.length)} = scored ${count(eligible.length)} + ineligible ${count(ineligible)}` +
      (why === '' ? '' : ` (${why})`),
    ...[
      ...tally(
        eligible.map(
          (row) => `${row.stratum === 'all' ? '' : `${row.stratum} `}${row.clusterLabel}: ${row.archetype}`,
        ),
      ),
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([segment, customers]) => `${segment}, ${count(customers)}`),
    `outliers told ${rule}`,
  ];
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
