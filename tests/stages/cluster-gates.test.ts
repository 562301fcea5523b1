import { describe, expect, it } from 'vitest';
import { configSchema } from '../../pipeline/core/config-schema.ts';
import { judgeGates } from '../../pipeline/stages/cluster-gates.ts';
import type { Clustering, Gate } from '../../pipeline/stages/clustering.ts';

interface Figures {
  readonly silhouette?: number;
  readonly noise?: number;
  readonly jaccard?: number;
}

/** The gates of a clustering with two segments, no outliers and a permuted reference of 0.125. */
function gatesOf({ silhouette = 0.5, noise = 0, jaccard = 0.9 }: Figures): Map<string, Gate> {
  const clustering = {
    result: {
      quality: { silhouette, permutedSilhouette: 0.125 },
      outliers: { noise },
      clusters: [{ jaccard }, { jaccard: 1 }],
    },
    summaries: { rows: [] },
    missingnessNmi: NaN,
  } as unknown as Pick<Clustering, 'result' | 'summaries' | 'missingnessNmi'>;
  const gates = judgeGates(clustering, configSchema.parse({}).gates);
  return new Map(gates.map((gate) => [gate.name, gate]));
}

describe('judgeGates(clustering, limits)', () => {
  it('states figure and limit', () => {
    expect(gatesOf({ noise: 0.2 }).get('noise')).toMatchObject({
      passed: false,
      sentence: '20.0 % of the customers are outliers (at most 15.0 % wanted)',
    });
  });

  it('adds the decimals that show why a check failed', () => {
    const gates = gatesOf({ silhouette: 0.1721, noise: 0.1504, jaccard: 0.598 });
    const sentences = ['silhouette_gain', 'noise', 'jaccard'].map((name) => gates.get(name)!.sentence);
    expect(sentences).toEqual([
      'the silhouette exceeds that of shuffled data by 0.047 (at least 0.050 wanted)',
      '15.04 % of the customers are outliers (at most 15.00 % wanted)',
      'the least stable segment reappears with Jaccard similarity 0.598 (at least 0.600 wanted)',
    ]);
  });

  it('passes what cannot be measured, without a value, and says so', () => {
    expect(gatesOf({}).get('missingness')).toMatchObject({
      passed: true,
      value: NaN,
      sentence: 'missingness: not measurable on these data',
    });
  });
});
