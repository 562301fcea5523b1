import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../pipeline/core/random.ts';
import { createWorkspace, QUICK, type Workspace } from './command.ts';
import { rowsOf, stableRows } from './tables.ts';

let workspace: Workspace;
let header: string;
let lines: string[];

beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.pipeline(['generate', '--customers', '300', '--seed', '7', '--out', '.']);
  [header = '', ...lines] = readFileSync(workspace.path('orders.csv'), 'utf8').trimEnd().split('\n');
  await runInto('reference', 'orders.csv');
});
afterAll(() => workspace.remove());

/** Runs everything but the report into a new warehouse. */
async function runInto(name: string, orders: string, options: readonly string[] = []): Promise<void> {
  const { code, stderr } = await workspace.pipeline(
    ['run', '--quiet', '--no-report', '--orders', orders, '--warehouse', `${name}.duckdb`, ...options],
    QUICK,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

/** The tables that a run is for. The flags tell how rows were delivered, not what they say. */
async function resultsOf(name: string) {
  const warehouse = workspace.path(`${name}.duckdb`);
  return {
    features: await stableRows(warehouse, 'silver_customer_features', ['data_quality_flags']),
    scaled: await stableRows(warehouse, 'gold_cluster_processed'),
    results: await stableRows(warehouse, 'clustering_results'),
    profiles: await stableRows(warehouse, 'cluster_profiles'),
    selection: await stableRows(warehouse, 'cluster_selection'),
  };
}

describe('the results of pipeline run', () => {
  it('cover the customers of the file', async () => {
    const { features, results } = await resultsOf('reference');
    expect(features).toHaveLength(300);
    expect(results.length).toBeGreaterThan(250);
  });

  it('are identical in a fresh warehouse with one thread', async () => {
    await runInto('one', 'orders.csv', ['--threads', '1']);
    expect(await resultsOf('one')).toEqual(await resultsOf('reference'));
  });

  it('are identical with four threads and the lines of the file shuffled', async () => {
    const random = createRandom('shuffle');
    const shuffled = lines
      .map((line) => ({ line, position: random.next() }))
      .sort((a, b) => a.position - b.position)
      .map(({ line }) => line);
    expect(shuffled).not.toEqual(lines);
    writeFileSync(workspace.path('shuffled.csv'), [header, ...shuffled, ''].join('\n'));
    await runInto('shuffled', 'shuffled.csv', ['--threads', '4']);
    expect(await resultsOf('shuffled')).toEqual(await resultsOf('reference'));
  });

  it('are identical with every address in capitals', async () => {
    const capitals = lines.map((line) =>
      line.replace(
        /^([^,]*),([^,]*)/,
        (_, order: string, email: string) => `${order},${email.toUpperCase()}`,
      ),
    );
    writeFileSync(workspace.path('capitals.csv'), [header, ...capitals, ''].join('\n'));
    await runInto('capitals', 'capitals.csv');
    expect(await resultsOf('capitals')).toEqual(await resultsOf('reference'));
    const [issue] = await rowsOf<{ count: number }>(
      workspace.path('capitals.duckdb'),
      `select issue_count::integer as count from data_quality_issues where rule = 'email_normalised'`,
    );
    expect(issue!.count).toBe(lines.length);
  });

  it('are identical with the file split in two, one of them packed', async () => {
    writeFileSync(workspace.path('part_1.csv'), [header, ...lines.slice(0, 3000), ''].join('\n'));
    writeFileSync(workspace.path('part_2.csv.gz'), gzipSync([header, ...lines.slice(3000), ''].join('\r\n')));
    await runInto('parts', 'part_*');
    expect(await resultsOf('parts')).toEqual(await resultsOf('reference'));
  });

  it('differ with another seed of the random numbers only in what is estimated', async () => {
    await runInto('seeded', 'orders.csv', ['--seed', '43']);
    const { features, scaled, results } = await resultsOf('seeded');
    const reference = await resultsOf('reference');
    expect(features).toEqual(reference.features);
    expect(results).toHaveLength(reference.results.length);
    expect(scaled).not.toEqual(reference.scaled);
  });
});
