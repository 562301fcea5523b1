/**
 * One colour per segment, RRGGBB, told apart by readers with any of the common colour vision deficiencies as far
 * as that number of colours allows; a label always stands beside the colour.
 *
 * @see Okabe & Ito (2008), Color universal design; Tol (2021), Colour schemes, scheme "muted".
 */
export const SEGMENT_COLOURS = [
  '0072B2',
  'E69F00',
  '009E73',
  'CC79A7',
  'D55E00',
  '56B4E9',
  'F0E442',
  '332288',
  '882255',
  '44AA99',
  '999933',
  'AA4499',
  '661100',
  '88CCEE',
  'DDCC77',
] as const;

export const OUTLIER_COLOUR = '595959';
export const INELIGIBLE_COLOUR = 'D9D9D9';

const BELOW_AVERAGE = [93, 165, 218] as const;
const ABOVE_AVERAGE = [244, 162, 97] as const;

/** Standardised difference from which the colour is full. */
const FULL_COLOUR_AT = 2;
const STEPS_PER_UNIT = 4;

/**
 * Colour of a standardised difference: blue below average, white at it, orange above, full at two standard
 * deviations. Rounded to quarters, so that a workbook needs few cell styles.
 *
 * @returns RRGGBB, or undefined where the difference is unknown.
 */
export function differenceColour(difference: number | null | undefined): string | undefined {
  if (difference === null || difference === undefined || Number.isNaN(difference)) return undefined;
  const clipped = Math.max(-FULL_COLOUR_AT, Math.min(FULL_COLOUR_AT, difference));
  const weight = Math.abs(Math.round(clipped * STEPS_PER_UNIT)) / (STEPS_PER_UNIT * FULL_COLOUR_AT);
  const end = difference < 0 ? BELOW_AVERAGE : ABOVE_AVERAGE;
  return end.map((channel) => hex(Math.round(255 + (channel - 255) * weight))).join('');
}

function hex(channel: number): string {
  return channel.toString(16).toUpperCase().padStart(2, '0');
}

/**
 * Black or white, whichever contrasts more with the fill: at least 4.58 to 1 for any colour.
 *
 * @see W3C, Web Content Accessibility Guidelines 2.1, relative luminance.
 */
export function inkOn(fill: string): '000000' | 'FFFFFF' {
  const luminance = relativeLuminance(fill);
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '000000' : 'FFFFFF';
}

/** Relative luminance of RRGGBB in [0, 1], as the Web Content Accessibility Guidelines define it. */
export function relativeLuminance(colour: string): number {
  const [red, green, blue] = [0, 2, 4].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
