import type { SegmentMark } from './segment-marks.ts';
import { FAINT_INK, textLine } from './svg.ts';
import { wrapText } from './text-width.ts';

/** Width a legend takes. */
export const LEGEND_WIDTH = 218;

const LINE = 16;
const GAP = 10;
const INDENT = 22;

/** What one entry of a legend says; names are not cut, as what tells them apart may stand at their end. */
export interface LegendEntry {
  readonly name: string;
  /** Second line, e.g. a share; '' for none. */
  readonly remark: string;
  readonly mark: SegmentMark;
}

/** Height a legend takes. */
export function legendHeight(entries: readonly LegendEntry[]): number {
  return entries.reduce((sum, entry) => sum + entryHeight(entry), 0);
}

/** Draws entries below each other, from the upper left corner of the legend. */
export function drawLegend(
  entries: readonly LegendEntry[],
  [left, top]: readonly [number, number],
): string[] {
  let baseline = top + 12;
  return entries.flatMap((entry) => {
    const y = baseline;
    baseline += entryHeight(entry);
    const lines = nameLines(entry);
    return [
      entry.mark.markers([[left + 7, y - 4.5]], 6),
      ...lines.map((text, i) => textLine({ x: left + INDENT, y: y + i * LINE, text })),
      textLine({
        x: left + INDENT,
        y: y + lines.length * LINE,
        text: entry.remark,
        size: 12,
        fill: FAINT_INK,
      }),
    ];
  });
}

function nameLines({ name }: LegendEntry): string[] {
  return wrapText(name, { width: LEGEND_WIDTH - INDENT - 2, size: 13, maxLines: 4 });
}

function entryHeight(entry: LegendEntry): number {
  return (nameLines(entry).length + 1) * LINE + GAP;
}
