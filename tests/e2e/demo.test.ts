import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, type Workspace } from './command.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace();
});
afterAll(() => workspace.remove());

describe('pipeline demo', () => {
  it('works in an empty folder and says last where the workbook is', async () => {
    const { code, stdout, stderr } = await workspace.pipeline(['demo'], QUICK);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^2000 customers, \d+ order lines: /);
    const workbook = /^open the workbook: (.+)\n$/m.exec(stderr)![1]!;
    expect(stderr.endsWith(`open the workbook: ${workbook}\n`)).toBe(true);
    expect(existsSync(workspace.path(workbook))).toBe(true);
    expect(readdirSync(workspace.folder).sort()).toEqual(['data', 'logs']);
    expect(readdirSync(workspace.path('data'))).toEqual(['demo']);
    const next = /^go on with its tables: pipeline (report .+)$/m.exec(stderr)![1]!.split(' ');
    rmSync(workspace.path(workbook));
    expect(await workspace.pipeline(next)).toMatchObject({ code: 0 });
    expect(existsSync(workspace.path(workbook))).toBe(true);
  });
});
