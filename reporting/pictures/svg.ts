import { cleanText } from '../cell-text.ts';
import { element as xmlElement, escapeXml, type Attributes } from '../xml.ts';

/** Ink of text, of remarks, and of lines that only guide the eye: #RRGGBB on white. */
export const INK = '#1A1A1A';
export const FAINT_INK = '#4D4D4D';
export const RULE = '#D9D9D9';

/** The shipped font first, then what browsers have of the same width. */
export const FONT_FAMILY = "'DejaVu Sans', Verdana, sans-serif";

/** A coordinate with at most two decimals: finer steps are below a tenth of a pixel. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** Text as it stands in a drawing: characters XML cannot hold are left out. */
export function svgText(text: string): string {
  return escapeXml(cleanText(text));
}

/** An element with its content, which is XML already; numbers are rounded to coordinates, undefined attributes left out. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'number' ? coordinate(value) : value && cleanText(value),
  ]);
  return xmlElement(name, Object.fromEntries(written) as Attributes, content);
}

/** One line of text; `y` is its baseline. */
export interface TextLine {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Height of the font; default 13. */
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  /** Whether the line reads upwards. */
  readonly upwards?: boolean;
  /** Whether a white rim keeps it legible on top of marks. */
  readonly rimmed?: boolean;
}

/** Draws a line of text as text, so that it can be searched, read aloud and copied. */
export function textLine(line: TextLine): string {
  const { x, y, text, size = 13, bold = false, anchor = 'start', fill = INK } = line;
  if (text === '') return '';
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      'font-weight': bold ? 'bold' : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      fill,
      transform: line.upwards === true ? `rotate(-90 ${coordinate(x)} ${coordinate(y)})` : undefined,
      ...(line.rimmed === true
        ? { stroke: '#FFFFFF', 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }
        : {}),
    },
    svgText(text),
  );
}

/** A straight line. */
export function ruler(
  from: readonly [number, number],
  to: readonly [number, number],
  attributes: Attributes = {},
): string {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke: RULE, ...attributes });
}

/** A line through points, in order. */
export function polyline(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  const path = points.map(([x, y]) => `${coordinate(x)},${coordinate(y)}`).join(' ');
  return element('polyline', { points: path, fill: 'none', ...attributes });
}
