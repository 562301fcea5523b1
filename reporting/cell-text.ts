/** What a cell may hold. There is no formula: text stays text whatever it begins with. */
export type CellValue = string | number | boolean | null;

/** Longest text an Excel cell holds, in UTF-16 code units. */
export const MAX_CELL_CHARACTERS = 32_767;

const CUT_MARK = ' … [cut]';

/** Characters XML 1.0 cannot carry; tab and line feed are allowed, carriage return is turned into a line feed first. */
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const ILLEGAL_IN_XML = /[\u0000-\u0008\u000B-\u001F\u007F\uFFFE\uFFFF]/g;

/** Halves of surrogate pairs standing alone, e.g. of an emoji cut in two. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Excel reads `_x0041_` as an escaped character; escaping the underscore keeps the text what it is. */
const EXCEL_ESCAPES = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** Whether a spreadsheet could take the text for a formula once it is typed in, pasted or imported. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}

/** What neither needs cleaning nor can hide an escape: a glance instead of four searches, for a million cells. */
const HARMLESS = /^[ !-^`-~\u00A0-\uD7FF]*$/;

/** Text that XML and HTML can carry: illegal characters removed, line ends unified, lone surrogates replaced. */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(ILLEGAL_IN_XML, '').replaceAll(LONE_SURROGATES, '\uFFFD');
}

/** Text as an Excel cell can hold it: {@link cleanText} of at most 32,767 characters that is read back as it was. */
export function cellText(text: string): string {
  const clean = HARMLESS.test(text) ? text : cleanText(text).replaceAll(EXCEL_ESCAPES, '_x005F_');
  return cutText(clean, MAX_CELL_CHARACTERS);
}

/** At most `longest` UTF-16 code units of a text, no pair cut in two, the end marked ` … [cut]` if something is left out. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text.slice(0, longest - CUT_MARK.length).replace(/[\uD800-\uDBFF]$/, '') + CUT_MARK;
}

/** A value as a cell can hold it: text cleaned and cut, empty text and numbers that are none left out. */
export function cellValue(value: CellValue): CellValue {
  if (typeof value === 'string') return cellText(value) || null;
  return typeof value === 'number' ? finiteOrNull(value) : value;
}

/** The number itself, or null where a cell can only stay empty (null, NaN, infinities). */
export function finiteOrNull(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
