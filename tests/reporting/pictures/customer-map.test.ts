import { describe, expect, it } from 'vitest';
import { drawMap } from '../../../reporting/pictures/customer-map.ts';
import { mapOf } from '../sample-charts.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { STRATUM } from '../sample-segments.ts';
import { textsOf } from './page-bounds.ts';

const input = sampleInput();

/** Markers in the drawing: filled ones, and crosses. */
function markersIn(svg: string): { filled: number; crosses: number } {
  const paths = [...svg.matchAll(/<path d="([^"]*)"([^>]*)>/g)];
  const count = (isCross: boolean, per: number) =>
    paths
      .filter(([, , rest]) => rest!.includes('fill="none"') === isCross)
      .reduce((sum, [, d]) => sum + d!.split('M').length - 1, 0) / per;
  return { filled: count(false, 1), crosses: count(true, 2) };
}

describe('drawMap(input, map)', () => {
  const counts = { '1': 40, '2': 30, '3': 20, '4': 1, outlier: 12 };

  it('draws every customer once, and once more a segment for the legend', () => {
    const { svg } = drawMap(input, mapOf(STRATUM, counts))!;
    expect(markersIn(svg)).toEqual({ filled: 91 + 4, crosses: 12 + 1 });
  });

  it('names segments and outliers beside the map, with their share', () => {
    const texts = textsOf(drawMap(input, mapOf(STRATUM, counts))!.svg);
    expect(texts).toEqual(
      expect.arrayContaining([
        '1 Regular Customers',
        '4 High Returners',
        'Outliers',
        '5.0 % of eligible customers',
      ]),
    );
  });

  it('says whom shares are of where several strata were clustered', () => {
    const runs = [runRow(), runRow({ stratum: 'non_buyers' })];
    const texts = textsOf(drawMap(sampleInput({ runs }), mapOf(STRATUM, counts))!.svg);
    expect(texts).toContain(`5.0 % of eligible ${STRATUM.replaceAll('_', '-')}`);
  });

  it('says how far neighbours share a segment, and which axes these are', () => {
    const { title, svg } = drawMap(input, mapOf(STRATUM, { '1': 40, '2': 40 }))!;
    expect(title).toMatch(
      /^Segments stand apart on the PCA map: 100 % of a customer’s ten nearest neighbours/,
    );
    expect(textsOf(svg)).toContain('Component 1 (46 % of variance): + Orders');
    const mixed = mapOf(STRATUM, { '1': 80 });
    const labels = mixed.clusterLabels.map((_, i) => String(1 + (i % 2)));
    expect(drawMap(input, { ...mixed, clusterLabels: labels })!.title).toMatch(
      /^Segments overlap on the PCA map: \d/,
    );
  });

  it('judges small segments by as many neighbours as they can share', () => {
    const { title } = drawMap(input, mapOf(STRATUM, { '1': 3, '2': 2, '3': 1 }))!;
    expect(title).toBe(
      'Segments stand apart on the PCA map: 100 % of a customer’s nearest neighbours share the segment',
    );
    expect(drawMap(input, mapOf(STRATUM, { '1': 1, '2': 1 }))!.title).toBe(
      'Each segment on the map is a single customer',
    );
  });

  it('says that it shows a sample', () => {
    const map = mapOf(STRATUM, { '1': 40, '2': 40 }, { customerCount: 4000, method: 'umap' });
    expect(textsOf(drawMap(input, map)!.svg).join(' ')).toContain(
      'UMAP: 80 of 4,000 customers, drawn at random',
    );
  });

  it.each([
    [{ outlier: 5 }, 'All customers are outliers: no segment was found'],
    [{ '1': 1 }, 'One segment on the map'],
    [{ '1': 1, outlier: 1 }, 'One segment on the map, outliers around it'],
  ])('draws %j', (few, title) => {
    const drawing = drawMap(input, mapOf(STRATUM, few))!;
    expect(drawing.title).toBe(title);
    expect(drawing.svg).not.toMatch(/NaN|Infinity/);
  });

  it('draws customers who differ in one direction, or in none', () => {
    const line = mapOf(STRATUM, { '1': 5, '2': 5 });
    for (const map of [
      { ...line, y: new Float64Array(10) },
      { ...line, x: new Float64Array(10), y: new Float64Array(10) },
    ]) {
      expect(drawMap(input, map)!.svg).not.toMatch(/NaN|Infinity/);
    }
  });

  it('keeps far customers on the edge of the frame and says so', () => {
    const map = mapOf(STRATUM, { '1': 300, '2': 300 });
    const x = map.x.slice();
    x[0] = 1e6;
    const { svg } = drawMap(input, { ...map, x })!;
    expect(textsOf(svg)).toContain('1 customer beyond the frame is drawn on its edge.');
    expect(markersIn(svg).filled).toBe(602);
  });

  it('is left out where nobody is on it', () => {
    expect(drawMap(input, mapOf(STRATUM, {}))).toBeNull();
  });
});
