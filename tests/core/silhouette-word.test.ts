import { describe, expect, it } from 'vitest';
import { silhouetteWord } from '../../pipeline/core/silhouette-word.ts';

describe('silhouetteWord(silhouette, reference, minGain)', () => {
  it.each([
    [0.75, 0.2, 'excellent'],
    [0.7, 0.2, 'excellent'],
    [0.5, 0.2, 'good'],
    [0.3, 0.2, 'fair'],
    [0.25, 0.125, 'weak'],
    [0.35, 0.31, 'too close to chance'],
    [0.9, 0.9, 'too close to chance'],
    [NaN, 0.2, 'not measured'],
    [0.2, NaN, 'not measured'],
  ])('says of %f beside %f: %s', (silhouette, reference, word) => {
    expect(silhouetteWord(silhouette, reference, 0.05)).toBe(word);
  });

  it('holds the gain to the limit of the run', () => {
    expect(silhouetteWord(0.35, 0.31, 0.02)).toBe('fair');
    expect(silhouetteWord(0.35, 0.2, 0.2)).toBe('too close to chance');
  });
});
