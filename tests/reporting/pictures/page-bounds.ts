import { Resvg } from '@resvg/resvg-js';
import { SHIPPED_FONT } from '../../../reporting/pictures/rasterise.ts';

/** How far a drawing reaches beyond its page on any side, in its own units; 0 if all of it is on the page. */
export function reachBeyondPage(svg: string): number {
  const resvg = new Resvg(svg, { font: SHIPPED_FONT });
  const { x, y, width, height } = resvg.getBBox()!;
  return Math.max(0, -x, -y, x + width - resvg.width, y + height - resvg.height);
}

/** The texts of a drawing, in order, as a reader sees them. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) =>
    match[1]!
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
}
