import { describe, expect, it } from 'vitest';
import { reproductionCommand } from '../../reporting/reproduction.ts';
import { sampleInput } from './sample-input.ts';

describe('reproductionCommand(input)', () => {
  it('names files, adapter and every setting that differs from the usual one', () => {
    const parameters = {
      'orders.path': '["data/a.csv","data/b c.csv"]',
      'orders.adapter': 'online_retail',
      'events.path': 'events.csv',
      features: 'all',
      asOf: '2024-05-31',
      sample: 1,
      'clustering.engine': 'fast',
    };
    expect(reproductionCommand(sampleInput({ parameters }))).toBe(
      "pipeline run --layer gold --segmentation returns --orders data/a.csv 'data/b c.csv' " +
        '--adapter online_retail --features all --as-of 2024-05-31 --seed 42',
    );
  });

  it('takes the event files for behaviour', () => {
    const parameters = { 'events.path': 'sqlite:shop.db#log', 'events.adapter': 'rees46' };
    expect(reproductionCommand(sampleInput({ segmentation: 'behavior', parameters }))).toBe(
      "pipeline run --layer gold --segmentation behavior --events 'sqlite:shop.db#log' --adapter rees46 --seed 42",
    );
  });

  it('quotes what a shell would act on', () => {
    const parameters = { 'orders.path': "it's $(rm -rf *).csv" };
    expect(reproductionCommand(sampleInput({ parameters, runs: [] }))).toBe(
      String.raw`pipeline run --layer gold --segmentation returns --orders 'it'\''s $(rm -rf *).csv'`,
    );
  });
});
