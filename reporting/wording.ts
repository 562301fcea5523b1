import type { FormatKind } from './number-format.ts';

/**
 * A number in a sentence, e.g. `31 %`, `1,234`, `12.5 days`; 'unknown' for null, NaN and infinities.
 *
 * @remarks Shares never round to 0 % or 100 % unless they are exactly that.
 */
export function inWords(value: number | null | undefined, kind: FormatKind, currency = ''): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'unknown';
  switch (kind) {
    case 'count':
      return decimals(value, 0);
    case 'percent':
      return shareInWords(value);
    case 'currency':
      return `${decimals(value, Math.abs(value) >= 100 ? 0 : 2)} ${currency}`.trimEnd();
    case 'days':
      return value === 1
        ? '1 day'
        : `${decimals(value, Number.isInteger(value) || Math.abs(value) >= 10 ? 0 : 1)} days`;
    case 'decimal':
      return decimals(value, Math.abs(value) >= 100 ? 0 : 1);
    case 'ratio':
    case 'index':
    case 'setting':
    case 'text':
      return decimals(value, 2);
  }
}

function shareInWords(share: number): string {
  if (share > 0 && share < 0.0005) return 'under 0.1 %';
  if (share > 0.995 && share < 1) return 'over 99 %';
  const percent = share * 100;
  return `${decimals(percent, share === 0 || percent >= 9.95 ? 0 : 1)} %`;
}

function decimals(value: number, digits: number): string {
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** A mean over a sample of customers, with its standard error rounded up, e.g. `0.512 ± 0.002 (sample of 50,000 of 950,000 customers)`. */
export function estimateInWords(
  value: number,
  standardError: number,
  { sample, customers }: { readonly sample: number; readonly customers: number },
): string {
  const error = decimals(Math.ceil(1000 * standardError) / 1000, 3);
  return `${decimals(value, 3)} ± ${error} (sample of ${inWords(sample, 'count')} of ${counted(customers, 'customer')})`;
}

/** A count with its noun, e.g. `1 customer`, `2,310 customers`. */
export function counted(count: number, noun: string): string {
  return `${inWords(count, 'count')} ${noun}${count === 1 ? '' : 's'}`;
}

/** An identifier as words: 'return_behaviour' is 'Return behaviour'. */
export function inTitle(identifier: string): string {
  return capitalised(identifier.replaceAll('_', ' '));
}

/** The text with its first letter in upper case. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text with its first letter in lower case, unless the word begins with an abbreviation. */
export function uncapitalised(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
