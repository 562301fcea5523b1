import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataDictionary } from '../../reporting/dictionary/data-dictionary.ts';
import { createWorkspace } from './command.ts';

const workspace = createWorkspace();
afterAll(() => workspace.remove());

const MARKDOWN = 'docs/data_dictionary.md';
const HTML = 'docs/data_dictionary.html';

describe('pipeline docs', () => {
  it('writes both pages without a warehouse, the same bytes each time', async () => {
    for (const out of ['once', 'twice']) {
      const { code, stdout, stderr } = await workspace.pipeline(['docs', '--out', out]);
      expect({ code, pages: stdout.trim().split('\n').length }).toEqual({ code: 0, pages: 2 });
      expect(stderr).toMatch(/^\d+ tables, \d+ columns described\n$/);
    }
    for (const page of [MARKDOWN, HTML]) {
      const text = readFileSync(workspace.path(`once/${page}`), 'utf8');
      expect(text).toContain('silver_customer_features');
      expect(text).toBe(readFileSync(workspace.path(`twice/${page}`), 'utf8'));
    }
    expect(existsSync(workspace.path('data/warehouse.duckdb'))).toBe(false);
  });

  it('prints the dictionary as JSON and writes nothing', async () => {
    const { code, stdout } = await workspace.pipeline(['docs', '--json', '--out', 'none']);
    const { tables } = JSON.parse(stdout) as DataDictionary;
    expect({ code, isWritten: existsSync(workspace.path('none')) }).toEqual({ code: 0, isWritten: false });
    expect(tables.length).toBeGreaterThan(75);
  });

  it('leaves nothing half-written where a page cannot be (exit 5)', async () => {
    mkdirSync(workspace.path(`taken/${HTML}`), { recursive: true });
    const { code, stderr } = await workspace.pipeline(['docs', '--out', 'taken', '--quiet']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^error: cannot write taken.docs.data_dictionary\.html: [^\n]+\n$/);
    expect(readdirSync(workspace.path('taken/docs')).sort()).toEqual([
      'data_dictionary.html',
      'data_dictionary.md',
    ]);
  });
});
