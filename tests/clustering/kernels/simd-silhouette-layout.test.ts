import { describe, expect, it } from 'vitest';
import {
  divideLabelings,
  layOutAtoms,
  pairBlocks,
  pairWithSummed,
} from '../../../clustering/kernels/simd/silhouette-layout.ts';

describe('divideLabelings(clusterCounts, mostClusters)', () => {
  it('fills parts in order and leaves out what has no silhouettes', () => {
    expect(divideLabelings([3, 1, 4, 5, 0, 20, 2], 8)).toEqual([[0, 2], [3], [5], [6]]);
    expect(divideLabelings([1], 8)).toEqual([]);
  });
});

describe('layOutAtoms, pairBlocks and pairWithSummed', () => {
  // The third atom takes no part; the first is too small for tiles of its own.
  const sizes = [1, 300, 2, 10, 700, 130];
  const starts = Int32Array.from([0, ...sizes.map((_, a) => sizes.slice(0, a + 1).reduce((x, y) => x + y))]);
  const order = Int32Array.from({ length: 1143 }, (_, p) => 1142 - p);
  const layout = layOutAtoms({ order, starts }, [true, true, false, true, true, true], null);

  it('gives every row that takes part one point, and each segment one atom or none', () => {
    const rows = [...layout.rowAt].filter((row) => row >= 0);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toHaveLength(1141);
    for (const { start, length, atom } of layout.segments) {
      expect(start % 8).toBe(0);
      expect(length).toBeLessThanOrEqual(64);
      const held = layout.rowAt.subarray(start, start + length);
      expect(held.every((row) => row >= 0)).toBe(true);
      const positions = [...held].map((row) => 1142 - row);
      if (atom < 0) expect(positions).toEqual([0]);
      else expect(positions.every((p) => p >= starts[atom]! && p < starts[atom + 1]!)).toBe(true);
    }
  });

  it.each([0, 1, 2])('pairs all blocks once, no block twice in a round (%i blocks less)', (less) => {
    const blocks = layout.blocks.slice(less);
    expect(blocks.length).toBeGreaterThan(5);
    const rounds = pairBlocks(blocks);
    for (const round of rounds.slice(1)) {
      const seen = round.flat();
      expect(new Set(seen).size).toBe(seen.length);
    }
    const pairs = rounds.flat().map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs).toHaveLength((blocks.length * (blocks.length + 1)) / 2);
    for (const [a, b] of rounds.flat()) expect(blocks[b]!.mixed && !blocks[a]!.mixed).toBe(false);
  });

  it('puts chosen rows first once more and pairs their blocks with each of the others', () => {
    const taking = sizes.map(() => true);
    const chosen = Int32Array.from({ length: 300 }, (_, i) => 3 * i);
    const { rowAt, segments, blocks, summedBlocks } = layOutAtoms({ order, starts }, taking, chosen);
    expect(summedBlocks).toBe(3);
    const { start, width } = blocks[summedBlocks - 1]!;
    const first = [...rowAt.subarray(0, start + width)].filter((row) => row >= 0);
    const rest = [...rowAt.subarray(start + width)].filter((row) => row >= 0);
    expect(first).toEqual([...chosen]);
    expect(new Set(rest).size).toBe(1143);
    expect(segments[0]!.atom).toBe(sizes.length);
    const rounds = pairWithSummed(blocks, summedBlocks);
    for (const round of rounds) expect(round.map(([, summed]) => summed)).toEqual([0, 1, 2]);
    const others = blocks.slice(summedBlocks).map((_, b) => summedBlocks + b);
    expect(rounds.map((round) => [...new Set(round.map(([other]) => other))])).toEqual(
      others.map((b) => [b]),
    );
  });
});
