import { describe, expect, it } from 'vitest';
import { cellText, cellValue, looksLikeFormula, MAX_CELL_CHARACTERS } from '../../reporting/cell-text.ts';

describe('cellText(text)', () => {
  it('keeps text of any script, emoji, tabs and line ends', () => {
    for (const text of ['عميل مخلص', '忠実な顧客', '🛒 buyers', 'a\tb', 'a\nb', '', ' '])
      expect(cellText(text)).toBe(text);
  });

  it('removes characters that XML cannot carry', () => {
    expect(cellText('a\u0000b\u0008c\u001Fd\u007Fe\uFFFEf\uFFFF')).toBe('abcdef');
  });

  it('turns every line end into a line feed', () => {
    expect(cellText('\rone\r\ntwo\rthree')).toBe('\none\ntwo\nthree');
  });

  it('replaces half an emoji', () => {
    expect(cellText('half \uD83D.')).toBe('half \uFFFD.');
  });

  it('escapes what Excel would decode', () => {
    expect(cellText('_x003D_1+1')).toBe('_x005F_x003D_1+1');
    expect(cellText('_xyz_')).toBe('_xyz_');
  });

  it('cuts what is longer than a cell holds and marks the cut', () => {
    const text = cellText('x'.repeat(40_000));
    expect(text).toHaveLength(MAX_CELL_CHARACTERS);
    expect(text.endsWith('x … [cut]')).toBe(true);
    expect(cellText('x'.repeat(MAX_CELL_CHARACTERS))).toBe('x'.repeat(MAX_CELL_CHARACTERS));
  });

  it('never cuts an emoji in two', () => {
    for (const shift of ['', 'x']) {
      const text = cellText(shift + '🛒'.repeat(20_000));
      expect(text.length).toBeLessThanOrEqual(MAX_CELL_CHARACTERS);
      expect(text).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

describe('cellValue(value)', () => {
  it('leaves out numbers that are none', () => {
    const values = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      null,
      0,
      -1.5,
      true,
      'a\u0001',
      '\u0001',
    ];
    expect(values.map(cellValue)).toEqual([null, null, null, null, 0, -1.5, true, 'a', null]);
  });
});

describe('looksLikeFormula(text)', () => {
  it.each(['=1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('recognises %j', (text) => {
    expect(looksLikeFormula(text)).toBe(true);
  });

  it.each(['1', 'a=1', ' =1', ''])('passes %j', (text) => {
    expect(looksLikeFormula(text)).toBe(false);
  });
});
