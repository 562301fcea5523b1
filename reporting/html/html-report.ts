import type { Picture } from '../pictures/picture.ts';
import type { ReportInput } from '../report-input.ts';
import { reproductionCommand } from '../reproduction.ts';
import type { Block } from '../sheet-model.ts';
import { dataQualityBlocks } from '../sheets/data-quality.ts';
import {
  figureColumns,
  findingsTable,
  originSentence,
  segmentsNote,
  segmentTable,
  strataBlocks,
} from '../sheets/executive-summary.ts';
import { gateBlocks, segmentQualityBlocks } from '../sheets/quality-metrics.ts';
import {
  explanationBlocks,
  parameterTable,
  resultBlocks,
  sourceBlocks,
  versionBlocks,
} from '../sheets/technical-details.ts';
import { isPictureOf, pageMaps, profileGroups } from './build-page-data.ts';
import { htmlBlocks, htmlTable, type HtmlOptions } from './html-blocks.ts';
import { htmlText, inlineSvg, jsonInScript } from './html-text.ts';
import { packCustomers } from './pack-customers.ts';
import type { PageData } from './page-data.ts';
import { comparePart, mapsPart, searchPart } from './interactive-parts.ts';
import { contentPolicy, readPageParts } from './page-parts.ts';

/** A part of the page that the navigation leads to. */
interface PagePart {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

/**
 * The report as one HTML file that needs no network: it opens from a disk or a mail, every table is there without a
 * script, and the script adds sorting, maps to point at, comparison of segments and search of customers.
 *
 * @param pictures - Drawn into the page, except those of maps, which the page draws itself.
 * @remarks The same input gives the same text, whenever it was made. Customers are read
 * once, beginning to end.
 */
export async function htmlReport(input: ReportInput, pictures: readonly Picture[]): Promise<string> {
  const data: PageData = {
    currency: input.currency,
    profiles: profileGroups(input),
    maps: pageMaps(input, pictures),
    customers: await packCustomers(input),
  };
  const parts = pageParts(input, pictures, data);
  const { script, style } = readPageParts();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(input.title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#summary">To the summary</a>
${navigation(parts)}
<header>
<h1>${htmlText(input.title)}</h1>
<p class="note">${htmlText(originSentence(input))}</p>
<noscript><p class="banner caution">Sorting, maps, comparison and search need JavaScript, which is switched off. Every table is here without it.</p></noscript>
</header>
<main>
${parts.map(({ id, title, html }) => `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n${html}\n</section>`).join('\n')}
</main>
<footer>Result ${htmlText(input.resultId)}. The same figures stand in clustering_results.xlsx beside this file.</footer>
<script type="application/json" id="page-data">${jsonInScript(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function navigation(parts: readonly PagePart[]): string {
  const items = parts.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`).join('');
  return `<nav aria-label="Parts of the report"><div><ul>${items}</ul><button type="button" id="theme-button" hidden></button></div></nav>`;
}

function pageParts(input: ReportInput, pictures: readonly Picture[], data: PageData): readonly PagePart[] {
  const figures = figureColumns(input);
  const options: HtmlOptions = {
    currency: input.currency,
    linkOf: data.profiles.length === 0 ? () => undefined : () => '#compare',
  };
  const blocks = (some: readonly Block[]): string => htmlBlocks(some, options);
  const segments = segmentTable(input, figures);
  const findings = findingsTable(input, figures.length);
  const drawings = pictures.filter((picture) => !input.charts.maps.some((map) => isPictureOf(map, picture)));
  return [
    {
      id: 'summary',
      title: 'Summary',
      html: `${blocks(strataBlocks(input, figures.length))}\n<h3>Findings and recommendations</h3>\n${htmlTable(findings, { ...options, label: 'Findings and recommendations' })}`,
    },
    {
      id: 'segments',
      title: 'Segments',
      html: `<p class="note">${htmlText(segmentsNote(input))}</p>\n${htmlTable(segments, { ...options, label: 'Segments', id: 'segment-table' })}`,
    },
    { id: 'compare', title: 'Compare segments', html: comparePart(data.profiles) },
    { id: 'maps', title: 'Maps', html: mapsPart(data.maps) },
    { id: 'search', title: 'Find a customer', html: searchPart(data.customers) },
    ...(drawings.length === 0 ? [] : [{ id: 'pictures', title: 'Pictures', html: drawingsHtml(drawings) }]),
    {
      id: 'quality',
      title: 'Quality metrics',
      html: blocks([...segmentQualityBlocks(input), ...gateBlocks(input)]),
    },
    {
      id: 'data-quality',
      title: 'Data quality',
      html: blocks([...dataQualityBlocks(input), ...sourceBlocks(input)]),
    },
    { id: 'reproduce', title: 'How to reproduce', html: reproductionHtml(input, options) },
    { id: 'words', title: 'Names and words', html: blocks(explanationBlocks(input)) },
  ];
}

/** Each drawing shows its title itself: the heading is for readers who go from heading to heading. */
function drawingsHtml(pictures: readonly Picture[]): string {
  const figures = pictures.map(
    ({ title, alt, svg }, index) =>
      `<figure><h3 class="unseen">${htmlText(title)}</h3><div class="drawing">${inlineSvg(svg, { prefix: `drawing-${index + 1}-`, label: alt })}</div></figure>`,
  );
  return `<div class="pictures">${figures.join('\n')}</div>`;
}

function reproductionHtml(input: ReportInput, options: HtmlOptions): string {
  return [
    `<pre>${htmlText(reproductionCommand(input))}</pre>`,
    '<p class="note">Same files, settings and version give the same segments; the hashes say whether they are the same.</p>',
    htmlBlocks([...resultBlocks(input), ...versionBlocks(input)], options),
    `<details><summary>Every setting of the run</summary>${htmlTable(parameterTable(input), { ...options, label: 'Every setting of the run' })}</details>`,
  ].join('\n');
}
