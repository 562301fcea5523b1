import { describe, expect, it } from 'vitest';
import { averagedKind, excelNumberFormat } from '../../reporting/number-format.ts';

describe('excelNumberFormat(kind, currency)', () => {
  it('gives each unit its format', () => {
    expect(excelNumberFormat('count', '')).toBe('#,##0');
    expect(excelNumberFormat('percent', '')).toBe('0.0%');
    expect(excelNumberFormat('days', '')).toBe('#,##0.0');
    expect(excelNumberFormat('text', '')).toBe('@');
  });

  it('quotes the currency, so that its letters are not read as codes', () => {
    expect(excelNumberFormat('currency', 'DKK')).toBe('#,##0.00 "DKK"');
    expect(excelNumberFormat('currency', '"; [Red]\\')).toBe('#,##0.00 "; [Red]"');
    expect(excelNumberFormat('currency', '')).toBe('#,##0.00');
  });
});

describe('averagedKind(kind)', () => {
  it('shows the mean of counts with decimals and leaves the rest', () => {
    expect([averagedKind('count'), averagedKind('percent')]).toEqual(['decimal', 'percent']);
  });
});
