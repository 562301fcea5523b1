import { Window, type HTMLInputElement } from 'happy-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { htmlReport } from '../../../reporting/html/html-report.ts';
import type { ReportInput } from '../../../reporting/report-input.ts';
import { sampleInput } from '../sample-input.ts';
import { summaryRow } from '../sample-segments.ts';
import { inputOfIds, pageInput } from './sample-page.ts';

let window: Window | undefined;
const faults: unknown[] = [];
afterEach(() => {
  window?.close();
  expect(faults.splice(0)).toEqual([]);
});

/** The page with its own script run, as far as a DOM without layout goes: nothing is drawn or pointed at. */
async function openPage(input: ReportInput): Promise<Window['document']> {
  const settings = {
    enableJavaScriptEvaluation: true,
    suppressInsecureJavaScriptEnvironmentWarning: true,
  };
  const opened = new Window({ settings });
  window = opened;
  opened.addEventListener('error', (event) => faults.push(event));
  Object.assign(opened, { DecompressionStream, Response, Blob });
  opened.document.write(await htmlReport(input, []));
  await vi.waitFor(() => expect(opened.document.documentElement.dataset['ready']).toBe('true'), 10_000);
  return opened.document;
}

type Page = Awaited<ReturnType<typeof openPage>>;

const textOf = (page: Page, selector: string): string[] =>
  [...page.querySelectorAll(selector)].map((node) => node.textContent);

function search(page: Page, id: string): void {
  const field = page.getElementById('search-field') as unknown as HTMLInputElement;
  field.value = id;
  field.dispatchEvent(new window!.Event('input'));
}

describe('sorting the segments', () => {
  const firstColumn = (page: Page) => textOf(page, '#segment-table tbody tr td:first-child');
  const click = (page: Page, header: string) =>
    [...page.querySelectorAll('#segment-table th button')]
      .find((button) => button.textContent === header)!
      .dispatchEvent(new window!.Event('click'));

  it('begins with the largest figure, turns round on the second click, and says so', async () => {
    const page = await openPage(pageInput());
    expect(firstColumn(page)).toEqual(['1', '2', '3', '4', 'outlier']);
    click(page, 'Share of revenue');
    expect(firstColumn(page)).toEqual(['2', '1', 'outlier', '3', '4']);
    expect(page.querySelector('th[aria-sort="descending"]')!.textContent).toBe('Share of revenue');
    click(page, 'Share of revenue');
    expect(firstColumn(page)).toEqual(['4', '3', 'outlier', '1', '2']);
    expect(textOf(page, 'th[aria-sort="ascending"]')).toEqual(['Share of revenue']);
    expect(textOf(page, '#segment-table tfoot td:first-child')).toEqual(['All']);
  });

  it('sorts words from the first, labels as numbers, and empty cells last', async () => {
    const summary = ['2', '10', '1'].map((clusterLabel) =>
      summaryRow({ clusterLabel, shareOfRevenue: null, customerCount: 50 - Number(clusterLabel) }),
    );
    const page = await openPage(pageInput({ summary: [...summary, summaryRow({ clusterLabel: '3' })] }));
    click(page, 'Customers');
    expect(firstColumn(page)).toEqual(['3', '1', '2', '10']);
    click(page, 'Segment');
    expect(firstColumn(page)).toEqual(['1', '2', '3', '10']);
    click(page, 'Share of revenue');
    expect(firstColumn(page)[0]).toBe('3');
    click(page, 'Share of revenue');
    expect(firstColumn(page)[0]).toBe('3');
  });
});

describe('searching a customer', () => {
  it('shows segment, distance, silhouette and headline values of who begins with what is typed', async () => {
    const page = await openPage(pageInput());
    search(page, 'BASH');
    expect(page.getElementById('search-status')!.textContent).toBe('1 customer found.');
    expect(textOf(page, '#search-answer tbody th, #search-answer tbody td')).toEqual([
      ...['bashir@example.com', '2.1', 'Frequent Buyers', '0.83', '0.41'],
      ...['5.0 %', '3', '70 days', '410 EUR', '180 days'],
    ]);
  });

  it('gives the reason of a customer without a segment', async () => {
    const page = await openPage(pageInput());
    search(page, 'emil');
    expect(textOf(page, '#search-answer tbody td').slice(0, 3)).toEqual([
      'ineligible',
      'Ineligible',
      'fewer than 2 orders',
    ]);
  });

  it('says that nobody is found, and nothing while nothing is typed', async () => {
    const page = await openPage(pageInput());
    search(page, 'nobody');
    expect(page.getElementById('search-status')!.textContent).toMatch(/^No customer/);
    search(page, ' ');
    expect(page.getElementById('search-status')!.textContent).toBe('');
    expect(page.getElementById('search-answer')!.children).toHaveLength(0);
  });

  it('puts the exact id first among more than it shows', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `7${index}`);
    const page = await openPage(inputOfIds([...ids, '7']));
    search(page, '7');
    expect(page.getElementById('search-status')!.textContent).toBe(
      '41 customers found, the first 20 shown; type more of the id.',
    );
    expect(textOf(page, '#search-answer tbody th')[0]).toBe('7');
    expect(textOf(page, '#search-answer tbody th')).toHaveLength(20);
  });

  it.each([
    ['a script', '<script>alert(1)</script>', '<SCRIPT>'],
    ['the end of the data', '</script><img src=x onerror=alert(1)>', '</script>'],
    ['a formula', '=HYPERLINK("http://x","y")', '=hyper'],
    ['a tab', '\tx', 'x'],
    ['Arabic', 'زبون@example.com', 'زبو'],
    ['an emoji', '🛒🛍️', '🛒'],
    ['a separator of lines', 'a\u2028b\u2029c', 'a'],
  ])('shows and finds an id that is %s as text', async (_, id, wanted) => {
    const page = await openPage(inputOfIds([id, 'other']));
    search(page, wanted);
    expect(textOf(page, '#search-answer tbody th')).toEqual([id]);
    expect(page.querySelectorAll('script')).toHaveLength(2);
    expect(page.querySelectorAll('img')).toHaveLength(0);
  });

  it('makes line feeds of carriage returns and a mark of half an emoji', async () => {
    const page = await openPage(inputOfIds(['\rx', 'a\uD83D']));
    search(page, 'x');
    expect(textOf(page, '#search-answer tbody th')).toEqual(['\nx']);
    search(page, 'a');
    expect(textOf(page, '#search-answer tbody th')).toEqual(['a\uFFFD']);
  });

  it('cuts an id of 40,000 characters, and still finds it', async () => {
    const page = await openPage(inputOfIds(['x'.repeat(40_000), 'other']));
    search(page, 'xxx');
    expect(textOf(page, '#search-answer tbody th')).toEqual([`${'x'.repeat(192)} … [cut]`]);
  });
});

describe('comparing segments', () => {
  const heads = (page: Page) => textOf(page, '#compare-answer thead th').map((text) => text.trim());

  it('begins with the first two and follows the boxes', async () => {
    const page = await openPage(pageInput());
    expect(heads(page)).toEqual(['Feature', 'All', '1 Regular Customers', '2 Loyal Customers']);
    const boxes = [...page.querySelectorAll('#compare-choice input')] as unknown as HTMLInputElement[];
    boxes[0]!.checked = false;
    boxes[0]!.dispatchEvent(new window!.Event('change'));
    expect(heads(page)).toEqual(['Feature', 'All', '2 Loyal Customers']);
    expect(textOf(page, '#compare-answer tbody tr:first-child > *')).toEqual([
      'Return rate',
      '12 %',
      '7.0 % −0.28 sd, median 5.6 %',
    ]);
  });

  it('adds the segment whose name is clicked in the table', async () => {
    const page = await openPage(pageInput());
    page.querySelector('a[data-segment$=" 4"]')!.dispatchEvent(new window!.Event('click'));
    expect(heads(page)).toContain('4 High Returners');
  });

  it('draws bars from the middle, the largest to the edge', async () => {
    const page = await openPage(pageInput());
    const bars = [...page.querySelectorAll('#compare-answer .bar span')].map((bar) =>
      bar.getAttribute('style'),
    );
    expect(bars.some((style) => style!.includes('left: 50%; width: 50%'))).toBe(true);
    expect(bars.every((style) => !style!.includes('NaN'))).toBe(true);
  });
});

describe('pages with little to show', () => {
  it.each([
    ['no clusters', { runs: [], summary: [], profiles: [], selection: [] }],
    ['one cluster', { summary: [summaryRow({})], profiles: [] }],
    ['a segment of one customer', { summary: [summaryRow({ customerCount: 1 })] }],
    ['all noise', { summary: [summaryRow({ clusterLabel: 'outlier', level: 'outlier' as const })] }],
  ])('runs on %s', async (_, changes) => {
    const page = await openPage(sampleInput(changes));
    search(page, '0042');
    expect(page.getElementById('search-status')!.textContent).toBe('1 customer found.');
  });
});
