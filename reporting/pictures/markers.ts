import { coordinate } from './svg.ts';

/** Corners of each shape around its centre, in units of its radius; sizes are matched so that areas look alike. */
const SHAPES: readonly (readonly (readonly [number, number])[])[] = [
  polygon(12, 1),
  [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  polygon(3, 1.35),
  polygon(4, 1.25),
  polygon(3, 1.35).map(([x, y]) => [x, -y] as const),
  plus(1.2, 0.42),
  polygon(5, 1.15),
  star(5, 1.4, 0.6),
];

/** How many shapes there are before they come again. */
export const SHAPE_COUNT = SHAPES.length;

/** Path of one filled marker: circle, square, triangle, diamond, triangle downwards, plus, pentagon, star. */
export function markerPath(shape: number, [x, y]: readonly [number, number], radius: number): string {
  const corners = SHAPES[shape % SHAPE_COUNT]!.map(
    ([dx, dy]) => `${coordinate(x + dx * radius)} ${coordinate(y + dy * radius)}`,
  );
  return `M${corners.join('L')}Z`;
}

/** Path of a cross to be stroked: the mark of outliers. */
export function crossPath([x, y]: readonly [number, number], radius: number): string {
  const [left, right, top, bottom] = [x - radius, x + radius, y - radius, y + radius].map(coordinate);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}

function polygon(corners: number, radius: number): (readonly [number, number])[] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

function star(points: number, outer: number, inner: number): (readonly [number, number])[] {
  const [far, near] = [polygon(2 * points, outer), polygon(2 * points, inner)];
  return far.map((corner, i) => (i % 2 === 0 ? corner : near[i]!));
}

function plus(reach: number, half: number): (readonly [number, number])[] {
  return [
    [-half, -reach],
    [half, -reach],
    [half, -half],
    [reach, -half],
    [reach, half],
    [half, half],
    [half, reach],
    [-half, reach],
    [-half, half],
    [-reach, half],
    [-reach, -half],
    [-half, -half],
  ];
}
