import { inWords } from '../../wording.ts';
import type { PageCustomers } from '../page-data.ts';
import { chip, element, part } from './element.ts';
import { unpackNumbers, unpackTexts } from './unpack.ts';

const MOST_SHOWN = 20;

/** Customers of the page, unpacked. */
interface Customers {
  readonly ids: readonly string[];
  /** Ids as they are compared: without regard to case. */
  readonly folded: readonly string[];
  readonly groupOf: Uint32Array;
  readonly numbers: Float32Array;
}

/** The search of the page. */
export interface CustomerSearch {
  /** Puts an id into the search field and shows what it finds. */
  show(customerId: string): void;
  /** Resolves once customers are unpacked and the search answers. */
  readonly ready: Promise<void>;
}

/** Makes the search field answer with the customers whose id begins with what is typed, an exact match first. */
export function startSearch(packed: PageCustomers, currency: string): CustomerSearch {
  const field = part<HTMLInputElement>('search-field');
  const answer = part('search-answer');
  const status = part('search-status');
  let customers: Customers | undefined;
  const update = (): void => {
    const wanted = field.value.trim();
    answer.replaceChildren();
    status.textContent = '';
    if (wanted === '') return;
    if (customers === undefined) {
      status.textContent = 'Customers are being read …';
      return;
    }
    const { found, count } = findByPrefix(customers, wanted);
    status.textContent = statusText(found.length, count);
    if (found.length > 0) answer.append(answerTable({ packed, customers, currency }, found));
  };
  field.addEventListener('input', update);
  const ready = unpackCustomers(packed).then(
    (unpacked) => {
      customers = unpacked;
      update();
    },
    (reason: unknown) => {
      status.textContent = `This browser cannot read the customers of the page (${String(reason)}); the workbook lists them.`;
    },
  );
  return {
    show(customerId) {
      field.value = customerId;
      update();
    },
    ready,
  };
}

async function unpackCustomers(packed: PageCustomers): Promise<Customers> {
  const ids = await unpackTexts(packed.ids);
  return {
    ids,
    folded: ids.map((id) => id.trim().toLowerCase()),
    groupOf: new Uint32Array(await unpackNumbers(packed.groupOf)),
    numbers: new Float32Array(await unpackNumbers(packed.numbers)),
  };
}

function findByPrefix({ folded }: Customers, wanted: string): { found: number[]; count: number } {
  const prefix = wanted.toLowerCase();
  const exact: number[] = [];
  const longer: number[] = [];
  let count = 0;
  folded.forEach((id, index) => {
    if (!id.startsWith(prefix)) return;
    count++;
    if (id.length === prefix.length) exact.push(index);
    else if (longer.length < MOST_SHOWN) longer.push(index);
  });
  return { found: [...exact, ...longer].slice(0, MOST_SHOWN), count };
}

function statusText(shown: number, count: number): string {
  if (count === 0) return 'No customer on this page has an id that begins so.';
  const found = `${inWords(count, 'count')} ${count === 1 ? 'customer' : 'customers'} found`;
  return count > shown ? `${found}, the first ${shown} shown; type more of the id.` : `${found}.`;
}

interface AnswerSource {
  readonly packed: PageCustomers;
  readonly customers: Customers;
  readonly currency: string;
}

function answerTable(source: AnswerSource, found: readonly number[]): HTMLElement {
  const { columns, groups } = source.packed;
  const hasReasons = found.some((index) => groups[source.customers.groupOf[index]!]!.reason !== '');
  const heads = [
    ...['Customer', 'Segment', 'Name'].map((text) => element('th', { text, attributes: { scope: 'col' } })),
    ...(hasReasons ? [element('th', { text: 'Why not segmented', attributes: { scope: 'col' } })] : []),
    ...columns.map(({ header }) =>
      element('th', { className: 'figures', text: header, attributes: { scope: 'col' } }),
    ),
  ];
  const table = element('table', {}, [
    element('thead', {}, [element('tr', {}, heads)]),
    element(
      'tbody',
      {},
      found.map((index) => customerRow(source, index, hasReasons)),
    ),
  ]);
  const region = { role: 'region', tabindex: '0', 'aria-label': 'Customers found' };
  return element('div', { className: 'scroll', attributes: region }, [table]);
}

function customerRow({ packed, customers, currency }: AnswerSource, index: number, hasReasons: boolean) {
  const { columns, groups, count } = packed;
  const group = groups[customers.groupOf[index]!]!;
  const figures = columns.map(({ format }, column) => {
    const value = customers.numbers[column * count + index]!;
    return element('td', {
      className: 'figures',
      text: Number.isNaN(value) ? '' : inWords(value, format, currency),
    });
  });
  const id = element('bdi', { text: customers.ids[index]! });
  return element('tr', {}, [
    element('th', { className: 'id', attributes: { scope: 'row' } }, [id]),
    element('td', {}, [chip(group)]),
    element('td', {}, [element('bdi', { text: group.name })]),
    ...(hasReasons ? [element('td', { text: group.reason })] : []),
    ...figures,
  ]);
}
