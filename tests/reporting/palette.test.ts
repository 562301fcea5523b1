import { describe, expect, it } from 'vitest';
import {
  differenceColour,
  INELIGIBLE_COLOUR,
  inkOn,
  OUTLIER_COLOUR,
  relativeLuminance,
  SEGMENT_COLOURS,
} from '../../reporting/palette.ts';

function contrast(a: string, b: string): number {
  const [light, dark] = [relativeLuminance(a), relativeLuminance(b)].toSorted((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('inkOn(fill)', () => {
  it('keeps text legible on every colour in use', () => {
    const steps = Array.from({ length: 17 }, (_, i) => differenceColour((i - 8) / 4)!);
    for (const fill of [...SEGMENT_COLOURS, OUTLIER_COLOUR, INELIGIBLE_COLOUR, ...steps]) {
      expect(contrast(fill, inkOn(fill)), fill).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('puts black on white and white on black', () => {
    expect([inkOn('FFFFFF'), inkOn('000000')]).toEqual(['000000', 'FFFFFF']);
  });
});

describe('SEGMENT_COLOURS', () => {
  it('has a colour of its own for each of fifteen segments, none of them a grey', () => {
    expect(new Set([...SEGMENT_COLOURS, OUTLIER_COLOUR, INELIGIBLE_COLOUR]).size).toBe(17);
  });
});

describe('differenceColour(difference)', () => {
  it('is white at average and saturates at two standard deviations', () => {
    expect(differenceColour(0)).toBe('FFFFFF');
    expect(differenceColour(2)).toBe('F4A261');
    expect(differenceColour(97)).toBe('F4A261');
    expect(differenceColour(Number.POSITIVE_INFINITY)).toBe('F4A261');
    expect(differenceColour(-2)).toBe('5DA5DA');
  });

  it('gets stronger with the difference', () => {
    const luminances = [0, 0.5, 1, 1.5, 2].map((difference) =>
      relativeLuminance(differenceColour(difference)!),
    );
    expect(luminances).toEqual(luminances.toSorted((a, b) => b - a));
    expect(new Set(luminances).size).toBe(5);
  });

  it('has no colour for what is not known', () => {
    expect([null, undefined, Number.NaN].map(differenceColour)).toEqual([undefined, undefined, undefined]);
  });
});
