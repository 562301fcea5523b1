import { describe, expect, it } from 'vitest';
import { drawKScan } from '../../../reporting/pictures/k-scan.ts';
import type { SelectionRow } from '../../../reporting/report-input.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { STRATUM } from '../sample-segments.ts';
import { textsOf } from './page-bounds.ts';

const sample = sampleInput().selection;

/** The title for rows of the sample, changed. */
function titleFor(change: (row: SelectionRow) => Partial<SelectionRow>): string {
  const selection = sample.map((row) => ({ ...row, ...change(row) }));
  return drawKScan(sampleInput({ selection }), STRATUM)!.title;
}

describe('drawKScan(input, stratum)', () => {
  it('says among which K the chosen one is best', () => {
    expect(titleFor(() => ({}))).toBe(
      'K = 4 has the highest silhouette (0.28) among K without too small or too large segments',
    );
    expect(titleFor(() => ({ isDegenerate: false }))).toBe(
      'K = 4 has the highest silhouette (0.28) among stable K',
    );
    expect(titleFor((row) => ({ isDegenerate: false, silhouette: row.k === 6 ? 0.1 : row.silhouette }))).toBe(
      'K = 4 has the highest silhouette (0.28) among all K from 3 to 6',
    );
    expect(titleFor(() => ({ isDegenerate: true }))).toBe(
      'K = 4 was chosen because it breaks the limits least: silhouette 0.28',
    );
    expect(titleFor(() => ({ isChosen: false }))).toBe('No number of segments was chosen');
  });

  it('says that K was set where one was tried', () => {
    const selection = sample.filter((row) => row.isChosen);
    const { title, svg } = drawKScan(sampleInput({ selection }), STRATUM)!;
    expect(title).toBe('K = 4 was set, not searched for: silhouette 0.28');
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('draws a point for every known figure, hollow where a K is degenerate, a ring around the chosen one', () => {
    const { svg } = drawKScan(sampleInput(), STRATUM)!;
    expect(svg.match(/<circle[^>]* r="4.5" fill="#1A1A1A"/g)).toHaveLength(6);
    expect(svg.match(/<circle[^>]* r="4.5" fill="#FFFFFF"/g)).toHaveLength(2);
    expect(svg.match(/<circle[^>]* r="10"/g)).toHaveLength(2);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['K = 4: 0.28', 'chosen K in shuffled data: 0.14']));
  });

  it('leaves unknown figures out', () => {
    const selection = sample.map((row) => ({
      ...row,
      silhouette: row.k === 3 ? NaN : row.silhouette,
      stability: null,
    }));
    const { svg } = drawKScan(
      sampleInput({ selection, runs: [runRow({ permutedSilhouette: null })] }),
      STRATUM,
    )!;
    expect(svg.match(/r="4.5"/g)).toHaveLength(3);
    expect(svg).not.toMatch(/NaN|Infinity|shuffled/);
  });

  it('says that silhouettes are those of a sample', () => {
    const runs = [runRow({ silhouetteSampleRows: 50_000, silhouetteStandardError: 0.001 })];
    expect(textsOf(drawKScan(sampleInput({ runs }), STRATUM)!.svg)).toContain(
      'Silhouettes are those of a random sample of 50,000 customers.',
    );
  });

  it('is left out where nothing was measured', () => {
    expect(drawKScan(sampleInput({ selection: [] }), STRATUM)).toBeNull();
    const selection = sample.map((row) => ({ ...row, silhouette: NaN, stability: null }));
    expect(drawKScan(sampleInput({ selection }), STRATUM)).toBeNull();
  });
});
