import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../reporting/markdown/markdown-report.ts';
import { samplePicture } from '../html/sample-page.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { sampleSummary, summaryRow } from '../sample-segments.ts';

const lines = (markdown: string): string[] => markdown.split('\n');

describe('markdownReport(input, pictures)', () => {
  it('tells the story in order', () => {
    const headings = lines(markdownReport(sampleInput(), [samplePicture()])).filter((line) =>
      line.startsWith('## '),
    );
    expect(headings).toEqual([
      '## Summary',
      '## Segments',
      '## Findings and recommendations',
      '## Quality metrics',
      '## Pictures',
      '## Data quality',
      '## How to reproduce',
    ]);
  });

  it('gives figures with verdicts, coverage beside every quality score, ledger and hashes', () => {
    const report = lines(markdownReport(sampleInput(), []));
    expect(report).toContain(
      '| Silhouette: weak | 0.28 | Real but weak structure: silhouette 0.28 against 0.14 in shuffled data; neighbouring segments overlap. Coverage 95 %. |',
    );
    const indices = report.slice(
      report.indexOf('### Indices'),
      report.indexOf('### Stability of each segment'),
    );
    expect(indices.find((line) => line.startsWith('| Index'))).toContain('| Coverage |');
    expect(report).toContain('| All files | 46,000 | 45,940 | 16 | 44 | balances |');
    expect(report).toContain('| Sum | 45,940 | 45,940 | balances |');
    expect(report.some((line) => line.endsWith(`| ${'a'.repeat(64)} |`))).toBe(true);
    expect(report).toContain('pipeline run --layer gold --segmentation returns --seed 42');
  });

  it('gives each segment its size, shares, mark and strategy', () => {
    const segment = lines(markdownReport(sampleInput(), [])).find((line) => line.startsWith('| 2 | Loyal'))!;
    expect(segment).toContain('| 1,200 | 30 % | 52 % | 20 % |');
    expect(segment).toContain('Orders well above average (11.9 against 5.4)');
    expect(segment).toContain('| Reward and keep: early access, personal service. |');
  });

  it('links pictures beside it, with a text for who cannot see them', () => {
    const report = markdownReport(sampleInput(), [samplePicture({ alt: 'Bars ](x) <b>' })]);
    expect(report).toContain('### Size of the segments');
    expect(report).toContain(String.raw`![Bars \](x) \<b\>](cluster_distribution.png)`);
    expect(markdownReport(sampleInput(), [])).not.toContain('## Pictures');
  });

  it('is the same whenever and however fast the run was made', () => {
    const execution = { runId: 'run-2', createdAt: new Date(0), stages: [{ stage: 'all', seconds: 99 }] };
    const runs = [runRow({ secondsByPhase: { kmeans: 77 } })];
    expect(markdownReport(sampleInput({ execution, runs }), [])).toBe(markdownReport(sampleInput(), []));
  });

  it('keeps a script a text', () => {
    const evil = '<script>alert(1)</script>|[x](http://y)';
    const summary = sampleSummary().map((row) => (row.level === 'main' ? { ...row, archetype: evil } : row));
    const report = markdownReport(
      sampleInput({
        title: evil,
        summary,
        issues: [{ rule: evil, severity: evil, count: 1, meaning: evil }],
      }),
      [samplePicture({ topic: evil, title: evil, alt: evil })],
    );
    const html = micromark(report, {
      allowDangerousHtml: true,
      allowDangerousProtocol: true,
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
    });
    expect(html.match(/<script|<a /g)).toBeNull();
    expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;|[x](http://y)</h1>');
  });

  it.each([
    [
      'no segments',
      { runs: [], summary: [], profiles: [], gates: [] },
      'No segments: no customer had enough history',
    ],
    [
      'all noise',
      {
        runs: [runRow({ clusteredCount: 0, k: 0, coverage: 0, noise: 1, silhouette: null })],
        summary: [summaryRow({ clusterLabel: 'outlier', level: 'outlier' as const })],
      },
      'all 4,000 eligible customers are outliers',
    ],
    ['one segment', { runs: [runRow({ k: 1 })] }, 'all customers form a single group'],
    [
      'no value column',
      { hasValues: false },
      'The input has no value column, so nothing is said on revenue.',
    ],
    [
      'a segment of one customer',
      { summary: [summaryRow({ customerCount: 1 })] },
      '| 1 | Regular Customers | 1 |',
    ],
  ])('says what is the case with %s', (_, changes, sentence) => {
    expect(markdownReport(sampleInput(changes), [])).toContain(sentence);
  });
});
