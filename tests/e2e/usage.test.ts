import { readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from './command.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace();
});
afterAll(() => workspace.remove());

describe('the command line', () => {
  it.each([
    [['rnu'], 'unknown command rnu; the closest one is run'],
    [['run', '--layr', 'gold'], 'unknown option --layr of pipeline run; the closest one is --layer'],
    [['run', '--seed'], 'Not enough arguments following: seed'],
    [['run', '--engine', 'slow'], 'clustering.engine is "slow": expected one of "fast"|"library"'],
    [['run'], 'no order files are configured: give them with --orders GLOB'],
    [['generate', '--customers', '0', '--out', 'x'], 'customers must be an integer in [1, 10000000], got 0'],
  ])('explains %j and exits with 2', async (args, sentence) => {
    const { code, stdout, stderr } = await workspace.pipeline([...args, '--quiet']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${sentence}`);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
  });

  it('prints help and version to standard output', async () => {
    const help = await workspace.pipeline(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/pipeline run +build everything/);
    expect(await workspace.pipeline(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });
});

describe('the configuration', () => {
  it('names the file, the key and the closest valid one (exit 2)', async () => {
    writeFileSync(workspace.path('pipeline.config.yaml'), 'clustering:\n  kay: 4\n');
    const { code, stderr } = await workspace.pipeline(['run']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: pipeline.config.yaml: unknown key clustering.kay; the closest valid key is clustering.k\n',
    });
  });

  it('names the variable, the value and what was expected (exit 2)', async () => {
    const { code, stderr } = await workspace.pipeline(['run', '--config', 'good.yaml'], {
      PIPELINE_CLUSTERING_K: 'some',
    });
    expect(code).toBe(5);
    writeFileSync(workspace.path('good.yaml'), 'seed: 1\n');
    const again = await workspace.pipeline(['run', '--config', 'good.yaml'], {
      PIPELINE_CLUSTERING_K: 'some',
    });
    expect(stderr).toContain('cannot read the configuration file good.yaml');
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toMatch(
      /PIPELINE_CLUSTERING_K: clustering\.k is "some": expected "auto", or number/,
    );
  });

  it('is refused before anything is created', () => {
    expect(readdirSync(workspace.folder).filter((name) => !name.endsWith('.yaml'))).toEqual(['data', 'logs']);
  });
});
