import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../../reporting/html/html-report.ts';
import { findBrowser } from '../../support/find-browser.ts';
import { assignmentRow, blocksOf } from '../sample-input.ts';
import { pageInput, samplePicture } from './sample-page.ts';

const executablePath = findBrowser();
if (executablePath === undefined) {
  console.warn('report.html is not opened in a browser: no Chromium found (set CHROME_PATH)');
}

describe.skipIf(executablePath === undefined)('report.html in a browser', () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  let address: string;
  const faults: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    address = pathToFileURL(join(folder, 'report.html')).href;
    const formula = assignmentRow({ customerId: '=HYPERLINK("http://x","y")' });
    const script = assignmentRow({ customerId: '</script><script>alert(1)</script>' });
    const ids = ['anna@example.com', 'bashir@example.com', '0042'].map((customerId) =>
      assignmentRow({ customerId }),
    );
    const input = pageInput({ assignments: blocksOf([formula, script, ...ids]) });
    writeFileSync(join(folder, 'report.html'), await htmlReport(input, [samplePicture()]));
    // Containers run the tests as root, where Chromium has no sandbox; the page is our own.
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ colorScheme: 'light' });
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('dialog', (dialog) => faults.push(dialog.message()));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(address);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const shot = async (name: string) => {
    await page.screenshot({ path: join(folder, name), fullPage: true });
    return statSync(join(folder, name)).size;
  };

  it('sorts by a header, with the keyboard', async () => {
    await page.getByRole('button', { name: 'Share of revenue' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#segment-table tbody td:first-child').allTextContents()).toEqual([
      ...['2', '1', 'outlier', '3', '4'],
    ]);
    expect(await page.locator('th[aria-sort=descending]').textContent()).toBe('Share of revenue');
  });

  it('finds a customer whose id is a formula or a script, as text', async () => {
    await page.getByLabel('Customer id begins with').fill('=HYPER');
    expect(await page.locator('#search-answer tbody th').textContent()).toBe('=HYPERLINK("http://x","y")');
    await page.getByLabel('Customer id begins with').fill('</scr');
    expect(await page.locator('#search-answer tbody th').textContent()).toBe(
      '</script><script>alert(1)</script>',
    );
  });

  it('tells the customer under the pointer, and looks it up on a click', async () => {
    const canvas = page.locator('#map-1');
    const { width, height } = (await canvas.boundingBox())!;
    // The second point of the sample is at the lower right corner, within the margin of 16 pixels.
    await canvas.hover({ position: { x: width - 18, y: height - 18 } });
    expect(await page.locator('#map-1-tip').innerText()).toBe(
      'bashir@example.com\n2 Loyal Customers\nComponent 1 (41 %): orders: 1.00\nComponent 2 (22 %): return rate: -1.00',
    );
    await canvas.click({ position: { x: width - 18, y: height - 18 } });
    expect(await page.locator('#search-answer tbody th').textContent()).toBe('bashir@example.com');
  });

  it('goes from customer to customer with the arrow keys, past hidden segments', async () => {
    await page.locator('#map-1').focus();
    await page.keyboard.press('ArrowRight');
    const first = await page.locator('#map-1-tip .id').innerText();
    await page.keyboard.press(first === 'anna@example.com' || first === '0042' ? 'ArrowRight' : 'ArrowLeft');
    expect(await page.locator('#map-1-tip .id').innerText()).not.toBe(first);
    await page.locator('#map-1-legend button').nth(0).click();
    await page
      .locator('#map-1')
      .hover({ position: { x: 17, y: (await page.locator('#map-1').boundingBox())!.height - 17 } });
    expect(await page.locator('#map-1-tip').isVisible()).toBe(false);
  });

  it('turns dark on demand and prints in light', async () => {
    expect(await background()).toBe('rgb(255, 255, 255)');
    expect(await shot('light.png')).toBeGreaterThan(10_000);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await background()).toBe('rgb(23, 24, 28)');
    expect(await shot('dark.png')).toBeGreaterThan(10_000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
    const inside = `getComputedStyle(document.querySelector('main .note')).breakInside`;
    expect(await page.evaluate(inside)).toBe('avoid');
    for (const kept of ['h3', '.note', 'thead']) {
      const style = `getComputedStyle(document.querySelector('main ${kept}')).breakAfter`;
      expect(await page.evaluate(style), kept).toBe('avoid');
    }
    await page.emulateMedia({ media: 'screen' });
  });

  it('needs no more than the width of a telephone', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    expect(await shot('narrow.png')).toBeGreaterThan(10_000);
  });

  it('makes no request but for itself and says nothing on the console', () => {
    expect(requests).toEqual([address]);
    expect(faults).toEqual([]);
  });
});
