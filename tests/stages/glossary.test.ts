import { describe, expect, it } from 'vitest';
import { configSchema } from '../../pipeline/core/config-schema.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { glossaryOf } from '../../pipeline/stages/glossary.ts';
import { flattenSettings } from '../../pipeline/stages/settings.ts';
import { limitsOf } from '../reporting/sample-input.ts';

const parameters = flattenSettings(configSchema.parse({}));

function meanings(name: string, changes = {}): Map<string, string> {
  const segmentation = SEGMENTATIONS.find((each) => each.name === name)!;
  const entries = glossaryOf(segmentation, { limits: limitsOf(), parameters, hasValues: true, ...changes });
  return new Map(entries.map(({ term, meaning }) => [term, meaning]));
}

describe('glossaryOf(segmentation, context)', () => {
  it('speaks of orders and returns only where there are some', () => {
    const [returns, behavior] = [meanings('returns'), meanings('behavior')];
    expect(returns.get('Ineligible')).toContain('fewer than 2 orders');
    expect(returns.get('As-of date')).toContain('the last order or return');
    expect(returns.get('Share of revenue')).toContain('returns taken off');
    expect(returns.has('Return rate')).toBe(true);
    expect(behavior.get('Ineligible')).toContain('fewer than 3 events');
    expect(behavior.has('Return rate')).toBe(false);
    expect([...behavior.values()].join(' ')).not.toMatch(/\border|\breturn/);
  });

  it('states the limits and settings of the run', () => {
    const words = meanings('returns', {
      limits: limitsOf({ minSilhouetteGain: 0.1, minJaccard: 0.7 }),
      parameters: { ...parameters, 'preprocessing.minOrders': 4, 'clustering.stabilityShare': 0.5 },
    });
    expect(words.get('Ineligible')).toContain('fewer than 4 orders');
    expect(words.get('Permuted reference')).toContain('exceed it by 0.1 to');
    expect(words.get('Jaccard stability')).toContain('from 0.75 stable, from 0.7 doubtful, below 0.7 do not');
    expect(words.get('Stability')).toContain('random 50 % samples');
  });

  it('leaves revenue out where the input has no values', () => {
    expect(meanings('returns', { hasValues: false }).has('Share of revenue')).toBe(false);
  });
});
