import { describe, expect, it } from 'vitest';
import { decimalsApart } from '../../pipeline/core/decimals-apart.ts';

describe('decimalsApart(a, b, least)', () => {
  it.each([
    [0.04, 0.05, ['0.04', '0.05']],
    [0.0496, 0.05, ['0.0496', '0.0500']],
    [0.8954, 0.9, ['0.895', '0.900']],
    [0.5, 0.5, ['0.50', '0.50']],
    [1 / 3, 1 / 3 + 1e-15, ['0.333333333333', '0.333333333333']],
  ])('writes %d and %d as %j', (a, b, texts) => {
    expect(decimalsApart(a, b, 2)).toEqual(texts);
  });
});
