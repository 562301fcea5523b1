import { inkOn } from '../palette.ts';
import type { ReportInput } from '../report-input.ts';
import { mainSegments, segmentColours } from '../segments.ts';
import { crossPath, markerPath } from './markers.ts';
import { element, textLine } from './svg.ts';
import { textWidth } from './text-width.ts';

/** How a segment looks: its colour is that of the workbook, its shape tells it apart without colour. */
export interface SegmentMark {
  /** #RRGGBB. */
  readonly fill: string;
  /** Draws markers of the segment at points. */
  readonly markers: (points: readonly (readonly [number, number])[], radius: number) => string;
}

/** Finds the look of a main segment, or of outliers, by stratum and label. */
export function segmentMarks(input: ReportInput): (stratum: string, label: string) => SegmentMark {
  const colourOf = segmentColours(input);
  return (stratum, label) => {
    const fill = `#${colourOf(stratum, label)}`;
    const shape = mainSegments(input, stratum).findIndex((row) => row.clusterLabel === label);
    return {
      fill,
      markers: (points, radius) =>
        label === 'outlier'
          ? element('path', {
              d: points.map((point) => crossPath(point, radius)).join(''),
              stroke: fill,
              'stroke-width': 1.4,
              fill: 'none',
            })
          : element('path', {
              d: points.map((point) => markerPath(Math.max(0, shape), point, radius)).join(''),
              fill,
              stroke: '#333333',
              'stroke-width': 0.35,
            }),
    };
  };
}

/** A label on a patch of its segment's colour, centred at a point. @returns The drawing and its width. */
export function segmentChip(
  { fill }: SegmentMark,
  label: string,
  [x, y]: readonly [number, number],
): { readonly svg: string; readonly width: number } {
  const width = Math.max(22, textWidth(label, 12, true) + 12);
  const svg =
    element('rect', {
      x: x - width / 2,
      y: y - 10,
      width,
      height: 20,
      rx: 4,
      fill,
      stroke: '#FFFFFF',
      'stroke-width': 1.5,
    }) +
    textLine({
      x,
      y: y + 4.5,
      text: label,
      size: 12,
      bold: true,
      anchor: 'middle',
      fill: `#${inkOn(fill.slice(1))}`,
    });
  return { svg, width };
}
