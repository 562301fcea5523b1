import type { Area } from './page.ts';
import { element, FAINT_INK, INK, RULE, ruler, textLine } from './svg.ts';
import { wrapText } from './text-width.ts';

/** A linear scale from values to positions. */
export interface Scale {
  readonly domain: readonly [low: number, high: number];
  readonly at: (value: number) => number;
  /** Round values within the domain, ascending. */
  readonly ticks: readonly number[];
  /** A tick as text, with as many decimals as the step between ticks needs. */
  readonly label: (tick: number) => string;
}

/**
 * Scale of values along a stretch of the drawing.
 *
 * @param domain - Smallest and largest value; widened if they are equal, [0, 1] if either is not finite.
 * @param range - Positions of the two.
 * @param tickCount - About how many ticks are wanted.
 */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  tickCount = 6,
): Scale {
  const [low, high] = usableDomain(domain);
  const step = roundStep((high - low) / tickCount);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (isQuarter(step) ? 1 : 0));
  return {
    domain: [low, high],
    at: (value) => range[0] + ((value - low) / (high - low)) * (range[1] - range[0]),
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step),
    label: (tick) => withMinus(tick, decimals),
  };
}

function withMinus(tick: number, decimals: number): string {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return (tick + 0).toLocaleString('en-US', options).replace('-', '−');
}

function usableDomain([low, high]: readonly [number, number]): readonly [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (high > low) return [low, high];
  const half = Math.abs(low) * 0.1 || 0.5;
  return [low - half, low + half];
}

/** 1, 2, 2.5 or 5 times a power of ten, at least the wanted step. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= wanted * (1 - 1e-9))!;
}

function isQuarter(step: number): boolean {
  return Math.abs(step / 10 ** Math.floor(Math.log10(step)) - 2.5) < 1e-9;
}

const LABEL_LINE = 16;

export interface Axes {
  /** The plot itself; labels stand outside of it, 62 units to the left and 44 below, 16 more for a second line. */
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  /** In words, with the unit. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** Lines across the plot: at the ticks of y, of both axes, or only a frame around it; default: at those of y. */
  readonly grid?: 'y' | 'both' | 'frame';
}

/** Draws a grid with ticks and the labels of both axes. */
export function drawAxes({ area, x, y, xLabel, yLabel, grid = 'y' }: Axes): string[] {
  const { left, top, width, height } = area;
  const bottom = top + height;
  const xMiddle = left + width / 2;
  const yMiddle = top + height / 2;
  return [
    ...(grid === 'frame'
      ? [element('rect', { x: left, y: top, width, height, fill: 'none', stroke: RULE })]
      : [...yTicks(area, y), ...xTicks(area, x, grid === 'both')]),
    ruler([left, bottom], [left + width, bottom], { stroke: INK }),
    ...axisLabel(xLabel, width).map((text, i) =>
      textLine({ x: xMiddle, y: bottom + 39 + i * LABEL_LINE, text, anchor: 'middle' }),
    ),
    ...axisLabel(yLabel, height)
      .reverse()
      .map((text, i) =>
        textLine({ x: left - 48 - i * LABEL_LINE, y: yMiddle, text, anchor: 'middle', upwards: true }),
      ),
  ];
}

const TICK = { size: 12, fill: FAINT_INK };

function yTicks({ left, width }: Area, y: Scale): string[] {
  return y.ticks.flatMap((tick) => [
    ruler([left, y.at(tick)], [left + width, y.at(tick)]),
    textLine({ x: left - 8, y: y.at(tick) + 4, text: y.label(tick), anchor: 'end', ...TICK }),
  ]);
}

function xTicks({ top, height }: Area, x: Scale, across: boolean): string[] {
  const bottom = top + height;
  return x.ticks.flatMap((tick) => [
    ruler([x.at(tick), across ? top : bottom], [x.at(tick), bottom + 5]),
    textLine({ x: x.at(tick), y: bottom + 19, text: x.label(tick), anchor: 'middle', ...TICK }),
  ]);
}

/** The label in at most two lines along its axis. */
function axisLabel(label: string, width: number): string[] {
  return wrapText(label, { width, size: 13, maxLines: 2 });
}
