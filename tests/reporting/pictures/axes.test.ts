import { describe, expect, it } from 'vitest';
import { drawAxes, linearScale } from '../../../reporting/pictures/axes.ts';
import { textsOf } from './page-bounds.ts';

describe('linearScale(domain, range, tickCount)', () => {
  it('maps the domain onto the range, upside down too', () => {
    const scale = linearScale([0, 10], [100, 0]);
    expect([0, 5, 10].map(scale.at)).toEqual([100, 50, 0]);
  });

  it.each([
    [
      [0, 1],
      ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
    ],
    [
      [-4.2, 4.2],
      ['−4', '−2', '0', '2', '4'],
    ],
    [
      [0, 12_000],
      ['0', '2,000', '4,000', '6,000', '8,000', '10,000', '12,000'],
    ],
    [
      [0, 1.4],
      ['0.00', '0.25', '0.50', '0.75', '1.00', '1.25'],
    ],
    [
      [0, 2e-4],
      ['0.00000', '0.00005', '0.00010', '0.00015', '0.00020'],
    ],
  ] as const)('has round ticks in %j', (domain, expected) => {
    const { ticks, label } = linearScale(domain, [0, 100]);
    expect(ticks.map(label)).toEqual(expected);
  });

  it.each([[[3, 3]], [[0, 0]], [[NaN, 1]], [[-Infinity, Infinity]]] as const)(
    'stays finite in %j',
    (domain) => {
      const scale = linearScale(domain, [0, 100]);
      expect(scale.domain[1]).toBeGreaterThan(scale.domain[0]);
      expect(scale.ticks.length).toBeGreaterThan(1);
      expect(scale.ticks.map(scale.at).every(Number.isFinite)).toBe(true);
    },
  );
});

describe('drawAxes(axes)', () => {
  const area = { left: 60, top: 0, width: 200, height: 100 };
  const axes = { area, x: linearScale([0, 1], [60, 260]), y: linearScale([0, 1], [100, 0]) };

  it('labels both axes and their ticks', () => {
    const texts = textsOf(drawAxes({ ...axes, xLabel: 'Time (days)', yLabel: 'Share' }).join(''));
    expect(texts).toEqual(expect.arrayContaining(['0.2', 'Time (days)', 'Share']));
  });

  it('breaks a label that is longer than its axis', () => {
    const drawn = drawAxes({ ...axes, xLabel: 'x', yLabel: 'Component 1: Orders' }).join('');
    expect(textsOf(drawn).slice(-2)).toEqual(['Orders', 'Component 1:']);
  });

  it('shows no numbers where only a frame is wanted', () => {
    const drawn = drawAxes({ ...axes, xLabel: 'x', yLabel: 'y', grid: 'frame' }).join('');
    expect(textsOf(drawn)).toEqual(['x', 'y']);
  });
});
