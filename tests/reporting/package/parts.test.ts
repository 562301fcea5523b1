import { describe, expect, it } from 'vitest';
import { absoluteReference, columnLetters, rangeAddress } from '../../../reporting/package/address.ts';
import { drawingXml } from '../../../reporting/package/drawing.ts';
import { PackageParts } from '../../../reporting/package/package-parts.ts';
import { tableHeaders, tableName, tableXml } from '../../../reporting/package/table.ts';
import { element, escapeXml } from '../../../reporting/xml.ts';
import { chartSpec, picture } from './samples.ts';
import { all, first, parseXml } from './xml-tree.ts';

const table = { name: 'sizes', headerRow: 3, lastRow: 5, headers: ['A', 'B "&<'], hasFilter: true };

describe('addresses', () => {
  it('count columns as Excel does', () => {
    expect([1, 26, 27, 52, 53, 702, 703, 16_384].map(columnLetters)).toEqual(
      ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD'], // prettier-ignore
    );
  });

  it('span from corner to corner', () => {
    expect(rangeAddress({ row: 2, column: 1 }, { row: 9, column: 28 })).toBe('A2:AB9');
    expect(absoluteReference("It's", { row: 2, column: 1 }, { row: 9, column: 2 })).toBe("'It''s'!$A$2:$B$9");
    expect(absoluteReference('S', { row: 2, column: 1 }, { row: 2, column: 1 })).toBe("'S'!$A$2");
  });
});

describe('element(name, attributes, ...children)', () => {
  it('is read back as it was', () => {
    const text = 'a < b & "c" > \'d\'\n\te';
    const read = parseXml(element('a', { b: text, c: undefined, d: 1 }, element('e', {}, escapeXml(text))));
    expect(read.attributes).toEqual({ b: text, d: '1' });
    expect(first(read, 'e').text).toBe(text);
  });
});

describe('tableXml(table, id)', () => {
  it('names the range and its columns', () => {
    const read = parseXml(tableXml(table, 7));
    expect(read.attributes).toMatchObject({ id: '7', displayName: 'sizes', ref: 'A3:B5' });
    expect(all(read, 'tableColumn').map(({ attributes }) => attributes)).toEqual([
      { id: '1', name: 'A' },
      { id: '2', name: 'B "&<' },
    ]);
    expect(first(read, 'autoFilter').attributes.ref).toBe('A3:B5');
    expect(all(parseXml(tableXml({ ...table, hasFilter: false }, 7)), 'autoFilter')).toEqual([]);
  });
});

describe('tableHeaders(headers)', () => {
  it('makes headers that a table can have', () => {
    const headers = ['Value', 'value', ' a\n b ', '', '=1', 'VALUE', 'value (2)', 'x'.repeat(300)];
    const made = tableHeaders(headers);
    expect(made.slice(0, 7)).toEqual([
      'Value',
      'value (2)',
      'a b',
      'Column 4',
      '=1',
      'VALUE (3)',
      'value (2) (2)',
    ]);
    expect(made[7]!.length).toBeLessThanOrEqual(255);
  });
});

describe('tableName(name)', () => {
  it('keeps letters, digits and underscores', () => {
    expect(tableName('sizes_Käufer 1-2')).toBe('sizes_K_ufer_1_2');
    expect(tableName('x'.repeat(300)).length).toBeLessThanOrEqual(255);
  });
});

describe('drawingXml(drawings)', () => {
  it('anchors charts and pictures in their size and says what they show', () => {
    const size = { width: 100, height: 50 };
    const image = picture({ alt: 'A "map" of <customers>\u0001' });
    const read = parseXml(
      drawingXml([
        { row: 5, column: 2, size, content: { kind: 'chart', chart: chartSpec() } },
        { row: 9, column: 1, size, content: { kind: 'picture', image } },
      ]),
    );
    const anchors = all(read, 'xdr:oneCellAnchor');
    expect(anchors.map((anchor) => [first(anchor, 'xdr:row').text, first(anchor, 'xdr:col').text])).toEqual([
      ['4', '1'],
      ['8', '0'],
    ]);
    expect(first(anchors[0]!, 'xdr:ext').attributes).toEqual({ cx: '952500', cy: '476250' });
    const identities = all(read, 'xdr:cNvPr').map(({ attributes }) => attributes);
    expect(identities).toMatchObject([
      { id: '2', name: 'Chart 1', descr: 'Bars.', title: 'Two are apart' },
      { id: '3', name: 'Picture 2', descr: 'A "map" of <customers>' },
    ]);
    expect(first(read, 'c:chart').attributes['r:id']).toBe('rId1');
    expect(first(read, 'a:blip').attributes['r:embed']).toBe('rId2');
  });
});

describe('PackageParts', () => {
  it('numbers parts through the workbook and gives tables of one name a number', () => {
    const parts = new PackageParts();
    const drawing = { row: 1, column: 1, size: { width: 9, height: 9 } };
    const links = [1, 2].map(() =>
      parts.attach({
        drawings: [
          { ...drawing, content: { kind: 'chart', chart: chartSpec() } },
          { ...drawing, content: { kind: 'picture', image: picture() } },
        ],
        tables: [table],
      }),
    );
    expect(links[0]!.elements).toBe(
      '<drawing r:id="rIdDrawing"/><tableParts count="1"><tablePart r:id="rIdTable1"/></tableParts>',
    );
    expect(parts.parts.map(({ path }) => path)).toEqual([
      ...['xl/charts/chart1.xml', 'xl/media/image1.png', 'xl/drawings/drawing1.xml'],
      ...['xl/drawings/_rels/drawing1.xml.rels', 'xl/tables/table1.xml'],
      ...['xl/charts/chart2.xml', 'xl/media/image2.png', 'xl/drawings/drawing2.xml'],
      ...['xl/drawings/_rels/drawing2.xml.rels', 'xl/tables/table2.xml'],
    ]);
    expect(links[1]!.relationships).toContain('Target="../tables/table2.xml"');
    expect(parts.parts.at(-1)!.content).toContain('displayName="sizes_2"');
    expect(parts.contentTypes.match(/Extension="png"/g)).toHaveLength(1);
  });

  it('adds nothing to a sheet that has neither', () => {
    expect(new PackageParts().attach({ drawings: [], tables: [] })).toEqual({
      elements: '',
      relationships: '',
    });
  });
});
