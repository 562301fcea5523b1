/** Of a line of text in a cell, in points. */
export const LINE_HEIGHT = 15;

/** Lines a text needs when wrapped at a width in characters, those it begins itself included. */
export function wrappedLines(text: string, width: number): number {
  const paragraphs = text.split('\n');
  return paragraphs.reduce(
    (lines, paragraph) => lines + Math.max(1, Math.ceil(textWidth(paragraph) / width)),
    0,
  );
}

/** Width in characters: wide scripts and emoji count twice. Words broken at the line's end cost about a twentieth. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! >= 0x1100 ? 2 : 1;
  return width * 1.05;
}
