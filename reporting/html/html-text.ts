import { cleanText, cutText } from '../cell-text.ts';
import { escapeHtml } from '../escape-html.ts';

/** Longest text of a cell or sentence; the workbook has the rest. */
const MOST_CHARACTERS = 1000;

/** A text of any origin and length as HTML shows it, in an element or a quoted attribute; long ones are cut. */
export function htmlText(text: string): string {
  return escapeHtml(cutText(cleanText(text), MOST_CHARACTERS));
}

/** A sentence as HTML shows it: a per cent sign stays with its figure. */
export function htmlSentence(text: string): string {
  return htmlText(text).replaceAll(/(\d) %/g, '$1\u00A0%');
}

/** A value as JSON that can stand in a script element: it ends neither the element nor a line of a script. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A drawing to stand within a page among others: without prolog, its ids and references preceded by `prefix`, named
 * for readers who cannot see it. The drawing is our own; text in it has been escaped by whoever drew it.
 */
export function inlineSvg(svg: string, { prefix, label }: { prefix: string; label: string }): string {
  const start = svg.indexOf('<svg');
  return svg
    .slice(Math.max(0, start))
    .replaceAll(/(\s(?:id|aria-labelledby)=")([^"]*)"/g, `$1${prefix}$2"`)
    .replaceAll(/url\((['"]?)#/g, `url($1#${prefix}`)
    .replaceAll(/((?:xlink:)?href=")#/g, `$1#${prefix}`)
    .replace('<svg', () => `<svg role="img" aria-label="${htmlText(label)}"`);
}
