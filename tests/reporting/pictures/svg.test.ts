import { describe, expect, it } from 'vitest';
import { coordinate, element, svgText, textLine } from '../../../reporting/pictures/svg.ts';

describe('svgText(text)', () => {
  it('leaves markup as text', () => {
    expect(svgText('<script>"a" & b</script>')).toBe('&lt;script&gt;&quot;a&quot; &amp; b&lt;/script&gt;');
  });

  it('leaves out control characters and replaces half surrogate pairs', () => {
    expect(svgText('a\u0000b\u001Fc\uD83Dd\uFFFEe')).toBe('abc\uFFFDde');
  });

  it('keeps Arabic and emoji', () => {
    expect(svgText('عملاء 😀')).toBe('عملاء 😀');
  });
});

describe('coordinate(value)', () => {
  it('rounds to two decimals and knows no negative zero', () => {
    expect([1.005, -0.001, 12, 1 / 3].map(coordinate)).toEqual(['1', '0', '12', '0.33']);
  });
});

describe('element(name, attributes, content)', () => {
  it('escapes attributes and leaves undefined ones out', () => {
    expect(element('a', { b: '"<', c: undefined, d: 0.126 })).toBe('<a b="&quot;&lt;" d="0.13"/>');
    expect(element('a', {}, '<b/>')).toBe('<a><b/></a>');
  });
});

describe('textLine(line)', () => {
  it('draws nothing for an empty text', () => {
    expect(textLine({ x: 1, y: 2, text: '' })).toBe('');
  });

  it('turns text that reads upwards around its start', () => {
    expect(textLine({ x: 10, y: 20, text: 'up', upwards: true })).toContain('transform="rotate(-90 10 20)"');
  });
});
