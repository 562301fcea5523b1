import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { htmlDictionary } from '../../../reporting/dictionary/html-dictionary.ts';
import { markdownDictionary } from '../../../reporting/dictionary/markdown-dictionary.ts';
import { column, sampleDictionary, table } from './sample-dictionary.ts';

/** Every kind of text that may be taken for markup. */
const HOSTILE = `</td><script>alert(1)</script> "quoted" 'so' | pipe \`tick\` *bold* [link](x) &amp; <img src=x onerror=y>`;

const hostile = () =>
  sampleDictionary({
    version: HOSTILE,
    tables: [
      table('raw_rows', 'bronze', {
        meaning: HOSTILE,
        grain: HOSTILE,
        rules: [HOSTILE],
        parameters: HOSTILE,
        checks: [{ name: 'a_check', severity: 'warn', meaning: HOSTILE }],
        columns: [
          column('id', {
            meaning: HOSTILE,
            unit: HOSTILE,
            range: HOSTILE,
            nullRule: HOSTILE,
            formula: HOSTILE,
            lineage: { kind: 'delivered', sources: [HOSTILE], origins: [] },
          }),
        ],
      }),
    ],
  });

describe('markdownDictionary(dictionary)', () => {
  const page = markdownDictionary(sampleDictionary());

  it('tells of each column what it is, when it is unknown and where it comes from', () => {
    expect(page).toContain(
      '| `amount` | `DOUBLE` | currency | What it is. &gt;= 0. | no number | from rows of `raw_rows`, `raw_rows` (`amount`) | `try_cast(amount AS DOUBLE)` |',
    );
    expect(page).toContain('as in `clean_rows` (`amount`); in the end `raw_rows` (`amount`)');
    expect(page).toContain('| `id` | `VARCHAR` |  | What it is. | never | not derived |  |');
  });

  it('tells of each table what a row is, what makes it, and its checks', () => {
    const section = page.slice(page.indexOf('### clean_rows'), page.indexOf('## Gold'));
    expect(section).toContain('- One row per id.');
    expect(section).toContain('- Made by `sql/silver/clean_rows.sql`, from [raw_rows](#raw_rows).');
    expect(section).toContain('- Read by [totals](#totals).');
    expect(section).toContain('- `ids_are_known` (fail): No id is null.');
  });

  it('draws the lineage as Mermaid', () => {
    const graph = /```mermaid\n(.*?)```/s.exec(page)![1]!;
    expect(graph).toContain('flowchart TD');
    expect(graph).toContain('n0["shop files"]');
    expect(graph).toContain('n0 --> n1');
  });

  it('keeps hostile text in its cell', () => {
    const lines = markdownDictionary(hostile()).split('\n');
    const row = lines.find((line) => line.startsWith('| `id`'))!;
    expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(8);
    const outsideCode = lines.filter((line) => !line.startsWith('| ')).join('\n');
    expect(outsideCode).not.toMatch(/<script|<img|[^\\]\*bold|[^\\]\[link/);
  });
});

describe('htmlDictionary(dictionary)', () => {
  const page = htmlDictionary(sampleDictionary());

  it('links columns and tables that exist', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(links).toContain('c-clean_rows.amount');
    expect(links.filter((link) => !ids.has(link!))).toEqual([]);
    expect(ids.size).toBe([...page.matchAll(/ id="/g)].length);
  });

  it('loads nothing and runs only its own script', () => {
    expect(page).not.toMatch(/https?:|src=|@import|url\(/);
    const [, script] = /<script>(.*?)<\/script>/s.exec(page)!;
    expect(() => new Script(script!)).not.toThrow();
    const hash = createHash('sha256').update(script!).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
  });

  it('names what is searched, scrolled and drawn, for those who cannot see it', () => {
    expect(page).toContain('<label for="search">');
    expect(page).toContain('role="region" tabindex="0" aria-label="Columns of clean_rows"');
    expect(page).toContain('<svg class="graph" role="group" aria-label="Tables made from raw_rows');
    expect(page).toContain('<th scope="row">');
  });

  it('shows hostile text as text', () => {
    const text = htmlDictionary(hostile());
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toContain('<img');
    expect(text.match(/&lt;script&gt;alert\(1\)/g)!.length).toBeGreaterThan(8);
    expect(text).toContain('&amp;amp;');
  });

  it('is the same for the same dictionary', () => {
    expect(htmlDictionary(sampleDictionary())).toBe(page);
  });
});
