import type { DataDictionary } from './data-dictionary.ts';

/** A table, or a kind of file, in a graph. */
export interface GraphNode {
  readonly name: string;
  readonly layer: 'file' | 'bronze' | 'silver' | 'gold' | 'meta';
}

/** What is made from what: tables that go back to the files of one bronze table. */
export interface LineageGraph {
  /** The bronze table that the files go to. */
  readonly source: string;
  readonly nodes: readonly GraphNode[];
  /** From a node to one that is made from it, by name. */
  readonly edges: readonly (readonly [string, string])[];
}

/** One graph for every bronze table that files are loaded into. */
export function lineageGraphs(dictionary: DataDictionary): LineageGraph[] {
  const loaded = [...new Set(dictionary.sources.map(({ table }) => table))];
  return loaded.map((source) => graphOf(dictionary, source));
}

function graphOf({ tables, sources }: DataDictionary, source: string): LineageGraph {
  const reached = new Set([source]);
  const waiting = [source];
  for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
    for (const next of tables.find(({ name }) => name === table)?.readBy ?? []) {
      if (!reached.has(next)) waiting.push(next);
      reached.add(next);
    }
  }
  const adapters = sources.filter(({ table }) => table === source).map(({ adapter }) => `${adapter} files`);
  const inside = tables.filter(({ name }) => reached.has(name));
  return {
    source,
    nodes: [
      ...adapters.map((name): GraphNode => ({ name, layer: 'file' })),
      ...inside.map(({ name, layer }) => ({ name, layer })),
    ],
    edges: [
      ...adapters.map((name) => [name, source] as const),
      ...inside.flatMap(({ name, reads }) =>
        reads.filter((read) => reached.has(read)).map((read) => [read, name] as const),
      ),
    ],
  };
}

/** Where a node stands in a drawing: on which level, and at which place of it, both from 0. */
export interface PlacedNode extends GraphNode {
  readonly level: number;
  readonly place: number;
}

/**
 * Places each node on the level after the last one it is made from, and there near the nodes it is joined with, so
 * that few edges cross. Deterministic.
 */
export function placeNodes({ nodes, edges }: LineageGraph): PlacedNode[] {
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const before = edges.filter(([, to]) => to === name).map(([from]) => depthOf(from) + 1);
    const depth = Math.max(0, ...before);
    depths.set(name, depth);
    return depth;
  };
  const last = Math.max(0, ...nodes.map(({ name }) => depthOf(name)));
  const levels = Array.from({ length: last + 1 }, (_, depth) =>
    nodes.filter(({ name }) => depthOf(name) === depth),
  );
  const places = new Map<string, number>();
  for (const level of levels) notePlaces(level, places);
  for (let pass = 0; pass < 8; pass++) {
    const isForward = pass % 2 === 0;
    const neighbours = (name: string) =>
      edges.flatMap(([from, to]) =>
        isForward && to === name ? [places.get(from)!] : !isForward && from === name ? [places.get(to)!] : [],
      );
    for (const level of isForward ? levels : levels.toReversed()) sortByMean(level, places, neighbours);
  }
  return levels.flatMap((level, depth) => level.map((node, place) => ({ ...node, level: depth, place })));
}

/** Sorts one level by the mean place of each node's neighbours; a node without any keeps its place as its mean. */
function sortByMean(
  level: GraphNode[],
  places: Map<string, number>,
  neighbours: (name: string) => readonly number[],
): void {
  const means = new Map(
    level.map(({ name }) => {
      const of = neighbours(name);
      const mean =
        of.length === 0 ? places.get(name)! : of.reduce((sum, place) => sum + place, 0) / of.length;
      return [name, mean];
    }),
  );
  level.sort((a, b) => means.get(a.name)! - means.get(b.name)! || (a.name < b.name ? -1 : 1));
  notePlaces(level, places);
}

/** Notes where the nodes of a level stand, from its middle: levels are drawn centred. */
function notePlaces(level: readonly GraphNode[], places: Map<string, number>): void {
  level.forEach(({ name }, index) => places.set(name, index - (level.length - 1) / 2));
}
