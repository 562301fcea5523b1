import { escapeHtml } from '../escape-html.ts';
import { placeNodes, type LineageGraph, type PlacedNode } from './lineage-graph.ts';

const LEVEL_HEIGHT = 46;
const NODE_HEIGHT = 20;
const LETTER_WIDTH = 6.6;
const NODE_PADDING = 14;
const NODE_GAP = 10;
const MARGIN = 8;

/** A box on the drawing. */
interface Box extends PlacedNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * Draws a graph from top to bottom as SVG to stand within a page.
 *
 * @param anchorOf - Where a node leads to on the page; null: nowhere.
 */
export function drawGraph(graph: LineageGraph, anchorOf: (name: string) => string | null): string {
  const boxes = placeBoxes(placeNodes(graph));
  const byName = new Map(boxes.map((box) => [box.name, box]));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
  const height = Math.max(...boxes.map(({ y }) => y + NODE_HEIGHT)) + MARGIN;
  const edges = graph.edges.map(([from, to]) => drawEdge(byName.get(from)!, byName.get(to)!));
  const nodes = boxes.map((box) => drawNode(box, anchorOf(box.name)));
  const label = `Tables made from ${graph.source}, from the files at the top to the results at the bottom`;
  return (
    `<svg class="graph" role="group" aria-label="${escapeHtml(label)}" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}">\n${edges.join('\n')}\n${nodes.join('\n')}\n</svg>`
  );
}

/** One level under the other, each centred. */
function placeBoxes(nodes: readonly PlacedNode[]): Box[] {
  const levels = Array.from({ length: Math.max(...nodes.map(({ level }) => level)) + 1 }, (_, level) =>
    nodes.filter((node) => node.level === level).sort((a, b) => a.place - b.place),
  );
  const lengthOf = (level: readonly PlacedNode[]) =>
    level.reduce((sum, { name }) => sum + widthOf(name), 0) + (level.length - 1) * NODE_GAP;
  const longest = Math.max(...levels.map(lengthOf));
  return levels.flatMap((level, depth) => {
    let x = MARGIN + (longest - lengthOf(level)) / 2;
    return level.map((node) => {
      const box = { ...node, x, y: MARGIN + depth * LEVEL_HEIGHT, width: widthOf(node.name) };
      x += box.width + NODE_GAP;
      return box;
    });
  });
}

/** Even, so that halves are whole pixels. */
function widthOf(name: string): number {
  return 2 * Math.ceil((name.length * LETTER_WIDTH + NODE_PADDING) / 2);
}

function drawEdge(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width / 2, from.y + NODE_HEIGHT];
  const [x2, y2] = [to.x + to.width / 2, to.y];
  const bend = LEVEL_HEIGHT / 2;
  return (
    `<path class="edge" data-from="${escapeHtml(from.name)}" data-to="${escapeHtml(to.name)}" ` +
    `d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`
  );
}

function drawNode({ name, layer, x, y, width }: Box, anchor: string | null): string {
  const box =
    `<rect x="${x}" y="${y}" width="${width}" height="${NODE_HEIGHT}" rx="4"/>` +
    `<text x="${x + width / 2}" y="${y + NODE_HEIGHT / 2}">${escapeHtml(name)}</text>`;
  const group = `<g class="node ${layer}" data-name="${escapeHtml(name)}">${box}</g>`;
  return anchor === null ? group : `<a href="#${escapeHtml(anchor)}">${group}</a>`;
}
