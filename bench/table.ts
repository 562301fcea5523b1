/**
 * A Markdown table, columns padded to equal width.
 *
 * @param header - Names of the columns; those that begin with a space-free minus ("-n") are aligned right, without the minus.
 * @param rows - Each as long as the header.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const isRight = header.map((name) => name.startsWith('-'));
  const names = header.map((name, c) => (isRight[c] ? name.slice(1) : name));
  const cells = [names, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = names.map((_, c) => Math.max(3, ...cells.map((row) => row[c]!.length)));
  const lines = cells.map((row) => {
    const padded = row.map((cell, c) => (isRight[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)));
    return `| ${padded.join(' | ')} |`;
  });
  const rule = widths.map((width, c) => (isRight[c] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  lines.splice(1, 0, `| ${rule.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

/** Three significant digits, with an exponent below a thousandth and from ten million up: "0.0214", "3.41", "2600"; a dash for NaN. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '-';
  if (value === 0 || !Number.isFinite(value)) return String(value);
  if (Math.abs(value) < 0.001 || Math.abs(value) >= 1e7) return value.toExponential(1);
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

/** Bytes in megabytes of 1,000,000; a dash for NaN. */
export function megabytes(bytes: number): string {
  return Number.isNaN(bytes) ? '-' : (bytes / 1e6).toFixed(0);
}

/** A whole number with a comma every three digits, whatever the locale. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
