import { describe, expect, it } from 'vitest';
import { clusterSizes, compactLabels, labelsBySize, rowsByCluster } from '../../clustering/labels.ts';

const labels = Int32Array.from([3, -1, 1, 3, 1, 0, -1]);

describe('clusterSizes(labels)', () => {
  it('counts rows per label, without noise', () => {
    expect([...clusterSizes(labels)]).toEqual([1, 2, 0, 2]);
    expect(clusterSizes(Int32Array.from([-1]))).toHaveLength(0);
  });
});

describe('rowsByCluster(labels)', () => {
  it('lists rows per label, ascending', () => {
    expect(rowsByCluster(labels).map((rows) => [...rows])).toEqual([[5], [2, 4], [], [0, 3]]);
  });
});

describe('labelsBySize(labels)', () => {
  it('orders labels by size, then by lowest row, and leaves empty ones out', () => {
    expect(labelsBySize(labels)).toEqual([3, 1, 0]);
    expect(labelsBySize(new Int32Array(0))).toEqual([]);
  });
});

describe('compactLabels(labels)', () => {
  it('closes gaps and keeps noise', () => {
    expect(compactLabels(labels)).toEqual({
      labels: Int32Array.from([2, -1, 1, 2, 1, 0, -1]),
      clusterCount: 3,
    });
  });
});
