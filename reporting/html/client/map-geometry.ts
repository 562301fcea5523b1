/** Where points of a map stand in the drawing, in pixels: x to the right, y downwards. */
export interface PlacedPoints {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Size of a drawing and the room around its points, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** Direction of an arrow key. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Spreads points over a frame, each axis on its own; a single value of an axis stands in the middle.
 *
 * @param positions - All x, then all y; y grows upwards.
 */
export function placePoints(positions: Float32Array, { width, height, margin }: Frame): PlacedPoints {
  const count = positions.length / 2;
  const x = spread(positions.subarray(0, count), margin, width - margin);
  const y = spread(positions.subarray(count), height - margin, margin);
  return { x, y };
}

function spread(values: Float32Array, from: number, to: number): Float32Array {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high > low)) return new Float32Array(values.length).fill((from + to) / 2);
  return values.map((value) => from + ((value - low) / (high - low)) * (to - from));
}

/** The nearest point that is shown within `reach` pixels, -1 if there is none. */
export function nearestPoint(
  points: PlacedPoints,
  at: { readonly x: number; readonly y: number; readonly reach: number },
  isShown: (index: number) => boolean,
): number {
  let best = -1;
  let least = at.reach * at.reach;
  for (let i = 0; i < points.x.length; i++) {
    const distance = (points.x[i]! - at.x) ** 2 + (points.y[i]! - at.y) ** 2;
    if (distance <= least && isShown(i)) [best, least] = [i, distance];
  }
  return best;
}

/**
 * The point an arrow key leads to: the nearest one on that side, distance across the direction counting double; the
 * same point where there is none.
 */
export function nextPoint(
  points: PlacedPoints,
  from: number,
  { direction, isShown }: { direction: Direction; isShown: (index: number) => boolean },
): number {
  const isSideways = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best = from;
  let least = Infinity;
  for (let i = 0; i < points.x.length; i++) {
    const dx = points.x[i]! - points.x[from]!;
    const dy = points.y[i]! - points.y[from]!;
    const along = sign * (isSideways ? dx : dy);
    const across = isSideways ? dy : dx;
    const cost = along + 2 * Math.abs(across);
    if (along > 0 && cost < least && isShown(i)) [best, least] = [i, cost];
  }
  return best;
}
