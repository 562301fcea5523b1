import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../../reporting/html/html-report.ts';
import { blocksOf, runRow, sampleInput } from '../sample-input.ts';
import { sampleSummary, summaryRow } from '../sample-segments.ts';
import { pageInput, sampleMap, samplePicture } from './sample-page.ts';

function partOf(html: string, id: string): string {
  return html.slice(html.indexOf(`<section id="${id}"`)).split('</section>', 1)[0]!;
}

/** Text of one part of the page, tags taken out. */
function partText(html: string, id: string): string {
  return partOf(html, id)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\s\u00A0]+/g, ' ');
}

describe('htmlReport(input, pictures)', () => {
  it('gives the same text for the same input', async () => {
    const pictures = [samplePicture()];
    const [first, second] = [
      await htmlReport(pageInput(), pictures),
      await htmlReport(pageInput(), pictures),
    ];
    expect(first === second).toBe(true);
  });

  it('tells what the workbook tells', async () => {
    const html = await htmlReport(pageInput(), []);
    expect(partText(html, 'summary')).toContain(
      'Real but weak structure: silhouette 0.28 against 0.14 in shuffled data; neighbouring segments overlap. Coverage 95 %.',
    );
    expect(partText(html, 'summary')).toContain(
      '2.5 % of eligible customers make 31 % of the returned lines',
    );
    expect(partText(html, 'segments')).toContain('Reward and keep: early access, personal service.');
    expect(partText(html, 'data-quality')).toMatch(/All files 46,000 45,940 16 44 balances/);
    expect(partText(html, 'data-quality')).toContain('flag_without_quantity repaired 4,210');
    expect(partText(html, 'data-quality')).toContain('a'.repeat(64));
    expect(partText(html, 'quality')).toContain('Outlier revenue not passed 3.40 3.00');
    expect(partText(html, 'reproduce')).toContain(
      'pipeline run --layer gold --segmentation returns --seed 42',
    );
    expect(partText(html, 'words')).toContain('A customer unlike any group of others; not in a segment.');
  });

  it('is the same whenever and however fast the run was made', async () => {
    const execution = { runId: 'run-2', createdAt: new Date(0), stages: [{ stage: 'all', seconds: 99 }] };
    const runs = [runRow({ secondsByPhase: { kmeans: 77 } })];
    const [first, second] = [
      await htmlReport(pageInput(), []),
      await htmlReport(pageInput({ execution, runs }), []),
    ];
    expect(first === second).toBe(true);
  });

  it('allows its one script, by hash, and nothing from elsewhere', async () => {
    const html = await htmlReport(pageInput(), [samplePicture()]);
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text!);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]!, 'utf8').digest('base64');
    expect(html.split('<style>', 1)[0]).toContain(
      `content="default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline';`,
    );
    expect(html.match(/\s(?:src|href|action)="(?!#)[^"]*/g)).toBeNull();
    expect(html.match(/@import|url\((?!['"]?#)/g)).toBeNull();
  });

  it('has no two elements of one id, also with several drawings', async () => {
    const pictures = [samplePicture(), samplePicture({ name: 'k_scan' })];
    const html = await htmlReport(pageInput(), pictures);
    const ids = [...html.split('<script')[0]!.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
    expect(html.includes('url(#drawing-2-cut)')).toBe(true);
    expect(partOf(html, 'pictures')).toContain('aria-label="Bars: segment 1 40 %, segment 2 30 %."');
  });

  it('draws maps itself, under the title of their picture', async () => {
    const picture = samplePicture({ name: 'pca_clusters_2d', title: 'Segments overlap' });
    const html = await htmlReport(pageInput(), [picture]);
    expect(partText(html, 'maps')).toContain('Segments overlap');
    expect(partText(html, 'maps')).toContain(
      'To the right: Component 1 (41 %): orders. Upwards: Component 2 (22 %): return rate. 4 customers drawn',
    );
    expect(html.includes('<section id="pictures"')).toBe(false);
    const bare = await htmlReport(sampleInput(), []);
    expect(partText(bare, 'maps')).toContain('No map was drawn.');
  });

  it('says how many of the customers a map draws', async () => {
    const maps = [sampleMap({ customerCount: 4000 })];
    const html = await htmlReport(sampleInput({ charts: { maps, densityCurves: [], silhouettes: [] } }), []);
    expect(partText(html, 'maps')).toContain('4 of 4,000 customers drawn; crosses are outliers.');
  });

  it('leaves out a map of nobody', async () => {
    const empty = sampleMap({
      customerIds: [],
      clusterLabels: [],
      x: new Float64Array(),
      y: new Float64Array(),
    });
    const html = await htmlReport(
      sampleInput({ charts: { maps: [empty], densityCurves: [], silhouettes: [] } }),
      [],
    );
    expect(html.includes('<canvas')).toBe(false);
  });

  it('shows text as text, wherever it comes from', async () => {
    const evil = '<script>alert(1)</script>"\'&=HYPERLINK("http://x","y")';
    const summary = sampleSummary().map((row) => (row.level === 'main' ? { ...row, archetype: evil } : row));
    const html = await htmlReport(
      pageInput({
        title: evil,
        currency: evil,
        summary,
        issues: [{ rule: evil, severity: evil, count: 1, meaning: evil }],
        sourceFiles: [
          { file: evil, rowsInFile: 1, rowsLoaded: 1, rowsRejected: 0, rowsDuplicate: 0, sha256: evil },
        ],
        glossary: [{ term: evil, meaning: evil }],
        parameters: { 'orders.path': evil, seed: 42 },
        charts: {
          maps: [sampleMap({ axes: [evil, evil], customerIds: [evil, evil, evil, evil] })],
          densityCurves: [],
          silhouettes: [],
        },
      }),
      [samplePicture({ title: evil, alt: evil })],
    );
    expect(html.includes('<script>alert')).toBe(false);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.split('<style>', 1)[0]).toContain(
      '<title>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;=HYPERLINK(',
    );
  });

  it.each([
    [
      'no clusters',
      {
        runs: [runRow({ clusteredCount: 0, k: 0, coverage: 0, noise: 1, silhouette: null })],
        summary: [],
        profiles: [],
      },
      'all 4,000 eligible customers are outliers',
    ],
    [
      'nobody',
      { runs: [], summary: [], profiles: [], assignments: blocksOf([]) },
      'no customer had enough history',
    ],
    [
      'one cluster',
      { runs: [runRow({ k: 1 })], summary: [summaryRow({})] },
      'all customers form a single group',
    ],
  ])('says what is the case with %s', async (_, changes, sentence) => {
    expect(partText(await htmlReport(sampleInput(changes), []), 'summary')).toContain(sentence);
  });

  it('says nothing on revenue without a value column', async () => {
    const html = await htmlReport(sampleInput({ hasValues: false }), []);
    expect(partText(html, 'segments')).toContain(
      'The input has no value column, so nothing is said on revenue.',
    );
    expect(partText(html, 'segments')).not.toContain('Share of revenue');
  });

  it('has rows of prose become cards on a narrow screen, not those of the scan of K', async () => {
    const html = await htmlReport(sampleInput(), []);
    const classOf = (label: string) =>
      new RegExp(`class="([^"]*)" role="region"[^>]*aria-label="${label}"`).exec(html)![1];
    expect(classOf('Segments')).toBe('scroll stacked');
    expect(classOf('Choice of the number of segments')).toBe('scroll');
  });

  it('names the strata where there are several', async () => {
    const summary = ['buyers', 'non_buyers'].flatMap((stratum) => [
      summaryRow({ stratum, clusterLabel: 'all', level: 'all', archetype: null }),
      summaryRow({ stratum }),
    ]);
    const runs = ['buyers', 'non_buyers'].map((stratum) => runRow({ stratum }));
    const html = await htmlReport(sampleInput({ summary, runs, profiles: [] }), []);
    expect(partText(html, 'segments')).toMatch(/Buyers 1 .* Non-buyers 1 /);
    expect(partText(html, 'quality')).toContain('Non-buyers: Indices');
  });
});
