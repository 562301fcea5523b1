/** What a number measures, and with it how it is written. Shares are stored in [0, 1] and shown in per cent. */
export type FormatKind =
  | 'count'
  | 'number'
  | 'share'
  | 'points'
  | 'currency'
  | 'days'
  | 'hours'
  | 'ratio'
  | 'index'
  | 'seconds'
  | 'setting'
  | 'text';

/** The kind in which means, medians and deviations of a feature are shown: the mean of counts is no count. */
export function averagedKind(kind: FormatKind): FormatKind {
  return kind === 'count' ? 'number' : kind;
}

/** Excel number format of a kind. @param currency - Code or sign, '' for none; quotes and backslashes are dropped. */
export function excelNumberFormat(kind: FormatKind, currency: string): string {
  switch (kind) {
    case 'count':
      return '#,##0';
    case 'number':
      return '#,##0.00';
    case 'share':
      return '0.0%';
    case 'points':
    case 'days':
    case 'hours':
      return '#,##0.0';
    case 'currency':
      return currencyFormat(currency);
    case 'ratio':
      return '0.00';
    case 'index':
      return '0.000';
    case 'seconds':
      return '#,##0.0';
    case 'setting':
      return 'General';
    case 'text':
      return '@';
  }
}

function currencyFormat(currency: string): string {
  const literal = currency.replaceAll(/["\\]/g, '');
  return literal === '' ? '#,##0.00' : `#,##0.00 "${literal}"`;
}

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
    case 'share':
      return shareInWords(value);
    case 'points':
      return `${decimals(value, 1)} percentage points`;
    case 'currency':
      return `${decimals(value, Math.abs(value) >= 100 ? 0 : 2)} ${currency}`.trimEnd();
    case 'days':
      return `${decimals(value, Math.abs(value) >= 10 ? 0 : 1)} days`;
    case 'hours':
      return `${decimals(value, Math.abs(value) >= 10 ? 0 : 1)} hours`;
    case 'seconds':
      return `${decimals(value, 1)} s`;
    case 'number':
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

/** A count with its noun, e.g. `1 customer`, `2,310 customers`. */
export function counted(count: number, noun: string): string {
  return `${inWords(count, 'count')} ${noun}${count === 1 ? '' : 's'}`;
}
