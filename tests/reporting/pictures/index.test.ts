import { describe, expect, it } from 'vitest';
import { drawPictures, PICTURE_NAMES } from '../../../reporting/pictures/index.ts';
import type { ReportInput, SummaryRow } from '../../../reporting/report-input.ts';
import { chartsOf } from '../sample-charts.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { profilesOf, sampleSummary, STRATUM, summaryRow } from '../sample-segments.ts';
import { reachBeyondPage, textsOf } from './page-bounds.ts';

function inputOf(summary: readonly SummaryRow[], changes: Partial<ReportInput> = {}): ReportInput {
  return sampleInput({ summary, profiles: profilesOf(summary), charts: chartsOf(summary), ...changes });
}

const everybody = summaryRow({ clusterLabel: 'all', level: 'all', archetype: null, shareOfCustomers: 1 });
const outliers = summaryRow({ clusterLabel: 'outlier', level: 'outlier', archetype: 'Outliers' });

/** Names that have broken drawings before: from right to left, pictographs, markup, no spaces, nothing. */
const NAMES = ['عملاء مخلصون', 'Buyers 😀 🎁', '<b>"x" & y</b>', 'Wm'.repeat(60), '顧客', ''];

const CASES: Readonly<Record<string, ReportInput>> = {
  'four segments': inputOf(sampleSummary()),
  'one segment': inputOf([everybody, summaryRow({ shareOfCustomers: 1 })], {
    selection: sampleInput().selection.filter((row) => row.isChosen),
  }),
  'a segment of one customer': inputOf([
    everybody,
    summaryRow({}),
    summaryRow({ clusterLabel: '2', customerCount: 1 }),
  ]),
  'nothing but outliers': inputOf([everybody, outliers], {
    runs: [runRow({ k: 0, clusteredCount: 0, silhouette: null, permutedSilhouette: null })],
    selection: [],
  }),
  'eighteen segments with odd names': inputOf([
    everybody,
    ...Array.from({ length: 18 }, (_, i) =>
      summaryRow({
        clusterLabel: String(i + 1),
        archetype: NAMES[i % NAMES.length]!,
        customerCount: 1_234_567,
      }),
    ),
    outliers,
  ]),
  'two strata': inputOf(
    ['buyers', 'non_buyers'].flatMap((stratum) => sampleSummary().map((row) => ({ ...row, stratum }))),
    {
      runs: ['buyers', 'non_buyers'].map((stratum) => runRow({ stratum })),
      selection: ['buyers', 'non_buyers'].flatMap((stratum) =>
        sampleInput().selection.map((row) => ({ ...row, stratum })),
      ),
    },
  ),
};

describe('drawPictures(input)', () => {
  it('draws all of them in their order', async () => {
    const pictures = await drawPictures(CASES['four segments']!);
    expect(pictures.map(({ name }) => name)).toEqual(PICTURE_NAMES);
  });

  it('names them by stratum where there are several, and says it in the title', async () => {
    const pictures = await drawPictures(CASES['two strata']!);
    expect(pictures.map(({ name }) => name)).toEqual([
      ...PICTURE_NAMES.map((name) => `${name}_buyers`),
      ...PICTURE_NAMES.map((name) => `${name}_non_buyers`),
    ]);
    for (const { title, stratum } of pictures)
      expect(title).toContain(stratum === 'buyers' ? 'Buyers' : 'Non-buyers');
  });

  it.each(Object.keys(CASES))(
    'draws %s on white pages, all of it within them, at least 1,600 pixels wide',
    async (name) => {
      const pictures = await drawPictures(CASES[name]!);
      expect(pictures.length).toBeGreaterThan(3);
      for (const { name: picture, svg, png, width, height, title, alt } of pictures) {
        expect(svg, picture).not.toMatch(/NaN|Infinity|undefined/);
        expect(reachBeyondPage(svg), picture).toBeLessThan(0.01);
        expect(title.length, picture).toBeGreaterThan(10);
        expect(alt, picture).toContain(title);
        const header = Buffer.from(png);
        expect(header.toString('latin1', 1, 4)).toBe('PNG');
        expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([width, height]);
        expect(width).toBeGreaterThanOrEqual(1600);
        expect([...svg.matchAll(/font-size="([\d.]+)"/g)].every(([, size]) => Number(size) >= 12)).toBe(true);
      }
    },
  );

  it('gives the same bytes for the same input', async () => {
    const [first, second] = [
      await drawPictures(CASES['four segments']!),
      await drawPictures(CASES['four segments']!),
    ];
    expect(second).toEqual(first);
  });

  it('leaves names as text', async () => {
    const [distribution] = await drawPictures(CASES['eighteen segments with odd names']!);
    expect(textsOf(distribution!.svg)).toContain('<b>"x" & y</b>');
    expect(distribution!.svg).not.toContain('<b>');
  });

  it('leaves maps and curves out where there are no data for them', async () => {
    const pictures = await drawPictures(sampleInput());
    expect(pictures.map(({ name }) => name)).toEqual(['cluster_distribution', 'cluster_profiles', 'k_scan']);
  });

  it('draws nothing where there are no customers', async () => {
    expect(await drawPictures(sampleInput({ runs: [], summary: [], profiles: [], selection: [] }))).toEqual(
      [],
    );
    expect(await drawPictures(sampleInput({ runs: [runRow({ k: 0 })], summary: [], selection: [] }))).toEqual(
      [],
    );
  });

  it('has no picture of a stratum it does not know', async () => {
    const pictures = await drawPictures(CASES['four segments']!);
    expect(new Set(pictures.map(({ stratum }) => stratum))).toEqual(new Set([STRATUM]));
  });
});
