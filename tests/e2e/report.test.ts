import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, WITH_PICTURES, type Workspace } from './command.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.pipeline(['generate', '--customers', '300', '--out', '.']);
  const { code } = await workspace.pipeline(['run', '--orders', 'orders.csv'], QUICK);
  expect(code).toBe(0);
});
afterAll(() => workspace.remove());

describe('pipeline report', () => {
  it('writes the same bytes as the run did, whatever its own settings are', async () => {
    const filesOf = () =>
      ['clustering_results.xlsx', 'report.html', 'cluster_report.md'].map((name) =>
        readFileSync(workspace.path(`data/output/returns/${name}`)),
      );
    const first = filesOf();
    rmSync(workspace.path('data/output'), { recursive: true });
    const { code, stderr } = await workspace.pipeline(['report', '--seed', '7']);
    expect(code).toBe(0);
    expect(stderr).toContain('workbook: data');
    expect(first[0]!.length).toBeGreaterThan(20_000);
    expect(filesOf().map((bytes, index) => bytes.equals(first[index]!))).toEqual([true, true, true]);
  });

  it('draws the same pictures every time, on any number of threads, and leaves no stale ones', async () => {
    const folder = workspace.path('data/output/returns');
    const pictures = () => readdirSync(folder).filter((name) => name.endsWith('.png'));
    const bytes = () =>
      [...pictures(), 'clustering_results.xlsx'].map((name) => readFileSync(join(folder, name)));
    const report = async (options: readonly string[], environment = WITH_PICTURES) => {
      const { code, stderr } = await workspace.pipeline(['report', ...options], environment);
      expect({ code, stderr }).toMatchObject({ code: 0 });
    };
    await report(['--threads', '1']);
    expect(pictures()).toEqual([
      'cluster_distribution.png',
      'cluster_profiles.png',
      'k_distance.png',
      'k_scan.png',
      'pca_clusters_2d.png',
      'silhouettes.png',
      'umap_clusters_2d.png',
    ]);
    const first = bytes();
    await report(['--threads', '2', '--seed', '7']);
    expect(bytes()).toEqual(first);
    await report([], { ...WITH_PICTURES, PIPELINE_REPORT_MAP_CUSTOMERS: '0' });
    expect(pictures()).not.toContain('umap_clusters_2d.png');
    expect(pictures()).toHaveLength(5);
    await report([], {});
    expect(pictures()).toEqual([]);
  });

  it('refuses a warehouse without a clustering (exit 3)', async () => {
    await workspace.pipeline([
      'run',
      '--layer',
      'bronze',
      '--warehouse',
      'b.duckdb',
      '--orders',
      'orders.csv',
    ]);
    const { code, stderr } = await workspace.pipeline(['report', '--warehouse', 'b.duckdb']);
    expect(code).toBe(3);
    expect(stderr).toContain(
      'b.duckdb holds no clustering to report on: run pipeline run --layer gold first',
    );
  });

  it.each(['report', 'compare'])('refuses a warehouse that is not there (exit 5): %s', async (command) => {
    const { code, stderr } = await workspace.pipeline([command, '--warehouse', 'none.duckdb']);
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: 'error: there is no warehouse none.duckdb: run pipeline run --layer gold first\n',
    });
  });

  it('refuses a folder it cannot write to (exit 5) and names the file', async () => {
    writeFileSync(workspace.path('blocked'), '');
    const { code, stderr } = await workspace.pipeline(['report', '--out', 'blocked']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/cannot write blocked.returns.clustering_results\.xlsx: /);
  });
});

describe('pipeline status', () => {
  it('says that nothing was run where there is no warehouse (exit 5)', async () => {
    const { code, stdout, stderr } = await workspace.pipeline(['status', '--warehouse', 'none.duckdb']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toBe('error: there is no warehouse none.duckdb: nothing was run yet\n');
  });

  it('shows a failed run with its reason and the stages that did not run', async () => {
    const failed = await workspace.pipeline(['run', '--warehouse', 'f.duckdb', '--orders', 'none.csv']);
    expect(failed.code).toBe(5);
    const { code, stdout } = await workspace.pipeline(['status', '--warehouse', 'f.duckdb']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/run gold {2}failed .* no file matches none\.csv/);
    expect(stdout).toMatch(/load bronze +failed/);
    expect(stdout.match(/not_run/g)).toHaveLength(5);
  });
});
