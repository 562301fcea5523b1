/** Advance widths of DejaVu Sans for U+0020 to U+007E, in hundredths of the font size. */
const ADVANCES = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
] as const;

/** Letters of other alphabets, and pictographs: wide rather than narrow, so that lines end inside the picture. */
const OTHER_LETTER = 70;
const PICTOGRAPH = 105;
const BOLD_FACTOR = 1.12;

/** Width of a line of text in the units of its font size; exact for unkerned plain ASCII, a little generous for all else. */
export function textWidth(text: string, size: number, bold = false): number {
  let hundredths = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    hundredths += ADVANCES[code - 32] ?? (code > 0xffff ? PICTOGRAPH : OTHER_LETTER);
  }
  return (hundredths / 100) * size * (bold ? BOLD_FACTOR : 1);
}

export interface WrapOptions {
  readonly width: number;
  readonly size: number;
  readonly bold?: boolean;
  /** Text beyond so many lines ends in an ellipsis; default: as many as it takes. */
  readonly maxLines?: number;
}

/** Breaks text at spaces, but not at protected ones nor before a per cent sign, into lines of at most the given width; a longer word is broken. At least one line. */
export function wrapText(
  text: string,
  { width, size, bold = false, maxLines = Infinity }: WrapOptions,
): string[] {
  const fits = (line: string) => textWidth(line, size, bold) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \t\r\n]+(?!%)/).flatMap((word) => breakWord(word, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer) || line === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  lines.push(line);
  if (lines.length <= maxLines) return lines;
  const last = [...lines[maxLines - 1]!];
  while (last.length > 0 && !fits(`${last.join('')}…`)) last.pop();
  return [...lines.slice(0, maxLines - 1), `${last.join('').trimEnd()}…`];
}

/** The pieces of a word that fit, each as long as possible. */
function breakWord(word: string, fits: (text: string) => boolean): string[] {
  if (fits(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && !fits(piece + character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
