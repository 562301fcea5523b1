import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { htmlDictionary } from '../../../reporting/dictionary/html-dictionary.ts';
import { findBrowser } from '../../support/find-browser.ts';
import { sampleDictionary, table } from './sample-dictionary.ts';

const executablePath = findBrowser();

describe.skipIf(executablePath === undefined)('data_dictionary.html in a browser', () => {
  it('needs no more than the width of a telephone, however long the names are', async () => {
    const name = 'a_table_with_the_name_of_everything_that_is_in_it';
    const { tables } = sampleDictionary();
    // Containers run the tests as root, where Chromium has no sandbox; the page is our own.
    const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
      await page.setContent(htmlDictionary(sampleDictionary({ tables: [...tables, table(name, 'silver')] })));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    } finally {
      await browser.close();
    }
  });
});
