/** What a number measures, and with it how it is written. Shares are stored in [0, 1] and shown in per cent. */
export type FormatKind =
  'count' | 'decimal' | 'percent' | 'currency' | 'days' | 'ratio' | 'index' | 'setting' | 'text';

/** The kind in which means, medians and deviations of a feature are shown: the mean of counts is no count. */
export function averagedKind(kind: FormatKind): FormatKind {
  return kind === 'count' ? 'decimal' : kind;
}

/** Excel number format of a kind. @param currency - Code or sign, '' for none; quotes and backslashes are dropped. */
export function excelNumberFormat(kind: FormatKind, currency: string): string {
  switch (kind) {
    case 'count':
      return '#,##0';
    case 'decimal':
      return '#,##0.00';
    case 'percent':
      return '0.0%';
    case 'days':
      return '#,##0.0';
    case 'currency':
      return currencyFormat(currency);
    case 'ratio':
      return '0.00';
    case 'index':
      return '0.000';
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
