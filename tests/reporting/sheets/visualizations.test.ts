import { describe, expect, it } from 'vitest';
import { visualizations } from '../../../reporting/sheets/visualizations.ts';
import { cellsOf, tableBelow, textOf } from '../plain-sheet.ts';
import { sampleInput } from '../sample-input.ts';
import { profilesOf, sampleSummary } from '../sample-segments.ts';

describe('visualizations(input)', () => {
  it('tells sizes of main segments and outliers', () => {
    const rows = tableBelow(visualizations(sampleInput()), 'Segment').map((row) =>
      row.map((cell) => cell.value),
    );
    expect(rows.slice(1).map((row) => [row[0], row[2]])).toEqual([
      ['1', 1600],
      ['2', 1200],
      ['3', 900],
      ['4', 100],
      ['outlier', 200],
    ]);
  });

  it('leaves out a share that no segment of the stratum knows, and keeps it for the other stratum', () => {
    const mains = sampleSummary().filter(({ level }) => level === 'main');
    const summary = [
      ...mains.map((row) => ({ ...row, stratum: 'buyers', shareOfReturns: null })),
      ...mains.map((row) => ({ ...row, stratum: 'non_buyers', shareOfReturns: null, shareOfRevenue: null })),
    ];
    const sheet = visualizations(sampleInput({ runs: [], summary, profiles: profilesOf(summary) }));
    const sizes = sheet.blocks.filter((block) => block.kind === 'table' && block.name!.startsWith('sizes_'));
    const headers = sizes.map((block) => block.kind === 'table' && block.columns.map(({ header }) => header));
    const always = ['Segment', 'Name', 'Customers', 'Share of customers'];
    expect(headers).toEqual([[...always, 'Share of revenue'], always]);
  });

  it('shows the heat map as coloured standardised differences', () => {
    const cell = cellsOf(visualizations(sampleInput())).find(
      (candidate) => candidate.fill === 'F4A261' && candidate.role === 'body',
    )!;
    expect(cell.format).toBe('ratio');
    expect(cell.value).toBeGreaterThanOrEqual(1.875);
  });

  it('begins a page with the figures of profiles where many segments make a high chart', () => {
    const headings = (segments: number) => {
      const mains = sampleSummary().filter(({ level }) => level === 'main');
      const summary = Array.from({ length: segments }, (_, i) => ({
        ...mains[i % mains.length]!,
        clusterLabel: String(i + 1),
      }));
      const { blocks } = visualizations(sampleInput({ summary, profiles: profilesOf(summary) }));
      return blocks.flatMap((block) =>
        block.kind === 'heading' && block.startsPage === true ? [block.text] : [],
      );
    };
    expect(headings(12)).toContain('Profiles of the segments, figures');
    expect(headings(3)).not.toContain('Profiles of the segments, figures');
  });

  it('shows the scan in order of K, and says what the figures are for', () => {
    const ks = tableBelow(visualizations(sampleInput()), 'Segments (K)').map((row) => row[0]!.value);
    expect(ks.slice(1)).toEqual([3, 4, 5, 6]);
    expect(textOf(visualizations(sampleInput()))).toMatch(/Charts are drawn from the table below them/);
  });

  it('says that there is nothing to draw', () => {
    expect(textOf(visualizations(sampleInput({ runs: [], summary: [] })))).toMatch(
      /there is nothing to draw/,
    );
  });
});
