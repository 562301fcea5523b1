import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK } from './command.ts';
import { rowsOf } from './tables.ts';

const workspace = createWorkspace();
afterAll(() => workspace.remove());

interface Score {
  customer_id: string;
  cluster_label: string | null;
  distance_to_centroid: number | null;
  ineligible_reason: string | null;
}

const scoresOf = (warehouse: string, segmentation: string) =>
  rowsOf<Score>(
    workspace.path(warehouse),
    `select customer_id, cluster_label, distance_to_centroid, ineligible_reason from scored_customers
    where segmentation = '${segmentation}' order by customer_id`,
  );

beforeAll(async () => {
  const sizes = ['--customers', '900', '--events', '8000', '--seed', '3'];
  expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
  const sources = ['--orders', 'orders.csv', '--events', 'events.csv'];
  const run = ['run', ...sources, '--warehouse', 'train.duckdb', '--out', 'train'];
  expect((await workspace.pipeline(run, QUICK)).code).toBe(0);
  const score = ['score', 'orders.csv', '--model', 'train/returns/models/model.json'];
  expect((await workspace.pipeline([...score, '--warehouse', 'scores.duckdb', '--out', 'scores'])).code).toBe(
    0,
  );
}, 90_000);

describe('pipeline score', () => {
  const model = 'train/returns/models/model.json';
  const into = (name: string) => ['--warehouse', `${name}.duckdb`, '--out', name];
  const placesOf = async (warehouse: string) =>
    (await scoresOf(warehouse, 'returns')).map((row) => [
      row.customer_id,
      row.cluster_label,
      row.distance_to_centroid,
    ]);

  it('reads the dates of new files as they tell, or as configured', async () => {
    const text = readFileSync(workspace.path('orders.csv'), 'utf8');
    const slashes = text.replaceAll(/\b(\d{4})-(\d\d)-(\d\d)\b/g, '$3/$2/$1');
    expect(slashes).not.toBe(text);
    writeFileSync(workspace.path('slashes.csv'), slashes);
    const args = ['score', 'slashes.csv', '--model', model];
    expect((await workspace.pipeline([...args, ...into('told')])).code).toBe(0);
    expect(await placesOf('told.duckdb')).toEqual(await placesOf('scores.duckdb'));
    const given = { PIPELINE_ORDERS_DATE_ORDER: 'mdy' };
    const { code, stderr } = await workspace.pipeline([...args, ...into('given')], given);
    expect(code).toBe(0);
    expect(stderr).toContain('bad_order_date');
  });

  it('merges customers as configured', async () => {
    const [, first, second] = (await scoresOf('scores.duckdb', 'returns')).map((row) => row.customer_id);
    const config = { cleaning: { mergeEmails: { [first!]: second! } } };
    writeFileSync(workspace.path('merge.json'), JSON.stringify(config));
    const args = ['score', 'orders.csv', '--model', model, '--config', 'merge.json', ...into('merged')];
    expect((await workspace.pipeline(args)).code).toBe(0);
    const ids = (await scoresOf('merged.duckdb', 'returns')).map((row) => row.customer_id);
    expect(ids).not.toContain(first);
    expect(ids).toContain(second);
    expect(ids).toHaveLength((await placesOf('scores.duckdb')).length - 1);
  });

  it('counts days in the zone of the model, whatever the configuration says', async () => {
    const args = [
      'score',
      'events.csv',
      '--model',
      'train/behavior/models/model.json',
      '--as-of',
      '2019-11-20',
    ];
    for (const [name, zone] of [
      ['zone-a', 'UTC'],
      ['zone-b', 'America/Los_Angeles'],
    ] as const)
      // prettier-ignore
      expect((await workspace.pipeline([...args, ...into(name)], { PIPELINE_TIMEZONE: zone })).code).toBe(0);
    expect(await scoresOf('zone-b.duckdb', 'behavior')).toEqual(await scoresOf('zone-a.duckdb', 'behavior'));
  });

  it('asks for the key of a model that was fitted on hashed ids', async () => {
    const key = { PIPELINE_PRIVACY_HASH_CUSTOMER_IDS: 'true', PIPELINE_PRIVACY_HASH_KEY: 'one' };
    const run = ['run', '--orders', 'orders.csv', '--segmentation', 'returns', ...into('hashed')];
    expect((await workspace.pipeline(run, { ...QUICK, ...key })).code).toBe(0);
    const args = ['score', 'orders.csv', '--model', 'hashed/returns/models/model.json', ...into('hashed')];
    expect(await workspace.pipeline(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('hashCustomerIds is off') as string,
    });
    const other = { ...key, PIPELINE_PRIVACY_HASH_KEY: 'two' };
    expect(await workspace.pipeline(args, other)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('another privacy.hashKey') as string,
    });
    expect((await workspace.pipeline(args, key)).code).toBe(0);
    const ids = (await scoresOf('hashed.duckdb', 'returns')).map((row) => row.customer_id);
    expect(ids.every((id) => /^[0-9a-f]{64}$/.test(id))).toBe(true);
  });

  it('keeps no customer in a model that tells outliers by radius', async () => {
    const radius = { ...QUICK, PIPELINE_CLUSTERING_SCORED_OUTLIERS: 'radius' };
    const run = ['run', '--orders', 'orders.csv', '--segmentation', 'returns', ...into('radius')];
    expect((await workspace.pipeline(run, radius)).code).toBe(0);
    const text = readFileSync(workspace.path('radius/returns/models/model.json'), 'utf8');
    expect(text).toContain('"density":null');
    const args = ['score', 'orders.csv', '--model', 'radius/returns/models/model.json', ...into('radius')];
    const { code, stderr } = await workspace.pipeline(args);
    expect(code).toBe(0);
    expect(stderr).toContain('outliers told by the radius of the nearest segment');
  });

  it('lists customers of whom no row counts, and keeps records that cannot be read', async () => {
    const [header, first] = readFileSync(workspace.path('orders.csv'), 'utf8').split('\n');
    const fields = first!.split(',');
    fields[1] = 'nobody@example.com';
    fields[4] = 'abc';
    writeFileSync(workspace.path('odd.csv'), [header, first, fields.join(','), '"never closed'].join('\n'));
    const { code } = await workspace.pipeline(['score', 'odd.csv', '--model', model, ...into('odd')]);
    expect(code).toBe(0);
    const nobody = (await scoresOf('odd.duckdb', 'returns')).find(
      (row) => row.customer_id === 'nobody@example.com',
    );
    expect(nobody?.ineligible_reason).toBe('no row that counts (bad_quantity)');
    const rejects = await rowsOf(
      workspace.path('odd.duckdb'),
      'select source_file, source_line::integer as line from scoring_rejects',
    );
    expect(rejects).toEqual([{ source_file: 'odd.csv', line: 4 }]);
  });

  it('names what is missing on the command line', async () => {
    const noFile = await workspace.pipeline(['score', '--model', 'x.json']);
    expect(noFile).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a file') as string });
    const noModel = await workspace.pipeline(['score', 'orders.csv', '--model', 'x.json']);
    expect(noModel).toMatchObject({ code: 5, stderr: expect.stringContaining('x.json') as string });
  });

  it('refuses order files without a value column for a model that clusters by spending', async () => {
    const [header, ...lines] = readFileSync(workspace.path('orders.csv'), 'utf8').trimEnd().split('\n');
    writeFileSync(
      workspace.path('valueless.csv'),
      [header!.replace('GROSS', 'NET'), ...lines, ''].join('\n'),
    );
    const { code, stderr } = await workspace.pipeline(['score', 'valueless.csv', '--model', model]);
    expect(stderr).toContain('clusters by monetary');
    expect(code).toBe(2);
  });
});
