import { describe, expect, it } from 'vitest';
import { profileGroups } from '../../../reporting/html/build-page-data.ts';
import { sampleInput } from '../sample-input.ts';

describe('profileGroups(input)', () => {
  it('compares segments by the features that the workbook shows, not by those in which all are alike', () => {
    const { profiles } = sampleInput();
    const headers = (input: ReturnType<typeof sampleInput>) =>
      profileGroups(input).map(({ features }) => features.map(({ header }) => header));
    expect(headers(sampleInput())[0]).toContain('Orders');
    const alike = profiles.map((row) =>
      row.feature === 'sales_order_no_nunique' ? { ...row, mean: 0, standardisedDifference: 0 } : row,
    );
    expect(headers(sampleInput({ profiles: alike }))[0]).not.toContain('Orders');
  });

  it('is empty where nothing tells segments apart', () => {
    const profiles = sampleInput().profiles.map((row) => ({ ...row, standardisedDifference: null }));
    expect(profileGroups(sampleInput({ profiles }))).toEqual([]);
  });
});
