import { counted, inWords } from '../wording.ts';
import { htmlText } from './html-text.ts';
import { LONGEST_ID } from './pack-customers.ts';
import type { PageCustomers, PageMap, ProfileGroup } from './page-data.ts';

/** Where segments are chosen and their profiles shown. */
export function comparePart(profiles: readonly ProfileGroup[]): string {
  if (profiles.length === 0)
    return '<p class="note">No segments that differ were found, so there is nothing to compare.</p>';
  return `<p class="note">Bars show the difference from everybody in standard deviations (sd), to the right above average, to the left below; beside them the mean of the segment in original units.</p>
<div class="controls" id="compare-choice"></div>
<label class="option controls"><input type="checkbox" id="compare-all"> All features, not only the headline ones</label>
<div id="compare-answer" aria-live="polite"></div>`;
}

/** A figure for each map, with its legend and the box that says which customer is pointed at. */
export function mapsPart(maps: readonly PageMap[]): string {
  if (maps.length === 0) return '<p class="note">No map was drawn.</p>';
  const figures = maps.map(({ id, title, axes, pointCount, customerCount }) => {
    const [x, y] = axes.map(htmlText);
    const all = counted(customerCount, 'customer');
    const drawn = pointCount === customerCount ? all : `${inWords(pointCount, 'count')} of ${all}`;
    const label = htmlText(`Map: ${title}. Arrow keys go from customer to customer, Enter looks one up.`);
    return `<figure><h3>${htmlText(title)}</h3>
<div class="canvas"><canvas id="${id}" tabindex="0" role="application" aria-roledescription="map" aria-label="${label}"></canvas><div class="tip" id="${id}-tip" role="status" hidden></div></div>
<figcaption>To the right: ${x}. Upwards: ${y}. ${drawn} drawn; crosses are outliers.</figcaption>
<div class="legend" id="${id}-legend"></div></figure>`;
  });
  return `<p class="note only-screen">Each point is a customer: point at it, or go to the map with the tab key and use the arrow keys. A click or Enter looks the customer up; the buttons below hide a segment.</p>
<div class="maps">${figures.join('\n')}</div>`;
}

/** The search field, what it searches, and where its answers stand. */
export function searchPart(customers: PageCustomers): string {
  return `<p class="note">${coverageText(customers)}</p>
<p class="controls"><label for="search-field">Customer id begins with</label><br>
<input type="search" id="search-field" autocomplete="off" spellcheck="false" maxlength="${LONGEST_ID}" aria-describedby="search-status"></p>
<p id="search-status" role="status"></p>
<div id="search-answer"></div>`;
}

function coverageText({ count, total, everyNth }: PageCustomers): string {
  if (total === 0) return 'No customers in the data.';
  if (everyNth === 1)
    return `All ${counted(total, 'customer')} of the run, those without a segment included.`;
  return (
    `To keep the page small, search covers every ${everyNth}th customer only (${inWords(count, 'count')} of ` +
    `${inWords(total, 'count')}), evenly over the segments; the workbook lists all of them.`
  );
}
