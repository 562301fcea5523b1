import { describe, expect, it } from 'vitest';
import { rowsByLabel } from '../../pipeline/core/rows-by-label.ts';

describe('rowsByLabel(labels)', () => {
  it('collects rows in their order, labels in that of their first row', () => {
    expect([...rowsByLabel(['2', '1', '2'])]).toEqual([
      ['2', [0, 2]],
      ['1', [1]],
    ]);
    expect(rowsByLabel([]).size).toBe(0);
  });
});
