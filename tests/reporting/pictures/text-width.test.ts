import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { SHIPPED_FONT } from '../../../reporting/pictures/rasterise.ts';
import { FONT_FAMILY, element, textLine } from '../../../reporting/pictures/svg.ts';
import { textWidth, wrapText } from '../../../reporting/pictures/text-width.ts';

/** Width of a text between two bars, less that of the bars alone: advance widths, not ink. */
function drawnWidth(text: string, bold: boolean): number {
  const between = (inner: string) => {
    const svg = element(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 4000 100', 'font-family': FONT_FAMILY },
      textLine({ x: 10, y: 50, text: `|${inner}|`, size: 20, bold }),
    );
    return new Resvg(svg, { font: SHIPPED_FONT }).getBBox()!.width;
  };
  return between(text) - between('');
}

describe('textWidth(text, size, bold)', () => {
  const texts = ['Share of customers', '0123456789 %', 'WAVE (Kept), "x" & y', 'illicit minimum'];

  it('is within 3 % of what is drawn', () => {
    for (const text of texts) {
      expect(Math.abs(textWidth(text, 20) / drawnWidth(text, false) - 1), text).toBeLessThan(0.03);
    }
  });

  it('is never below what is drawn for bold text and other alphabets by more than 5 %', () => {
    for (const text of texts)
      expect(textWidth(text, 20, true), text).toBeGreaterThan(drawnWidth(text, true) * 0.95);
    for (const text of ['عملاء مخلصون', 'Ελληνικά', 'Größe', '😀😀']) {
      expect(textWidth(text, 20), text).toBeGreaterThan(drawnWidth(text, false) * 0.95);
    }
  });
});

describe('wrapText(text, options)', () => {
  const width = textWidth('0123456789', 13);

  it('breaks at spaces, as late as possible', () => {
    expect(wrapText('0123 5678 0123', { width, size: 13 })).toEqual(['0123 5678', '0123']);
  });

  it('does not part a number from its per cent sign', () => {
    expect(wrapText('0123456 12 % 3', { width, size: 13 })).toEqual(['0123456', '12 % 3']);
  });

  it('does not break at a protected space', () => {
    expect(wrapText('0123 5\u00A07890123', { width, size: 13 })).toEqual(['0123', '5\u00A07890123']);
  });

  it('breaks a word that is too long', () => {
    expect(wrapText('01234567890123', { width, size: 13 })).toEqual(['0123456789', '0123']);
  });

  it('ends in an ellipsis where lines are limited', () => {
    const [line, ...more] = wrapText('0123 5678 0123 5678', { width, size: 13, maxLines: 1 });
    expect(more).toEqual([]);
    expect(line).toMatch(/^0123 \d+…$/);
    expect(textWidth(line!, 13)).toBeLessThanOrEqual(width);
  });

  it('gives one line for an empty text', () => {
    expect(wrapText('', { width, size: 13 })).toEqual(['']);
  });
});
