import type { PageSegment } from '../page-data.ts';
import type { Frame, PlacedPoints } from './map-geometry.ts';

const RADIUS = 3;

/** What a map looks like at a moment. */
export interface MapScene {
  readonly frame: Frame;
  readonly points: PlacedPoints;
  readonly segments: readonly PageSegment[];
  readonly segmentOf: Uint16Array;
  readonly isShown: (index: number) => boolean;
  /** Point that is pointed at, -1 for none. */
  readonly active: number;
  /** Colours of the page. */
  readonly ink: string;
  readonly paper: string;
}

/** Whether a segment is that of the outliers, which are drawn as crosses. */
export function isOutlier({ key }: PageSegment): boolean {
  return key.endsWith(' outlier');
}

/** Draws outliers as crosses, customers as dots, the label of each segment in its midst, and the point that is pointed at. */
export function drawMap(context: CanvasRenderingContext2D, scene: MapScene): void {
  const { frame, segments } = scene;
  context.clearRect(0, 0, frame.width, frame.height);
  const indices = [...segments.keys()];
  const order = [
    ...indices.filter((i) => isOutlier(segments[i]!)),
    ...indices.filter((i) => !isOutlier(segments[i]!)),
  ];
  for (const segment of order) drawSegment(context, scene, segment);
  for (const segment of indices) if (!isOutlier(segments[segment]!)) drawLabel(context, scene, segment);
  if (scene.active >= 0) drawActive(context, scene);
}

function members({ segmentOf, isShown }: MapScene, segment: number): number[] {
  return [...segmentOf.keys()].filter((index) => segmentOf[index] === segment && isShown(index));
}

function drawSegment(context: CanvasRenderingContext2D, scene: MapScene, segment: number): void {
  const { points, segments, ink } = scene;
  const outliers = isOutlier(segments[segment]!);
  context.lineWidth = outliers ? 1.8 : 0.6;
  context.strokeStyle = ink;
  context.fillStyle = `#${segments[segment]!.colour}`;
  context.globalAlpha = outliers ? 1 : 0.85;
  for (const index of members(scene, segment)) {
    const [x, y] = [points.x[index]!, points.y[index]!];
    context.beginPath();
    if (outliers) {
      context.moveTo(x - RADIUS, y - RADIUS);
      context.lineTo(x + RADIUS, y + RADIUS);
      context.moveTo(x - RADIUS, y + RADIUS);
      context.lineTo(x + RADIUS, y - RADIUS);
    } else {
      context.arc(x, y, RADIUS, 0, 2 * Math.PI);
      context.fill();
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawLabel(context: CanvasRenderingContext2D, scene: MapScene, segment: number): void {
  const inside = members(scene, segment);
  if (inside.length === 0) return;
  const middle = (values: Float32Array): number =>
    inside.map((index) => values[index]!).toSorted((a, b) => a - b)[Math.floor(inside.length / 2)]!;
  const [x, y] = [middle(scene.points.x), middle(scene.points.y)];
  context.font = 'bold 15px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = scene.paper;
  context.strokeText(scene.segments[segment]!.label, x, y);
  context.fillStyle = scene.ink;
  context.fillText(scene.segments[segment]!.label, x, y);
}

function drawActive(context: CanvasRenderingContext2D, { points, active, ink, paper }: MapScene): void {
  const [x, y] = [points.x[active]!, points.y[active]!];
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.beginPath();
  context.arc(x, y, 3 * RADIUS, 0, 2 * Math.PI);
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = ink;
  context.stroke();
}
