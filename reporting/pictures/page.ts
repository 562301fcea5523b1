import { element, svgText, FAINT_INK, FONT_FAMILY, textLine } from './svg.ts';
import { wrapText } from './text-width.ts';

/** A picture before it is turned into pixels; sizes in units of the drawing. */
export interface Drawing {
  readonly name: string;
  readonly stratum: string;
  readonly topic: string;
  readonly title: string;
  readonly alt: string;
  readonly svg: string;
}

/** A rectangle of the drawing. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Width of every drawing: a picture shown 900 pixels wide has its text at the sizes written in the code. */
export const PAGE_WIDTH = 900;

/** Free space around. */
const MARGIN = 24;

/** Width of the area a chart is drawn into. */
export const BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN;

const TITLE = { size: 20, line: 26, bold: true };
const SUBTITLE = { size: 13, line: 18 };
const NOTE = { size: 12, line: 16 };

export interface Page extends Omit<Drawing, 'svg' | 'alt'> {
  /** What kind of chart it is, e.g. 'Bar chart'. */
  readonly kind: string;
  /** The figures, for who cannot see the picture: sentences; '' for none beyond the title. */
  readonly figures: string;
  /** What is drawn, how to read it. */
  readonly subtitle: string;
  /** Remarks below the chart, each a sentence. */
  readonly notes: readonly string[];
  readonly bodyHeight: number;
  /** Draws the chart into the area between subtitle and notes. */
  readonly body: (area: Area) => readonly string[];
}

/** Puts a title that states the finding, a subtitle, a chart and notes on a white page. */
export function drawPage(page: Page): Drawing {
  const { name, stratum, topic, title } = page;
  const alt = `${page.kind}. ${title}. ${page.figures}`.trimEnd();
  const width = BODY_WIDTH;
  const titleLines = wrapText(title, { width, ...TITLE });
  const subtitleLines = wrapText(page.subtitle, { width, ...SUBTITLE });
  const noteLines = page.notes.flatMap((note) => wrapText(note, { width, ...NOTE }));
  const subtitleTop = MARGIN + titleLines.length * TITLE.line;
  const bodyTop = subtitleTop + subtitleLines.length * SUBTITLE.line + 14;
  const notesTop = bodyTop + page.bodyHeight + (noteLines.length > 0 ? 12 : 0);
  const height = Math.ceil(notesTop + noteLines.length * NOTE.line + MARGIN);
  const content = [
    element('title', {}, svgText(title)),
    element('desc', {}, svgText(alt)),
    element('rect', { width: PAGE_WIDTH, height, fill: '#FFFFFF' }),
    ...titleLines.map((text, i) =>
      textLine({
        x: MARGIN,
        y: MARGIN + i * TITLE.line + TITLE.size * 0.8,
        text,
        size: TITLE.size,
        bold: true,
      }),
    ),
    ...subtitleLines.map((text, i) =>
      textLine({ x: MARGIN, y: subtitleTop + i * SUBTITLE.line + SUBTITLE.size, text, fill: FAINT_INK }),
    ),
    ...page.body({ left: MARGIN, top: bodyTop, width, height: page.bodyHeight }),
    ...noteLines.map((text, i) =>
      textLine({
        x: MARGIN,
        y: notesTop + i * NOTE.line + NOTE.size,
        text,
        size: NOTE.size,
        fill: FAINT_INK,
      }),
    ),
  ];
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${PAGE_WIDTH} ${height}`,
      role: 'img',
      'font-family': FONT_FAMILY,
    },
    content.join(''),
  );
  return { name, stratum, topic, title, alt, svg };
}
