import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../pipeline/core/paths.ts';
import { createWorkspace, startNode, type Outcome, type Workspace } from './command.ts';

let workspace: Workspace;
beforeAll(() => (workspace = createWorkspace()));
afterAll(() => workspace.remove());

const bench = (args: readonly string[]): Promise<Outcome> => {
  const tsx = import.meta.resolve('tsx');
  const options = ['--folder', workspace.folder, '--repeat', '1'];
  return startNode(['--import', tsx, join(packageRoot, 'bench', 'main.ts'), ...args, ...options], {
    folder: workspace.folder,
  }).finished;
};

const packages = ['--peers', 'density-clustering,ml-kmeans', '--library-rows', '300'];
const small = ['--n', '400', '--d', '3', '--data', 'gm'];

describe('bench', () => {
  it('measures the kernels beside the packages and keeps the report', async () => {
    const file = workspace.path('kernels.md');
    const { code, stdout, stderr } = await bench(['kernels', ...small, ...packages, '--restarts', '2', '--sample-rows', '200', '--out', file]); // prettier-ignore
    expect(code, stderr).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    expect(stdout).toMatch(/\| density-clustering +\|.*identical labels/);
    expect(stdout).toMatch(/\| ml-kmeans +\|.*our inertia/);
    expect(stdout).toMatch(
      /\| gm, 13 +\| +400 .*differs from the definition by at most \d\.\de-([6-9]|1\d) /,
    );
    expect(stdout).toMatch(/\| K = 3: 0\.\d+ ± 0\.\d+ \(200 rows\); differs .* at most \d\.\de-([6-9]|1\d) /);
  });

  it('tells what ours finds in hard data', async () => {
    const args = ['kernels', '--adversarial', '--n', '343', '--out', workspace.path('hard.md')];
    const { code, stdout, stderr } = await bench(args);
    expect(code, stderr).toBe(0);
    expect(stdout.match(/: right/g)).toHaveLength(4);
    expect(stdout).not.toContain('WRONG');
    expect(stdout.match(/, 0 labels differ from those unscaled/g)).toHaveLength(2);
  });

  it('measures the stages of the command', async () => {
    const args = ['pipeline', '--customers', '1000', '--segmentations', 'behavior'];
    const { code, stdout, stderr } = await bench([...args, '--out', workspace.path('pipeline.md')]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/\| cluster customers +\| +\d/);
    expect(stdout).toMatch(/\| peak MB +\| +\d{2,}/);
  });

  it('measures the writer of workbooks', async () => {
    const args = ['workbook', '--n', '400', '--python', 'no-python'];
    const { code, stdout, stderr } = await bench([...args, '--out', workspace.path('workbook.md')]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('no-python cannot import XlsxWriter, openpyxl: left out');
    expect(stdout).toMatch(/\| our workbook +\| +\d[\d.]* \| +1 \|/);
  });

  it('refuses what it does not know', async () => {
    const { code, stderr } = await bench(['kernels', '--data', 'none']);
    expect(code).toBe(2);
    expect(stderr).toContain('expected gm, rfm, got none');
  });
});
