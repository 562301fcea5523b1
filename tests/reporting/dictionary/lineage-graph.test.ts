import { describe, expect, it } from 'vitest';
import { lineageGraphs, placeNodes } from '../../../reporting/dictionary/lineage-graph.ts';
import { sampleDictionary } from './sample-dictionary.ts';

describe('lineageGraphs(dictionary)', () => {
  it('holds the files, their bronze table and everything made from it', () => {
    expect(lineageGraphs(sampleDictionary())).toEqual([
      {
        source: 'raw_rows',
        nodes: [
          { name: 'shop files', layer: 'file' },
          { name: 'raw_rows', layer: 'bronze' },
          { name: 'clean_rows', layer: 'silver' },
          { name: 'totals', layer: 'gold' },
        ],
        edges: [
          ['shop files', 'raw_rows'],
          ['raw_rows', 'clean_rows'],
          ['clean_rows', 'totals'],
          ['raw_rows', 'totals'],
        ],
      },
    ]);
  });
});

describe('placeNodes(graph)', () => {
  const nodesOf = (...names: string[]) => names.map((name) => ({ name, layer: 'silver' as const }));

  it('places each node after everything it is made from', () => {
    const [graph] = lineageGraphs(sampleDictionary());
    const placed = placeNodes(graph!).map(({ name, level, place }) => [name, level, place]);
    expect(placed).toEqual([
      ['shop files', 0, 0],
      ['raw_rows', 1, 0],
      ['clean_rows', 2, 0],
      ['totals', 3, 0],
    ]);
  });

  it('sorts a level so that edges need not cross', () => {
    const edges = [
      ['a', 'z'],
      ['b', 'y'],
      ['c', 'x'],
    ] as const;
    const placed = placeNodes({ source: 'a', nodes: nodesOf('a', 'b', 'c', 'x', 'y', 'z'), edges });
    const placeOf = (name: string) => placed.find((node) => node.name === name)!.place;
    expect([placeOf('z'), placeOf('y'), placeOf('x')]).toEqual([placeOf('a'), placeOf('b'), placeOf('c')]);
    expect(new Set(placed.map(({ level, place }) => `${level}/${place}`)).size).toBe(6);
  });

  it('places nothing where there is nothing', () => {
    expect(placeNodes({ source: 'a', nodes: [], edges: [] })).toEqual([]);
  });
});
