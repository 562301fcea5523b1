import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK } from './command.ts';
import { contentOf, rowsOf, wronglyDescribed } from './tables.ts';

const workspace = createWorkspace();
afterAll(() => workspace.remove());

/** The sources of both segmentations: column and shape of the customer, and where the model of the first run stands. */
const SOURCES = [
  { segmentation: 'returns', file: 'orders.csv', option: '--orders', column: 1, unit: 'orders' },
  { segmentation: 'behavior', file: 'events.csv', option: '--events', column: 7, unit: 'events' },
] as const;

/** Splits a file by customer: every fifth, by id, is held out. */
function split(file: string, column: number): { heldOut: Map<string, string[]>; header: string } {
  const [header, ...lines] = readFileSync(workspace.path(file), 'utf8').trimEnd().split(/\r?\n/);
  const customers = new Map<string, string[]>();
  for (const line of lines) {
    const customer = line.split(',')[column]!;
    customers.set(customer, [...(customers.get(customer) ?? []), line]);
  }
  const heldOut = new Map(
    [...customers.keys()]
      .sort()
      .filter((_, i) => i % 5 === 0)
      .map((customer) => [customer, customers.get(customer)!]),
  );
  const kept = lines.filter((line) => !heldOut.has(line.split(',')[column]!));
  writeFileSync(workspace.path(`train-${file}`), [header, ...kept, ''].join('\n'));
  writeFileSync(workspace.path(`new-${file}`), [header, ...[...heldOut.values()].flat(), ''].join('\n'));
  return { heldOut, header: header! };
}

interface Score {
  customer_id: string;
  stratum: string;
  main_cluster: number | null;
  cluster_label: string | null;
  distance_to_centroid: number | null;
  ineligible_reason: string | null;
}

const scoresOf = (warehouse: string, segmentation: string) =>
  rowsOf<Score>(
    workspace.path(warehouse),
    `select * exclude (run_id, scored_at) from scored_customers where segmentation = '${segmentation}' order by customer_id`,
  );

/** Share of pairs that agree when each label of the first is renamed to its most frequent counterpart. */
function agreement(pairs: readonly (readonly [string, string])[]): number {
  const counts = new Map<string, Map<string, number>>();
  for (const [a, b] of pairs) {
    const row = counts.get(a) ?? new Map<string, number>();
    counts.set(a, row.set(b, (row.get(b) ?? 0) + 1));
  }
  const best = [...counts.values()].map((row) => [...row].sort((x, y) => y[1] - x[1])[0]!);
  expect(new Set(best.map(([label]) => label)).size).toBe(best.length);
  return best.reduce((sum, [, count]) => sum + count, 0) / pairs.length;
}

beforeAll(async () => {
  const sizes = ['--customers', '2000', '--events', '24000', '--seed', '3'];
  expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
}, 60_000);

describe.each(SOURCES)('pipeline score with a model of $segmentation', (source) => {
  const { segmentation, file, option } = source;
  const model = `train/${segmentation}/models/model.json`;
  let heldOut = new Map<string, string[]>();
  let header = '';

  beforeAll(async () => {
    ({ heldOut, header } = split(file, source.column));
    const run = async (name: string, input: string) => {
      const { code, stderr } = await workspace.pipeline(
        ['run', option, input, '--warehouse', `${name}.duckdb`, '--out', name],
        { ...QUICK, PIPELINE_CLUSTERING_N_INIT: '10' },
      );
      expect(stderr).not.toContain('error:');
      expect(code).toBe(0);
    };
    await run('train', `train-${file}`);
    await run('full', file);
    const scored = await workspace.pipeline([
      'score', `new-${file}`, '--model', model, '--warehouse', 'scores.duckdb', '--out', 'scores',
    ]); // prettier-ignore
    expect(scored.stderr).toContain(`customers ${heldOut.size} = scored`);
    expect(scored.code).toBe(0);
  }, 120_000);

  it('gives at least 97 % of customers the model has not seen the segment of the full run', async () => {
    const full = await rowsOf<{ customer_id: string; main_cluster: number | null }>(
      workspace.path('full.duckdb'),
      `select customer_id, main_cluster from clustering_results where segmentation = '${segmentation}'`,
    );
    const segments = new Map(full.map((row) => [row.customer_id, row.main_cluster]));
    const scores = (await scoresOf('scores.duckdb', segmentation)).filter(
      (row) => row.cluster_label !== null,
    );
    expect(scores.length).toBeGreaterThan(150);
    const strata = [...new Set(scores.map((row) => row.stratum))];
    const agreements = strata.map((stratum) => {
      const members = scores.filter((row) => row.stratum === stratum);
      const pairs = members.map(
        (row) => [String(row.main_cluster), String(segments.get(row.customer_id))] as const,
      );
      return agreement(pairs) * members.length;
    });
    expect(agreements.reduce((sum, count) => sum + count, 0) / scores.length).toBeGreaterThanOrEqual(0.97);
  });

  it('loses nobody and says why a customer has no segment', async () => {
    const scores = await scoresOf('scores.duckdb', segmentation);
    expect(scores.map((row) => row.customer_id).sort()).toEqual([...heldOut.keys()].sort());
    for (const row of scores) expect(row.ineligible_reason === null).toBe(row.cluster_label !== null);
    const reasons = new Set(scores.flatMap((row) => row.ineligible_reason ?? []));
    expect([...reasons]).toEqual([expect.stringMatching(new RegExp(`^fewer than \\d ${source.unit}$`))]);
  });

  it('gives one customer scored alone the row of the batch, bit for bit', async () => {
    const batch = new Map(
      (await scoresOf('scores.duckdb', segmentation)).map((row) => [row.customer_id, row]),
    );
    const placed = [...batch.values()]
      .filter((row) => row.cluster_label !== null)
      .map((row) => row.customer_id);
    for (const customer of [placed[0]!, placed[placed.length >> 1]!, placed.at(-1)!]) {
      writeFileSync(workspace.path('one.csv'), [header, ...heldOut.get(customer)!, ''].join('\n'));
      const alone = ['score', 'one.csv', '--model', model, '--warehouse', 'one.duckdb', '--out', 'one'];
      expect((await workspace.pipeline(alone)).code).toBe(0);
      const rows = (await scoresOf('one.duckdb', segmentation)).filter((row) => row.customer_id === customer);
      expect(rows).toEqual([batch.get(customer)]);
    }
  });

  it('writes the same rows as CSV, and nothing else into a warehouse with results', async () => {
    const before = await contentOf(workspace.path('full.duckdb'));
    const into = ['--warehouse', 'full.duckdb', '--out', 'scores'];
    for (let time = 0; time < 2; time++)
      expect((await workspace.pipeline(['score', `new-${file}`, '--model', model, ...into])).code).toBe(0);
    const { scored_customers: scored, ...after } = await contentOf(workspace.path('full.duckdb'));
    delete before['scored_customers'];
    expect(after).toEqual(before);
    expect(scored).toBeDefined();
    expect(await scoresOf('full.duckdb', segmentation)).toEqual(
      await scoresOf('scores.duckdb', segmentation),
    );
    const rows = await rowsOf<{ text: string }>(
      workspace.path('full.duckdb'),
      `with csv as (
        select * replace (main_cluster::integer as main_cluster, sub_cluster::integer as sub_cluster,
          nearest_cluster::integer as nearest_cluster, cluster_id::integer as cluster_id, is_outlier::boolean as is_outlier,
          distance_to_centroid::double as distance_to_centroid, as_of_date::date as as_of_date,
          feature_completeness_score::double as feature_completeness_score, scored_at::timestamp as scored_at)
        from read_csv('${workspace.path(`scores/${segmentation}/scored_customers.csv`)}', all_varchar = true, header = true)
      ),
      stored as (from scored_customers where segmentation = '${segmentation}')
      select 'csv ' || csv::varchar as text from (from csv except from stored) as csv
      union all select 'table ' || stored::varchar from (from stored except from csv) as stored`,
    );
    expect(rows).toEqual([]);
    expect(await wronglyDescribed(workspace.path('scores.duckdb'))).toEqual([]);
  });

  it('refuses what does not fit, with exit 2 naming the difference, and writes nothing', async () => {
    const before = await contentOf(workspace.path('scores.duckdb'));
    const text = readFileSync(workspace.path(model), 'utf8');
    const other = SOURCES.find((entry) => entry.segmentation !== segmentation)!;
    const altered = {
      version: text.replace('"version":2', '"version":1'),
      features: text.replaceAll(
        segmentation === 'returns' ? '"return_rate"' : '"price_level"',
        '"shoe_size"',
      ),
      damaged: text.slice(0, 3000),
      other: '{"hello": 1}',
      centroid: text.replace('"centroid":[', '"centroid":[0,'),
      cell: text.replace(/"rows":\[\["[^"]+"/, '"rows":[["someday"'),
    };
    const say = {
      version: 'layout version 1',
      features: 'shoe_size',
      damaged: 'no model.json',
      other: 'no model.json',
      centroid: 'altered.json is damaged: strata.0.placement.clusters.0.centroid: ',
      cell: `is damaged: reference.0.rows.0.0: ${segmentation === 'returns' ? 'silver_scope' : 'silver_event_scope'} needs`,
    };
    for (const name of ['version', 'features', 'damaged', 'other', 'centroid', 'cell'] as const) {
      writeFileSync(workspace.path('altered.json'), altered[name]);
      const { code, stderr } = await workspace.pipeline([
        'score', `new-${file}`, '--model', 'altered.json', '--warehouse', 'scores.duckdb',
      ]); // prettier-ignore
      expect(stderr).toContain(say[name]);
      expect(code).toBe(2);
    }
    const [mine, theirs] = [source.option.slice(2), other.option.slice(2)];
    for (const [args, difference] of [
      [[other.file, '--model', model], `needs ${mine}, but ${other.file} looks like a file of ${theirs}`],
      [
        [`new-${file}`, '--model', model, '--segmentation', other.segmentation],
        `is a model of ${segmentation}, but --segmentation is ${other.segmentation}`,
      ],
    ] as const) {
      const { code, stderr } = await workspace.pipeline(['score', ...args, '--warehouse', 'scores.duckdb']);
      expect(stderr).toContain(difference);
      expect(code).toBe(2);
    }
    expect(await contentOf(workspace.path('scores.duckdb'))).toEqual(before);
  });

  it('places customers as of another day on request, and counts what is later', async () => {
    const day = segmentation === 'returns' ? '2023-06-30' : '2019-10-20';
    const at = ['--as-of', day, '--warehouse', 'moved.duckdb', '--out', 'moved'];
    const { code, stderr } = await workspace.pipeline(['score', `new-${file}`, '--model', model, ...at]);
    expect(code).toBe(0);
    expect(stderr).toMatch(new RegExp(`[\\d,]+ row\\(s\\) are later than ${day}`));
    const scores = await scoresOf('moved.duckdb', segmentation);
    expect(scores).toHaveLength(heldOut.size);
    expect(scores.some((row) => row.ineligible_reason === `nothing by the as-of date ${day}`)).toBe(true);
  });
});
