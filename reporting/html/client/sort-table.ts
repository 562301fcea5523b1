import { element } from './element.ts';

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Lets a reader sort the rows of a table's body by any column: each header becomes a button, `aria-sort` says what is
 * sorted. Figures begin with the largest, words with the first; cells without a value stay last either way.
 */
export function makeSortable(table: HTMLTableElement): void {
  const headers = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
  headers.forEach((header, column) => {
    const button = element('button', {
      text: header.textContent ?? '',
      attributes: { type: 'button', title: 'Sort by this column' },
    });
    header.replaceChildren(button);
    header.setAttribute('aria-sort', 'none');
    button.addEventListener('click', () => {
      const first = header.classList.contains('figures') ? 'descending' : 'ascending';
      const other = first === 'ascending' ? 'descending' : 'ascending';
      const direction = header.getAttribute('aria-sort') === first ? other : first;
      for (const each of headers) each.setAttribute('aria-sort', each === header ? direction : 'none');
      sortRows(table.querySelector('tbody')!, column, direction === 'ascending' ? 1 : -1);
    });
  });
}

function sortRows(body: HTMLTableSectionElement, column: number, sign: 1 | -1): void {
  const rows = [...body.querySelectorAll('tr')].map((row) => ({
    row,
    key: keyOf(row.querySelectorAll('td')[column]!),
  }));
  rows.sort((a, b) => compareKeys(a.key, b.key, sign));
  body.append(...rows.map(({ row }) => row));
}

/** The number behind a cell, its text where there is none, null where it is empty. */
function keyOf(cell: HTMLTableCellElement): number | string | null {
  const { value } = cell.dataset;
  if (value !== undefined) return Number(value);
  const text = (cell.textContent ?? '').trim();
  return text === '' ? null : text;
}

function compareKeys(a: number | string | null, b: number | string | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * order.compare(String(a), String(b));
}
