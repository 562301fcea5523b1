import { cleanText, cutText } from '../cell-text.ts';
import type { ChartSpec } from './chart.ts';
import { element, XML_DECLARATION } from '../xml.ts';

/** Pixels of a screen at 96 per inch, the size at 100 %. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** PNG bytes with what a reader who cannot see them needs to know. */
export interface ImageSpec {
  readonly png: Uint8Array;
  readonly title: string;
  readonly alt: string;
}

/** A chart or picture with its upper left corner on a cell. */
export interface DrawingSpec {
  /** 1-based, as in the sheet. */
  readonly row: number;
  readonly column: number;
  readonly size: PixelSize;
  readonly content:
    | { readonly kind: 'chart'; readonly chart: ChartSpec }
    | { readonly kind: 'picture'; readonly image: ImageSpec };
}

/** Id of the relationship in which a drawing finds its chart or picture. @param index - 0-based, in the order of the drawing. */
export function drawingRelationshipId(index: number): string {
  return `rId${index + 1}`;
}

const SPREADSHEET_DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const CHART = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const EMU_PER_PIXEL = 9525;

/** Longest alternative text; screen readers read all of it. */
const LONGEST_ALT = 2000;

/**
 * Drawing part (`xl/drawings/drawingN.xml`) of a sheet. Drawings keep their size when rows and columns change.
 *
 * @see ECMA-376, 5th edition, part 1, 20.5 (DrawingML: spreadsheet drawing).
 */
export function drawingXml(drawings: readonly DrawingSpec[]): string {
  const anchors = drawings.map((drawing, index) => anchorXml(drawing, index));
  const namespaces = { 'xmlns:xdr': SPREADSHEET_DRAWING, 'xmlns:a': DRAWING, 'xmlns:r': RELATIONSHIPS };
  return XML_DECLARATION + element('xdr:wsDr', namespaces, ...anchors);
}

function anchorXml({ row, column, size, content }: DrawingSpec, index: number): string {
  const extent = { cx: Math.round(size.width * EMU_PER_PIXEL), cy: Math.round(size.height * EMU_PER_PIXEL) };
  const from = element(
    'xdr:from',
    {},
    element('xdr:col', {}, String(column - 1)),
    element('xdr:colOff', {}, '0'),
    element('xdr:row', {}, String(row - 1)),
    element('xdr:rowOff', {}, '0'),
  );
  const body =
    content.kind === 'chart' ? chartFrame(content.chart, index) : pictureXml(content.image, index, extent);
  return element('xdr:oneCellAnchor', {}, from, element('xdr:ext', extent), body, element('xdr:clientData'));
}

/** Id 1 is that of the drawing itself. */
function identity(
  kind: string,
  index: number,
  texts: { readonly title: string; readonly alt: string },
): string {
  return element('xdr:cNvPr', {
    id: index + 2,
    name: `${kind} ${index + 1}`,
    descr: cutText(cleanText(texts.alt), LONGEST_ALT),
    title: cutText(cleanText(texts.title), LONGEST_ALT),
  });
}

function chartFrame(chart: ChartSpec, index: number): string {
  const reference = element('c:chart', { 'xmlns:c': CHART, 'r:id': drawingRelationshipId(index) });
  return element(
    'xdr:graphicFrame',
    { macro: '' },
    element('xdr:nvGraphicFramePr', {}, identity('Chart', index, chart), element('xdr:cNvGraphicFramePr')),
    element('xdr:xfrm', {}, element('a:off', { x: 0, y: 0 }), element('a:ext', { cx: 0, cy: 0 })),
    element('a:graphic', {}, element('a:graphicData', { uri: CHART }, reference)),
  );
}

function pictureXml(
  image: ImageSpec,
  index: number,
  extent: { readonly cx: number; readonly cy: number },
): string {
  const locks = element('xdr:cNvPicPr', {}, element('a:picLocks', { noChangeAspect: 1 }));
  return element(
    'xdr:pic',
    {},
    element('xdr:nvPicPr', {}, identity('Picture', index, image), locks),
    element(
      'xdr:blipFill',
      {},
      element('a:blip', { 'r:embed': drawingRelationshipId(index) }),
      element('a:stretch', {}, element('a:fillRect')),
    ),
    element(
      'xdr:spPr',
      {},
      element('a:xfrm', {}, element('a:off', { x: 0, y: 0 }), element('a:ext', extent)),
      element('a:prstGeom', { prst: 'rect' }, element('a:avLst')),
    ),
  );
}
