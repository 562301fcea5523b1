import { cleanText, cutText } from '../cell-text.ts';

/** Longest text of a cell or sentence; the workbook has the rest. */
const MOST_CHARACTERS = 1000;

/** What means something in CommonMark or GitHub's tables, strikethrough, formulas and addresses, wherever it stands. */
const MARKS = /[\\`*_[\]<>|~$@]|&(?=[#\w])|:(?=\/\/)/g;

/** What begins a heading, a list, a quotation or an underline at the start of a line. */
const LINE_START = /^(?:[#+\-=]|\d+(?=[.)](?:\s|$)))/;

/**
 * A text that a Markdown reader shows as it is, on one line: no heading, list, link, address, table column, formula
 * or HTML comes of it.
 *
 * @see CommonMark 0.31, 2.4 Backslash escapes; GitHub Flavored Markdown, 6.9 Autolinks (extension).
 */
export function markdownText(text: string): string {
  const line = cutText(cleanText(text), MOST_CHARACTERS).replaceAll(/\s+/g, ' ').trim();
  return line
    .replaceAll(MARKS, (mark) => (mark === '@' ? '&#64;' : `\\${mark}`))
    .replace(LINE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replaceAll(/\bw(?=ww\.)/gi, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** A command as a block of code on one line, whatever it holds. @see CommonMark 0.31, 4.5 Fenced code blocks. */
export function markdownCommand(command: string): string {
  const line = cleanText(command).replaceAll(/\s+/g, ' ');
  const longest = Math.max(2, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${line}\n${fence}`;
}
