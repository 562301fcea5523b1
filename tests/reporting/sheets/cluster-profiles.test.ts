import { describe, expect, it } from 'vitest';
import { placeSheet } from '../../../reporting/layout.ts';
import { clusterProfiles } from '../../../reporting/sheets/cluster-profiles.ts';
import type { Cell } from '../../../reporting/sheet-model.ts';
import { tableBelow, textOf } from '../plain-sheet.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { HEADLINES, sampleSummary } from '../sample-segments.ts';

const fillOf = (cell: Cell) => (cell !== null && typeof cell === 'object' ? cell.fill : undefined);

describe('clusterProfiles(input)', () => {
  it('shows everybody first, then each segment in original units', () => {
    const [header, all, first] = tableBelow(clusterProfiles(sampleInput()), 'Segment');
    expect(header!.map((cell) => cell.value).slice(4)).toEqual([
      'Return rate',
      'Orders',
      'Days since last order',
      'Value kept (EUR)',
      'Customer lifetime (days)',
    ]);
    expect(all!.map((cell) => cell.value)).toEqual([
      'All',
      'All customers',
      4000,
      1,
      0.12,
      5.4,
      92,
      1840.5,
      240,
    ]);
    expect(first!.map((cell) => cell.value)).toEqual([
      '1',
      'Regular Customers',
      1600,
      0.4,
      0.05,
      3.1,
      70,
      1012,
      180,
    ]);
    expect(first!.slice(4).map((cell) => cell.format)).toEqual([
      'percent',
      'decimal',
      'days',
      'currency',
      'days',
    ]);
  });

  it('colours a value by how far it is from the average of all', () => {
    const rows = tableBelow(clusterProfiles(sampleInput()), 'Segment');
    const highReturners = rows.find((row) => row[1]!.value === 'High Returners')!;
    expect(highReturners.slice(4).map((cell) => cell.fill)).toEqual([
      'F4A261',
      'FEF3EB',
      'D7E9F6',
      'FFFFFF',
      'FEF3EB',
    ]);
    expect(rows[1]!.slice(4).every((cell) => cell.fill === undefined)).toBe(true);
  });

  it('begins a page with each further stratum', () => {
    const runs = ['buyers', 'non_buyers'].map((stratum) => runRow({ stratum }));
    const { blocks } = clusterProfiles(sampleInput({ runs, summary: [] }));
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []));
    expect(headings.filter(({ startsPage }) => startsPage).map(({ text }) => text)).toEqual([
      'Non-buyers: Averages (mean)',
    ]);
  });

  it('leaves medians without colour: the difference that colours tell is that of averages', () => {
    const { blocks } = clusterProfiles(sampleInput());
    const medians = blocks.flatMap((block) => (block.kind === 'table' ? [block] : [])).at(-1)!;
    const fills = medians.rows.flatMap(({ cells }) => cells.slice(4)).map((cell) => fillOf(cell));
    expect(medians.name).toMatch(/medians/);
    expect(fills.filter((fill) => fill !== undefined)).toEqual([]);
  });

  it('folds sub-segments under their segment', () => {
    const rows = placeSheet(clusterProfiles(sampleInput())).rows;
    const outline = rows.filter((row) => row.outlineLevel === 1).map((row) => row.cells[0]!.value);
    expect(outline).toEqual(['2.1', '2.2', '2.1', '2.2']);
    const labels = tableBelow(clusterProfiles(sampleInput()), 'Segment').map((row) => row[0]!.value);
    expect(labels).toEqual(['Segment', 'All', '1', '2', '2.1', '2.2', '3', '4', 'outlier']);
  });

  it('leaves a cell empty and uncoloured where a segment does not know a feature', () => {
    const summary = sampleSummary().map((row) =>
      row.clusterLabel === '3' ? { ...row, headlineMeans: { ...row.headlineMeans, monetary: null } } : row,
    );
    const rows = tableBelow(clusterProfiles(sampleInput({ summary })), 'Segment');
    const cell = rows.find((row) => row[0]!.value === '3')![4 + HEADLINES.indexOf('monetary')]!;
    expect([cell.value, cell.fill]).toEqual([null, undefined]);
  });

  it('says that there is no profile without segments', () => {
    expect(textOf(clusterProfiles(sampleInput({ runs: [], summary: [] })))).toMatch(/No segments were found/);
  });
});
