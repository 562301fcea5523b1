import { describe, expect, it } from 'vitest';
import { nearestPoint, nextPoint, placePoints } from '../../../reporting/html/client/map-geometry.ts';

const FRAME = { width: 120, height: 60, margin: 10 };
const everyone = (): boolean => true;
// Corners of a square, then its middle.
const points = placePoints(Float32Array.of(-1, 1, -1, 1, 0, -1, -1, 1, 1, 0), FRAME);

describe('placePoints(positions, frame)', () => {
  it('spreads x to the right and y upwards between the margins', () => {
    expect([...points.x]).toEqual([10, 110, 10, 110, 60]);
    expect([...points.y]).toEqual([50, 50, 10, 10, 30]);
  });

  it('puts points that do not differ, and a single one, in the middle', () => {
    expect(placePoints(Float32Array.of(3, 3, 1, 2), FRAME).x).toEqual(Float32Array.of(60, 60));
    expect(placePoints(Float32Array.of(3, 7), FRAME)).toEqual({
      x: Float32Array.of(60),
      y: Float32Array.of(30),
    });
  });

  it('takes no points', () => {
    expect(placePoints(new Float32Array(), FRAME).x).toHaveLength(0);
  });
});

describe('nearestPoint(points, at, isShown)', () => {
  it('finds the nearest shown point within reach', () => {
    expect(nearestPoint(points, { x: 62, y: 33, reach: 10 }, everyone)).toBe(4);
    expect(nearestPoint(points, { x: 62, y: 33, reach: 3 }, everyone)).toBe(-1);
    expect(nearestPoint(points, { x: 62, y: 33, reach: 100 }, (index) => index !== 4)).toBe(1);
  });
});

describe('nextPoint(points, from, options)', () => {
  it.each([
    ['right', 4, 1],
    ['left', 4, 0],
    ['up', 4, 2],
    ['down', 4, 0],
    ['right', 0, 4],
    ['up', 0, 2],
  ] as const)('goes %s from %i to %i', (direction, from, to) => {
    expect(nextPoint(points, from, { direction, isShown: everyone })).toBe(to);
  });

  it('stays where nothing lies further, and passes over hidden points', () => {
    expect(nextPoint(points, 1, { direction: 'right', isShown: everyone })).toBe(1);
    expect(nextPoint(points, 0, { direction: 'right', isShown: (index) => index !== 4 })).toBe(1);
  });
});
