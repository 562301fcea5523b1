import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { markdownCommand, markdownText } from '../../../reporting/markdown/markdown-text.ts';

/** As GitHub renders it, tags of paragraphs and cells left out and entities read. */
function shown(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html
    .replaceAll(/<\/?p>\n?/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
}

const TEXTS = [
  '<script>alert(1)</script>',
  '=HYPERLINK("http://x","y")',
  'see https://example.com/?a=1&b=2 or www.example.com',
  'WWW.example.com',
  'anna@example.com',
  '[link](javascript:alert(1)) ![image](x.png)',
  'a | b || c',
  '`code` ``more``',
  '*bold* _under_ ~~gone~~ **x**',
  '# heading',
  '- item',
  '+1',
  '-1',
  '@SUM(A1)',
  '1. item',
  '0.28',
  '1) item',
  '> quotation',
  '---',
  '===',
  '&lt; &#60; & Co',
  'C:\\data\\file_name.csv',
  '$x^2$',
  'زبون 🛒',
];

describe('markdownText(text)', () => {
  it.each(TEXTS)('shows %j as it is', (text) => {
    expect(shown(markdownText(text))).toBe(text);
  });

  it.each(TEXTS)('keeps %j in its cell of a table', (text) => {
    const html = micromark(`| a | b |\n| --- | --- |\n| ${markdownText(text)} | end |`, {
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
    });
    expect([...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)).toHaveLength(2);
    expect(html).toMatch(/<td>end<\/td>/);
    expect(html.match(/<(?!\/?(?:table|thead|tbody|tr|th|td)>)/g)).toBeNull();
  });

  it('makes one line of tabs and line ends', () => {
    expect(markdownText('\ta\r\n\r\nb\rc\u0000')).toBe('a b c');
  });

  it('cuts a text of 40,000 characters', () => {
    expect(markdownText('x'.repeat(40_000))).toBe(`${'x'.repeat(992)} … \\[cut\\]`);
  });

  it('leaves ordinary sentences alone', () => {
    const sentence = 'Orders (11.9 against 5.4), 2.5 % of customers; K = 4: it is shown - and does not vote!';
    expect(markdownText(sentence)).toBe(sentence);
  });
});

describe('markdownCommand(command)', () => {
  it.each(['pipeline run --orders a.csv', "pipeline run --orders '```x````'", '<script>alert(1)</script>'])(
    'shows %j as code',
    (command) => {
      const html = shown(markdownCommand(command));
      expect(html).toBe(`<pre><code class="language-sh">${command}\n</code></pre>`);
    },
  );
});
