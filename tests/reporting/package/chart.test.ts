import { describe, expect, it } from 'vitest';
import { chartXml } from '../../../reporting/package/chart.ts';
import { chartSpec } from './samples.ts';
import { SCHEMA_ORDER } from './schema-order.ts';
import { all, first, parseXml } from './xml-tree.ts';

describe('chartXml(chart)', () => {
  it.each(['bars', 'lines'] as const)('writes elements in the order of the schema: %s', (kind) => {
    const chart = parseXml(chartXml(chartSpec({ kind })));
    for (const name of [
      'c:chartSpace',
      'c:chart',
      'c:plotArea',
      'c:catAx',
      'c:valAx',
      'c:dPt',
      'c:dLbls',
      'c:dLbl',
    ]) {
      for (const element of all(chart, name)) {
        const positions = element.children.map((child) => SCHEMA_ORDER[name]!.indexOf(child.name));
        expect(positions, name).toEqual(positions.toSorted((a, b) => a - b));
        expect(positions, name).not.toContain(-1);
      }
    }
    const group = kind === 'bars' ? 'c:barChart' : 'c:lineChart';
    for (const series of all(first(chart, group), 'c:ser')) {
      const order = SCHEMA_ORDER[`${group}/c:ser`]!;
      const positions = series.children.map((child) => order.indexOf(child.name));
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      expect(positions).not.toContain(-1);
    }
  });

  it('refers to cells and remembers what they hold, empty cells left out', () => {
    const series = all(parseXml(chartXml(chartSpec())), 'c:ser')[0]!;
    expect(all(series, 'c:f').map(({ text }) => text)).toEqual([
      "'S'!$B$1",
      "'S'!$A$2:$A$3",
      "'S'!$B$2:$B$3",
    ]);
    expect(all(first(series, 'c:strCache'), 'c:v').map(({ text }) => text)).toEqual(['Customers']);
    const numbers = first(series, 'c:numCache');
    expect(first(numbers, 'c:ptCount').attributes.val).toBe('2');
    expect(all(numbers, 'c:pt').map((point) => [point.attributes.idx, first(point, 'c:v').text])).toEqual([
      ['0', '3'],
    ]);
    expect(first(numbers, 'c:formatCode').text).toBe('#,##0');
  });

  it('ties both axes to the bars and to each other', () => {
    const chart = parseXml(chartXml(chartSpec()));
    const ids = all(first(chart, 'c:barChart'), 'c:axId').map(({ attributes }) => attributes.val);
    const [category, value] = [first(chart, 'c:catAx'), first(chart, 'c:valAx')];
    expect([category, value].map((axis) => first(axis, 'c:axId').attributes.val)).toEqual(ids);
    expect([category, value].map((axis) => first(axis, 'c:crossAx').attributes.val)).toEqual(
      ids.toReversed(),
    );
    expect([category, value].map((axis) => first(axis, 'a:t').text)).toEqual(['Segment', 'Customers']);
  });

  it('gives points their colour and label', () => {
    const chart = parseXml(chartXml(chartSpec()));
    expect(first(first(chart, 'c:dPt'), 'a:srgbClr').attributes.val).toBe('E69F00');
    expect(first(first(chart, 'c:dLbl'), 'a:t').text).toBe('chosen');
  });

  it('has a legend only where it is asked for', () => {
    expect(chartXml(chartSpec())).toContain('<c:legend>');
    expect(chartXml(chartSpec({ hasLegend: false }))).not.toContain('<c:legend>');
  });

  it('keeps text of any kind as text, cut to what Excel takes', () => {
    const texts = ['=HYPERLINK("http://x","y")', '<b>&"\'\u0000', 'x'.repeat(40_000), '\uD83D'];
    for (const text of texts) {
      const chart = parseXml(
        chartXml(chartSpec({ title: text, categories: { reference: "'S'!$A$2", texts: [text] } })),
      );
      const [title, category] = [first(chart, 'a:t').text, first(first(chart, 'c:cat'), 'c:v').text];
      expect(title).toBe(category);
      expect(title.length).toBeLessThanOrEqual(255);
      expect(title.slice(0, 5)).toBe(text.replace('\uD83D', '\uFFFD').slice(0, 5));
    }
  });
});
