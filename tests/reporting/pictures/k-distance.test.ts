import { describe, expect, it } from 'vitest';
import { NO_CHARTS, type DensityCurve } from '../../../reporting/chart-data.ts';
import { drawKDistance } from '../../../reporting/pictures/k-distance.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { STRATUM } from '../sample-segments.ts';
import { textsOf } from './page-bounds.ts';

function draw(curve: Partial<DensityCurve>) {
  const whole: DensityCurve = {
    stratum: STRATUM,
    distances: Float64Array.of(0.1, 0.2, 0.3, 0.4, 2),
    customerCount: 5,
    minSamples: 3,
    eps: 0.5,
    ...curve,
  };
  const charts = { ...NO_CHARTS, densityCurves: [whole] };
  return drawKDistance(sampleInput({ charts, runs: [runRow({ noise: 0.2 })] }), STRATUM);
}

describe('drawKDistance(input, stratum)', () => {
  it('says how many lie within the radius and how many are outliers', () => {
    const { title, svg } = draw({})!;
    expect(title).toBe('80 % of eligible customers have at least 3 within the radius 0.5; 20 % are outliers');
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'chosen radius eps = 0.5',
        'Distance to the 3rd nearest (scaled features, no unit)',
      ]),
    );
  });

  it('names whom the curve is of where several strata were clustered', () => {
    const runs = [runRow({ stratum: 'buyers' }), runRow({ stratum: 'non_buyers', noise: 0.2 })];
    const curve = { stratum: 'non_buyers', distances: Float64Array.of(0.1, 2), customerCount: 2 };
    const charts = { ...NO_CHARTS, densityCurves: [{ ...curve, minSamples: 3, eps: 0.5 }] };
    const { title, svg } = drawKDistance(sampleInput({ charts, runs }), 'non_buyers')!;
    expect(title).toMatch(/^Non-buyers: 50 % of eligible non-buyers have at least 3/);
    expect(textsOf(svg)).toContain('Share of eligible non-buyers, in ascending order of distance (%)');
  });

  it('cuts far distances off and says so', () => {
    expect(textsOf(draw({})!.svg)).toContain('20 % lie above the frame, up to 2.00.');
  });

  it.each([
    { eps: 0 },
    { distances: new Float64Array(6), eps: 0 },
    { distances: new Float64Array(6), eps: 1 },
    { distances: Float64Array.of(1, 1) },
  ])('draws %j', (curve) => {
    expect(draw(curve)!.svg).not.toMatch(/NaN|Infinity|height="-/);
  });

  it('is left out for a single customer and where nothing was measured', () => {
    expect(draw({ distances: Float64Array.of(1) })).toBeNull();
    expect(drawKDistance(sampleInput(), STRATUM)).toBeNull();
  });
});
