import { describe, expect, it } from 'vitest';
import { cellWords } from '../../reporting/cell-words.ts';

describe('cellWords(cell, format, currency)', () => {
  it.each([
    [0.031, 'percent', '3.1 %'],
    [1234.5, 'currency', '1,235 EUR'],
    [{ value: 1523.7, format: 'count' as const }, 'index', '1,524'],
    [42, 'setting', '42'],
    [0.125, 'text', '0.125'],
    [true, 'text', 'yes'],
    [false, 'text', 'no'],
    ['=1+1', 'text', '=1+1'],
    [null, 'count', ''],
    [Number.NaN, 'count', ''],
  ] as const)('writes %j as %s', (cell, format, words) => {
    expect(cellWords(cell, format, 'EUR')).toBe(words);
  });
});
