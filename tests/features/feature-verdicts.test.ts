import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../features/catalog.ts';
import {
  judgeAlternatives,
  judgeCorrelated,
  judgeMissing,
  judgeNearConstant,
  VERDICT_REASONS,
} from '../../features/feature-verdicts.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const CANDIDATES = candidatesOf('returns');

describe('judgeMissing(shares, maxMissing, nullReasons)', () => {
  it('allows the limit itself and prefers the reason of the caller', () => {
    const shares = new Map([
      ['a', 0.3],
      ['b', 0.31],
      ['c', 1],
      ['d', 1],
    ]);
    expect(judgeMissing(shares, 0.3, { b: 'unused', d: 'no_category' })).toEqual([
      { feature: 'b', status: 'dropped', reason: 'too_many_missing', figure: 0.31, twin: null },
      { feature: 'c', status: 'dropped', reason: 'all_null', figure: 1, twin: null },
      { feature: 'd', status: 'dropped', reason: 'no_category', figure: 1, twin: null },
    ]);
  });

  it('drops a column without any value even if all may be missing', () => {
    expect(judgeMissing(new Map([['a', 1]]), 1, {})).toHaveLength(1);
  });
});

describe('judgeAlternatives(available, named)', () => {
  it('drops a stand-in only if what it stands in for is there', () => {
    expect(judgeAlternatives(CANDIDATES, []).map(({ feature, twin }) => [feature, twin])).toEqual([
      ['net_units', 'monetary'],
    ]);
    expect(
      judgeAlternatives(
        CANDIDATES.filter(({ name }) => name !== 'monetary'),
        [],
      ),
    ).toEqual([]);
    expect(judgeAlternatives(CANDIDATES, ['net_units'])).toEqual([]);
  });
});

describe('VERDICT_REASONS', () => {
  it('explains the reasons given', () => {
    const constant = matrixFromRows([[1], [1]], ['a']);
    const twins = matrixFromRows(
      [
        [1, 1],
        [2, 2],
      ],
      ['a', 'b'],
    );
    const verdicts = [
      ...judgeMissing(new Map([['a', 0.5]]), 0.3, {}),
      ...judgeMissing(new Map([['a', 1]]), 0.3, {}),
      ...judgeAlternatives(CANDIDATES, []),
      ...judgeNearConstant(constant, 0.995),
      ...judgeCorrelated(twins, 0.9),
    ];
    expect(verdicts).toHaveLength(5);
    for (const { reason } of verdicts) expect(VERDICT_REASONS).toHaveProperty(reason);
  });
});
