import { cellText, cleanText, cutText } from '../cell-text.ts';
import { element, escapeXml, valued, XML_DECLARATION } from '../xml.ts';

/** Cells that hold text, and what they hold. */
export interface TextCells {
  /** `'Visualizations'!$B$5:$B$9`. */
  readonly reference: string;
  readonly texts: readonly string[];
}

/** Cells that hold numbers, and what they hold; null where a cell is empty. */
export interface NumberCells {
  readonly reference: string;
  readonly numbers: readonly (number | null)[];
  /** Excel number format the values are shown in. */
  readonly formatCode: string;
}

/** A point that looks different from the rest of its series. */
export interface PointLook {
  /** 0-based. */
  readonly index: number;
  /** RRGGBB. */
  readonly colour: string;
  /** Text beside the point. */
  readonly label?: string | undefined;
}

export interface ChartSeries {
  readonly name: TextCells;
  readonly values: NumberCells;
  /** RRGGBB. */
  readonly colour: string;
  readonly points: readonly PointLook[];
  /** Of a line; default solid. */
  readonly dash?: 'dash' | undefined;
}

/** A chart that Excel draws from cells and people edit: horizontal bars side by side, or lines. */
export interface ChartSpec {
  readonly kind: 'bars' | 'lines';
  readonly title: string;
  /** What a reader who cannot see the chart needs to know. */
  readonly alt: string;
  /** What the axes show, in words. */
  readonly categoryTitle: string;
  readonly valueTitle: string;
  readonly categories: TextCells;
  /** At least one. */
  readonly series: readonly ChartSeries[];
  readonly hasLegend: boolean;
  /** Whether each bar says its value. */
  readonly hasValueLabels: boolean;
  /** Where the axis of values ends; undefined lets Excel choose. */
  readonly valueMax?: number | undefined;
}

const CHART = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const CATEGORY_AXIS = 111_111_111;
const VALUE_AXIS = 222_222_222;

const INK = '1B1B1B';
const GREY = '595959';
const LINE = 'D0D3D9';
const EMU_PER_POINT = 12_700;

/** Longest text Excel accepts in a title, and enough for a label of an axis. */
const LONGEST_TEXT = 255;

/**
 * Chart part (`xl/charts/chartN.xml`) in the order of elements the schema demands: Excel repairs a file that has another.
 *
 * @see ECMA-376, 5th edition, part 1, 21.2 (DrawingML: charts).
 */
export function chartXml(chart: ChartSpec): string {
  return (
    XML_DECLARATION +
    element(
      'c:chartSpace',
      { 'xmlns:c': CHART, 'xmlns:a': DRAWING, 'xmlns:r': RELATIONSHIPS },
      valued('c:roundedCorners', 0),
      element(
        'c:chart',
        {},
        titleXml(chart.title, { size: 1400, isBold: true, colour: INK }),
        valued('c:autoTitleDeleted', 0),
        plotAreaXml(chart),
        chart.hasLegend ? legendXml() : '',
        valued('c:plotVisOnly', 0),
        valued('c:dispBlanksAs', 'gap'),
      ),
      shape(solid('FFFFFF') + element('a:ln', {}, solid(LINE))),
    )
  );
}

function plotAreaXml(chart: ChartSpec): string {
  const layout = element('c:layout');
  const axes = [valued('c:axId', CATEGORY_AXIS), valued('c:axId', VALUE_AXIS)];
  const series = chart.series.map((entry, index) => seriesXml(chart, entry, index));
  if (chart.kind === 'lines') {
    const head = [valued('c:grouping', 'standard'), valued('c:varyColors', 0)];
    const lines = element('c:lineChart', {}, ...head, ...series, valued('c:marker', 1), ...axes);
    return element('c:plotArea', {}, layout, lines, ...axesXml(chart));
  }
  const head = [valued('c:barDir', 'bar'), valued('c:grouping', 'clustered'), valued('c:varyColors', 0)];
  const gap = valued('c:gapWidth', chart.series.length > 1 ? 80 : 45);
  const bars = element('c:barChart', {}, ...head, ...series, gap, ...axes);
  return element('c:plotArea', {}, layout, bars, ...axesXml(chart));
}

function seriesXml(chart: ChartSpec, series: ChartSeries, index: number): string {
  const head = [
    valued('c:idx', index),
    valued('c:order', index),
    element('c:tx', {}, textReference(series.name)),
  ];
  const data = [
    labelsXml(chart, series),
    element('c:cat', {}, textReference(chart.categories)),
    element('c:val', {}, numberReference(series.values)),
  ];
  if (chart.kind === 'lines') {
    return element(
      'c:ser',
      {},
      ...head,
      shape(stroke(series.colour, 2.25, series.dash)),
      marker(series.colour, 6),
      ...series.points.map((point) =>
        element(
          'c:dPt',
          {},
          valued('c:idx', point.index),
          marker(point.colour, 12),
          valued('c:bubble3D', 0),
          shape(stroke(series.colour, 2.25, series.dash)),
        ),
      ),
      ...data,
      valued('c:smooth', 0),
    );
  }
  return element(
    'c:ser',
    {},
    ...head,
    shape(solid(series.colour)),
    valued('c:invertIfNegative', 0),
    ...series.points.map((point) =>
      element(
        'c:dPt',
        {},
        valued('c:idx', point.index),
        valued('c:invertIfNegative', 0),
        valued('c:bubble3D', 0),
        shape(solid(point.colour)),
      ),
    ),
    ...data,
  );
}

/** Labels of points that have one, else of all bars, else none. */
function labelsXml(chart: ChartSpec, series: ChartSeries): string {
  const labelled = series.points.filter((point) => point.label !== undefined);
  const position = chart.kind === 'lines' ? 't' : 'outEnd';
  const single = labelled.map((point) =>
    element(
      'c:dLbl',
      {},
      valued('c:idx', point.index),
      element('c:tx', {}, richText(point.label!, { size: 1000, isBold: true, colour: INK })),
      valued('c:dLblPos', position),
      ...shown(true),
    ),
  );
  if (!chart.hasValueLabels && single.length === 0) return '';
  const format = element('c:numFmt', { formatCode: series.values.formatCode, sourceLinked: 0 });
  const all = chart.hasValueLabels ? [format, textLook(INK), valued('c:dLblPos', position)] : [];
  return element('c:dLbls', {}, ...single, ...all, ...shown(chart.hasValueLabels));
}

function shown(isShown: boolean): readonly string[] {
  const parts = ['c:showLegendKey', 'c:showVal', 'c:showCatName', 'c:showSerName', 'c:showPercent'];
  return [...parts, 'c:showBubbleSize'].map((part) => valued(part, part === 'c:showVal' && isShown ? 1 : 0));
}

function axesXml(chart: ChartSpec): readonly string[] {
  const isBars = chart.kind === 'bars';
  const titleLook = { size: 1000, isBold: false, colour: GREY };
  const format = chart.series[0]!.values.formatCode;
  const category = element(
    'c:catAx',
    {},
    valued('c:axId', CATEGORY_AXIS),
    // The first row of the table is the top bar.
    element('c:scaling', {}, valued('c:orientation', isBars ? 'maxMin' : 'minMax')),
    valued('c:delete', 0),
    valued('c:axPos', isBars ? 'l' : 'b'),
    titleXml(chart.categoryTitle, titleLook, isBars ? -5_400_000 : undefined),
    element('c:numFmt', { formatCode: 'General', sourceLinked: 0 }),
    valued('c:majorTickMark', 'none'),
    valued('c:minorTickMark', 'none'),
    valued('c:tickLblPos', 'low'),
    shape(stroke(GREY, 1)),
    textLook(INK),
    valued('c:crossAx', VALUE_AXIS),
    valued('c:crosses', 'autoZero'),
    valued('c:auto', 0),
    valued('c:lblAlgn', 'ctr'),
    valued('c:lblOffset', 100),
    valued('c:noMultiLvlLbl', 1),
  );
  const value = element(
    'c:valAx',
    {},
    valued('c:axId', VALUE_AXIS),
    element(
      'c:scaling',
      {},
      valued('c:orientation', 'minMax'),
      chart.valueMax === undefined ? '' : valued('c:max', chart.valueMax),
    ),
    valued('c:delete', 0),
    valued('c:axPos', isBars ? 'b' : 'l'),
    element('c:majorGridlines', {}, shape(stroke(LINE, 0.75))),
    titleXml(chart.valueTitle, titleLook, isBars ? undefined : -5_400_000),
    element('c:numFmt', { formatCode: format, sourceLinked: 0 }),
    valued('c:majorTickMark', 'none'),
    valued('c:minorTickMark', 'none'),
    valued('c:tickLblPos', 'nextTo'),
    shape(element('a:ln', {}, element('a:noFill'))),
    textLook(GREY),
    valued('c:crossAx', CATEGORY_AXIS),
    valued('c:crosses', isBars ? 'max' : 'autoZero'),
    valued('c:crossBetween', 'between'),
  );
  return [category, value];
}

interface TextLook {
  /** In hundredths of a point. */
  readonly size: number;
  readonly isBold: boolean;
  readonly colour: string;
}

function titleXml(text: string, look: TextLook, rotation?: number): string {
  return element('c:title', {}, element('c:tx', {}, richText(text, look, rotation)), valued('c:overlay', 0));
}

function richText(text: string, look: TextLook, rotation?: number): string {
  const attributes = { sz: look.size, b: look.isBold ? 1 : 0 };
  const fill = solid(look.colour);
  const run = element(
    'a:r',
    {},
    element('a:rPr', { lang: 'en-US', ...attributes }, fill),
    element('a:t', {}, escapeXml(cutText(cleanText(text), LONGEST_TEXT))),
  );
  const paragraph = element('a:p', {}, element('a:pPr', {}, element('a:defRPr', attributes, fill)), run);
  const turned = rotation === undefined ? {} : { rot: rotation, vert: 'horz' };
  return element('c:rich', {}, element('a:bodyPr', turned), element('a:lstStyle'), paragraph);
}

function textLook(colour: string): string {
  const properties = element('a:pPr', {}, element('a:defRPr', { sz: 1000 }, solid(colour)));
  const end = element('a:endParaRPr', { lang: 'en-US' });
  return element(
    'c:txPr',
    {},
    element('a:bodyPr'),
    element('a:lstStyle'),
    element('a:p', {}, properties, end),
  );
}

function legendXml(): string {
  return element('c:legend', {}, valued('c:legendPos', 'b'), valued('c:overlay', 0), textLook(INK));
}

function marker(colour: string, size: number): string {
  const look = shape(solid(colour) + element('a:ln', {}, solid('FFFFFF')));
  return element('c:marker', {}, valued('c:symbol', 'circle'), valued('c:size', size), look);
}

function shape(properties: string): string {
  return element('c:spPr', {}, properties);
}

function solid(colour: string): string {
  return element('a:solidFill', {}, valued('a:srgbClr', colour));
}

function stroke(colour: string, points: number, dash?: 'dash'): string {
  const pattern = dash === undefined ? '' : valued('a:prstDash', dash);
  return element(
    'a:ln',
    { w: points * EMU_PER_POINT, cap: 'rnd' },
    solid(colour),
    pattern,
    element('a:round'),
  );
}

/** Cells with what they hold, so that a chart is drawn before anything is calculated. */
function textReference({ reference, texts }: TextCells): string {
  const points = texts.map((text, idx) =>
    element('c:pt', { idx }, element('c:v', {}, escapeXml(cutText(cellText(text), LONGEST_TEXT)))),
  );
  const cache = element('c:strCache', {}, valued('c:ptCount', texts.length), ...points);
  return element('c:strRef', {}, element('c:f', {}, escapeXml(reference)), cache);
}

function numberReference({ reference, numbers, formatCode }: NumberCells): string {
  const points = numbers.map((number, idx) =>
    number === null ? '' : element('c:pt', { idx }, element('c:v', {}, String(number))),
  );
  const cache = element(
    'c:numCache',
    {},
    element('c:formatCode', {}, escapeXml(formatCode)),
    valued('c:ptCount', numbers.length),
    ...points,
  );
  return element('c:numRef', {}, element('c:f', {}, escapeXml(reference)), cache);
}
