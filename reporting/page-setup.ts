/** Paper and margins (inches) of every sheet: A4 in landscape. */
export const PAPER_SIZE = 9;
export const MARGINS = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 } as const;

/** Foot of every printed page: the sheet at the left, the page at the right. */
export const FOOTER = '&L&A&RPage &P of &N';
