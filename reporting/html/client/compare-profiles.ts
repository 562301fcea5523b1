import type { PageSegment, ProfileCell, ProfileFeature, ProfileGroup } from '../page-data.ts';
import { chip, element, part } from './element.ts';

/** Bars reach the edge of their cell at this many standard deviations, or at the largest shown if that is more. */
const LEAST_FULL_BAR = 1;

/** The comparison of the page. */
export interface ProfileComparison {
  /** Adds a segment to what is compared. */
  show(segmentKey: string): void;
}

/** Lets a reader choose segments and shows their profiles side by side, beginning with the first two of each stratum. */
export function startComparison(groups: readonly ProfileGroup[]): ProfileComparison {
  const choice = part('compare-choice');
  const answer = part('compare-answer');
  const everything = part<HTMLInputElement>('compare-all');
  const boxes = new Map<string, HTMLInputElement>();
  const update = (): void => {
    const tables = groups.flatMap((group) => {
      const chosen = group.segments.filter((segment) => boxes.get(segment.key)!.checked);
      return chosen.length === 0 ? [] : [comparisonTable(group, chosen, everything.checked)];
    });
    answer.replaceChildren(
      ...(tables.length > 0 ? tables : [element('p', { className: 'note', text: 'No segment is chosen.' })]),
    );
  };
  for (const group of groups) {
    const items = group.segments.map((segment, index) => {
      const box = element('input', { attributes: { type: 'checkbox' } });
      box.checked = index < 2;
      box.addEventListener('change', update);
      boxes.set(segment.key, box);
      const name = element('bdi', { text: ` ${segment.name}` });
      return element('label', { className: 'option' }, [box, chip(segment), name]);
    });
    const legend = element('legend', { text: group.name === '' ? 'Segments' : group.name });
    choice.append(element('fieldset', {}, [legend, ...items]));
  }
  everything.addEventListener('change', update);
  update();
  return {
    show(segmentKey) {
      const box = boxes.get(segmentKey);
      if (box === undefined) return;
      box.checked = true;
      update();
    },
  };
}

function comparisonTable(
  group: ProfileGroup,
  chosen: readonly PageSegment[],
  everything: boolean,
): HTMLElement {
  const features = group.features.filter((feature) => everything || feature.isHeadline);
  const differences = features.flatMap((feature) =>
    chosen.map(({ key }) => Math.abs(feature.cells[key]?.difference ?? 0)),
  );
  const fullBar = Math.max(LEAST_FULL_BAR, ...differences);
  const head = element('tr', {}, [
    element('th', { text: 'Feature', attributes: { scope: 'col' } }),
    element('th', { text: 'All', className: 'figures', attributes: { scope: 'col' } }),
    ...chosen.map((segment) =>
      element('th', { attributes: { scope: 'col' } }, [
        chip(segment),
        element('bdi', { text: ` ${segment.name}` }),
      ]),
    ),
  ]);
  const rows = features.map((feature) =>
    element('tr', {}, [
      element('th', { text: feature.header, attributes: { scope: 'row' } }),
      element('td', { className: 'figures', text: feature.everybody }),
      ...chosen.map((segment) => profileCell(feature, segment, fullBar)),
    ]),
  );
  const table = element('table', { className: 'compare' }, [
    ...(group.name === '' ? [] : [element('caption', { text: group.name })]),
    element('thead', {}, [head]),
    element('tbody', {}, rows),
  ]);
  const label = `Profiles${group.name === '' ? '' : ` of ${group.name}`}`;
  const region = { role: 'region', tabindex: '0', 'aria-label': label };
  return element('div', { className: 'scroll', attributes: region }, [table]);
}

function profileCell(feature: ProfileFeature, segment: PageSegment, fullBar: number): HTMLElement {
  const cell = feature.cells[segment.key];
  if (cell === undefined) return element('td', { text: 'not measured' });
  const figures = element('span', { className: 'mean', text: cell.mean });
  const detail = element('small', { text: ` ${differenceWords(cell)}, median ${cell.median}` });
  return element('td', {}, [bar(cell, segment, fullBar), figures, detail]);
}

/** A bar from the middle: to the right above average, to the left below. */
function bar({ difference }: ProfileCell, { colour }: PageSegment, fullBar: number): HTMLElement {
  const fill = element('span');
  const share = ((difference ?? 0) / fullBar) * 50;
  fill.style.left = `${share < 0 ? 50 + share : 50}%`;
  fill.style.width = `${Math.abs(share)}%`;
  fill.style.backgroundColor = `#${colour}`;
  return element('div', { className: 'bar', attributes: { 'aria-hidden': 'true' } }, [fill]);
}

function differenceWords({ difference }: ProfileCell): string {
  if (difference === null) return 'difference not measured';
  const size = Math.abs(difference).toFixed(2);
  if (size === '0.00') return '0.00 sd';
  return `${difference < 0 ? '−' : '+'}${size} sd`;
}
