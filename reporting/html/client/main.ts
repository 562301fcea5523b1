import type { PageData } from '../page-data.ts';
import { startComparison } from './compare-profiles.ts';
import { startMap } from './customer-map.ts';
import { startSearch } from './customer-search.ts';
import { part } from './element.ts';
import { makeSortable } from './sort-table.ts';
import { startTheme } from './theme.ts';

/** Brings the page to life; it sets `data-ready` on the root once customers can be searched and maps are drawn. */
async function start(): Promise<void> {
  const data = JSON.parse(part('page-data').textContent ?? '') as PageData;
  startTheme();
  document.querySelectorAll<HTMLTableElement>('#segment-table').forEach(makeSortable);
  const comparison = data.profiles.length === 0 ? undefined : startComparison(data.profiles);
  document.querySelectorAll<HTMLElement>('a[data-segment]').forEach((link) => {
    link.addEventListener('click', () => comparison?.show(link.dataset.segment!));
  });
  const search = startSearch(data.customers, data.currency);
  const lookUp = (customerId: string): void => {
    search.show(customerId);
    part('search').scrollIntoView();
    part('search-field').focus({ preventScroll: true });
  };
  await Promise.all([search.ready, ...data.maps.map((map) => startMap(map, lookUp))]);
  document.documentElement.dataset.ready = 'true';
}

void start();
