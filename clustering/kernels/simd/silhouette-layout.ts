import type { Atoms } from '../silhouettes.ts';

/** Points a segment holds at most: single-precision sums are passed on at the latest after so many. */
const SEGMENT_POINTS = 64;
/** Atoms below share tiles: to fill tiles of 8 for each would cost more than to share out their distances one by one. */
const SMALLEST_PLAIN_ATOM = 10;
/** Largest and smallest number of points in a block; between, there are about as many blocks as below. */
const BLOCK_POINTS = { most: 2048, least: 128, blocks: 64 };

/**
 * Divides labelings into parts that can be measured together. Those of fewer than two clusters have no silhouettes and are
 * left out.
 *
 * @param clusterCounts - Clusters of each labeling.
 * @param mostClusters - Clusters of a part; a labeling that has more is a part of its own.
 * @returns Indices of labelings per part.
 */
export function divideLabelings(clusterCounts: readonly number[], mostClusters: number): number[][] {
  const parts: number[][] = [];
  let clusters = Infinity;
  clusterCounts.forEach((count, l) => {
    if (count < 2) return;
    clusters += count;
    if (clusters > mostClusters) {
      parts.push([]);
      clusters = count;
    }
    parts.at(-1)!.push(l);
  });
  return parts;
}

/** Consecutive points that are measured together: of one atom, or mixed. */
export interface Segment {
  readonly start: number;
  /** Points; the tile they end in is filled up with none. */
  readonly length: number;
  /** Index of the atom; -1 if mixed. */
  readonly atom: number;
}

/** Consecutive segments, all mixed or all not. */
export interface SegmentBlock {
  readonly firstSegment: number;
  readonly endSegment: number;
  readonly start: number;
  /** Points, empty ones included: a multiple of 8. */
  readonly width: number;
  readonly mixed: boolean;
}

/** Where each row stands when points are arranged for the kernel. */
export interface SilhouetteLayout {
  /** Point to row; -1 for empty points. Length a multiple of 8. */
  readonly rowAt: Int32Array;
  readonly segments: readonly Segment[];
  readonly blocks: readonly SegmentBlock[];
  /** So many blocks, from the first, have sums of distances: all, or those of chosen rows. */
  readonly summedBlocks: number;
}

/**
 * Arranges rows for the kernel: large atoms first, each filled up to tiles of 8, then all small ones together.
 *
 * @param atoms - Rows by the tuple of their labels.
 * @param taking - Per atom: whether it takes part in any labeling. Others get no points.
 * @param chosen - Rows that stand before all others once more, as an atom after the last: the only ones with sums. Null: every
 *   point has sums.
 */
export function layOutAtoms(
  { order, starts }: Atoms,
  taking: readonly boolean[],
  chosen: Int32Array | null,
): SilhouetteLayout {
  const rowAt: number[] = [];
  const segments: Segment[] = [];
  const add = (rows: Int32Array, atom: number): void => {
    for (let from = 0; from < rows.length; from += SEGMENT_POINTS) {
      const part = rows.subarray(from, from + SEGMENT_POINTS);
      segments.push({ start: rowAt.length, length: part.length, atom });
      for (const row of part) rowAt.push(row);
      while (rowAt.length % 8 > 0) rowAt.push(-1);
    }
  };
  if (chosen !== null) add(chosen, taking.length);
  const chosenBlocks = groupSegments(segments, 0);
  const chosenSegments = segments.length;
  const small: number[] = [];
  taking.forEach((takesPart, atom) => {
    if (!takesPart) return;
    const rows = order.subarray(starts[atom]!, starts[atom + 1]!);
    if (rows.length >= SMALLEST_PLAIN_ATOM) add(rows, atom);
    else small.push(...rows);
  });
  add(Int32Array.from(small), -1);
  const blocks = [...chosenBlocks, ...groupSegments(segments, chosenSegments)];
  const summedBlocks = chosen === null ? blocks.length : chosenBlocks.length;
  return { rowAt: Int32Array.from(rowAt), segments, blocks, summedBlocks };
}

/** Groups the segments from `first` on. */
function groupSegments(segments: readonly Segment[], first: number): SegmentBlock[] {
  const { most, least, blocks: count } = BLOCK_POINTS;
  const grouped = segments.slice(first);
  const points = grouped.reduce((sum, { length }) => sum + Math.ceil(length / 8) * 8, 0);
  const largest = Math.min(
    most,
    Math.max(least, Math.ceil(points / count / SEGMENT_POINTS) * SEGMENT_POINTS),
  );
  const blocks: SegmentBlock[] = [];
  grouped.forEach(({ start, length, atom }, i) => {
    const index = first + i;
    const end = start + Math.ceil(length / 8) * 8;
    const mixed = atom < 0;
    const open = blocks.at(-1);
    if (open?.mixed === mixed && end - open.start <= largest)
      blocks[blocks.length - 1] = { ...open, endSegment: index + 1, width: end - open.start };
    else blocks.push({ firstSegment: index, endSegment: index + 1, start, width: end - start, mixed });
  });
  return blocks;
}

/**
 * All pairs of blocks, in rounds in which every block occurs at most once: the jobs of a round write to different sums.
 * In mixed pairs the mixed block comes first; they come first in their round, as they take longest.
 *
 * @returns Per round its pairs. The first round holds each block with itself.
 * @see Kirkman's (1850) schoolgirls, as tournaments use it: one block stays, the others go round.
 */
export function pairBlocks(blocks: readonly SegmentBlock[]): [number, number][][] {
  const rounds: [number, number][][] = [blocks.map((_, b) => [b, b])];
  // With an odd number of blocks, the one that would meet the last seat pauses.
  const seats = blocks.length + (blocks.length % 2);
  for (let round = 0; round < seats - 1; round++) {
    const pairs: [number, number][] = [];
    for (let seat = 0; seat < seats / 2; seat++) {
      const a = seat === 0 ? seats - 1 : (round + seat) % (seats - 1);
      const b = (round + seats - 1 - seat) % (seats - 1);
      if (a < blocks.length && b < blocks.length) pairs.push(blocks[b]!.mixed ? [b, a] : [a, b]);
    }
    pairs.sort(([a], [b]) => Number(blocks[b]!.mixed) - Number(blocks[a]!.mixed));
    rounds.push(pairs);
  }
  return rounds;
}

/**
 * Each of the others with each block that has sums, in rounds in which every block with sums occurs once: the jobs of a round
 * write to different sums.
 *
 * @returns Per round its pairs, the block without sums first.
 */
export function pairWithSummed(blocks: readonly SegmentBlock[], summedBlocks: number): [number, number][][] {
  return blocks
    .slice(summedBlocks)
    .map((_, other) =>
      Array.from({ length: summedBlocks }, (__, summed): [number, number] => [summedBlocks + other, summed]),
    );
}
