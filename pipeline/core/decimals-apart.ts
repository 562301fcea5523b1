/**
 * Writes two figures with as many decimals as it takes to see that they differ, so that a comparison does not deny itself.
 *
 * @param least - Decimals written at least; equal figures get no more.
 */
export function decimalsApart(a: number, b: number, least: number): [string, string] {
  let digits = least;
  while (a !== b && digits < 12 && a.toFixed(digits) === b.toFixed(digits)) digits++;
  return [a.toFixed(digits), b.toFixed(digits)];
}
