import { describe, expect, it } from 'vitest';
import { counted, inTitle, inWords, uncapitalised } from '../../reporting/wording.ts';

describe('inWords(value, kind, currency)', () => {
  it.each([
    [0.021, '2.1 %'],
    [0.31, '31 %'],
    [0.0994, '9.9 %'],
    [0.0996, '10 %'],
    [0, '0 %'],
    [1, '100 %'],
    [0.0001, 'under 0.1 %'],
    [0.999, 'over 99 %'],
    [-0.25, '-25.0 %'],
  ])('says the share %d as %s', (share, text) => {
    expect(inWords(share, 'percent')).toBe(text);
  });

  it('says amounts with the currency, with cents only below a hundred', () => {
    expect(inWords(1840.5, 'currency', 'EUR')).toBe('1,841 EUR');
    expect(inWords(12.5, 'currency', '€')).toBe('12.50 €');
    expect(inWords(12.5, 'currency')).toBe('12.50');
  });

  it('says days and counts with separators', () => {
    expect(inWords(1234, 'count')).toBe('1,234');
    expect(inWords(9.46, 'days')).toBe('9.5 days');
    expect([inWords(0, 'days'), inWords(1, 'days'), inWords(2, 'days')]).toEqual([
      '0 days',
      '1 day',
      '2 days',
    ]);
    expect(inWords(410, 'days')).toBe('410 days');
  });

  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])('says unknown for %s', (value) => {
    expect(inWords(value, 'decimal')).toBe('unknown');
  });

  it('writes no negative zero', () => {
    expect(inWords(-0.001, 'index')).toBe('0.00');
    expect(inWords(-1e-9, 'decimal')).toBe('0.0');
  });
});

describe('counted(count, noun)', () => {
  it('uses the singular for one only', () => {
    expect([0, 1, 2310].map((count) => counted(count, 'customer'))).toEqual([
      '0 customers',
      '1 customer',
      '2,310 customers',
    ]);
  });
});

describe('inTitle(identifier)', () => {
  it('turns an identifier into words', () => {
    expect(inTitle('return_behaviour')).toBe('Return behaviour');
  });
});

describe('uncapitalised(text)', () => {
  it('leaves abbreviations and scripts without case alone', () => {
    expect(['Return rate', 'SKUs', 'معدل', ''].map(uncapitalised)).toEqual([
      'return rate',
      'SKUs',
      'معدل',
      '',
    ]);
  });
});
