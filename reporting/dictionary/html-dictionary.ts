import { createHash } from 'node:crypto';
import type { ColumnEntry, DataDictionary, TableEntry } from './data-dictionary.ts';
import { drawGraph } from './draw-graph.ts';
import { escapeHtml } from '../escape-html.ts';
import { lineageGraphs } from './lineage-graph.ts';
import {
  describeOrigins,
  describeSources,
  LAYER_WORDS,
  LINEAGE_NOTE,
  tablesOf,
  type Phrase,
} from './lineage-words.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

const LAYERS = Object.keys(LAYER_WORDS) as TableEntry['layer'][];

/**
 * The dictionary as one HTML file that needs no network: tables and graphs are there without a script, which adds a
 * search box. Whatever the texts hold is shown as text.
 */
export function htmlDictionary(dictionary: DataDictionary): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOf(PAGE_SCRIPT)}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Data dictionary</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#tables">To the tables</a>
<header>
<h1>Data dictionary</h1>
<p>Every table and column that medallion-segments ${escapeHtml(dictionary.version)} makes.</p>
</header>
<div class="bar" role="search"><div>
<label for="search">Search tables and columns</label>
<input id="search" type="search" placeholder="return rate" autocomplete="off" aria-describedby="found">
<span id="found" class="quiet" role="status"></span>
<span class="quiet">Key <kbd>/</kbd> goes here, <kbd>Esc</kbd> clears.</span>
</div></div>
<main>
<div class="overview">
${contents(dictionary)}
<h2 id="files">Source files</h2>
${sourceTable(dictionary)}
<h2 id="lineage">Lineage</h2>
<p>${escapeHtml(LINEAGE_NOTE)}</p>
${graphs(dictionary)}
</div>
<div id="tables">
${LAYERS.flatMap((layer) => tablesOf(dictionary, layer).map(tableSection)).join('\n')}
</div>
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function contents(dictionary: DataDictionary): string {
  const entries = LAYERS.map((layer) => {
    const links = tablesOf(dictionary, layer).map(({ name }) => `<li>${tableLink(name)}</li>`);
    return (
      `<p><span class="layer ${layer}">${layer}</span> ${escapeHtml(LAYER_WORDS[layer])}</p>\n` +
      `<ul class="contents">${links.join('')}</ul>`
    );
  });
  return `<nav aria-label="Tables">\n<h2>Tables</h2>\n${entries.join('\n')}\n</nav>`;
}

function sourceTable({ sources }: DataDictionary): string {
  const rows = sources.map(
    ({ adapter, meaning, file, table, required, optional }) =>
      `<tr><th scope="row">${codeName(adapter)}<small>${breakable(file)}</small></th>` +
      `<td>${escapeHtml(meaning)}</td><td>${tableLink(table)}</td>` +
      `<td><code>${escapeHtml(required.join(', '))}</code></td><td><code>${escapeHtml(optional.join(', '))}</code></td></tr>`,
  );
  return scrolling(
    'Source files',
    `<table class="files">\n${headRow(['Adapter', 'Reads', 'Into', 'Needs the columns', 'May have'])}\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`,
  );
}

function graphs(dictionary: DataDictionary): string {
  const isTable = (name: string) => dictionary.tables.some((table) => table.name === name);
  return lineageGraphs(dictionary)
    .map((graph) => {
      const drawing = drawGraph(graph, (name) => (isTable(name) ? anchorOf(name) : null));
      const title = `From ${graph.source}`;
      return `<h3>${escapeHtml(title)}</h3>\n${scrolling(title, drawing)}`;
    })
    .join('\n');
}

function tableSection(table: TableEntry): string {
  const { name, layer, meaning, columns, checks } = table;
  const head = headRow(['Column', 'Meaning', 'Unknown (null)', 'Comes from', 'Formula']);
  const rows = columns.map((column) => columnRow(table, column));
  const checkItems = checks.map(
    (check) =>
      `<li><code>${escapeHtml(check.name)}</code> (${check.severity}): ${escapeHtml(check.meaning)}</li>`,
  );
  const checkList =
    checks.length === 0
      ? ''
      : `<details><summary>${checks.length} check${checks.length === 1 ? '' : 's'} after every build</summary><ul>${checkItems.join('')}</ul></details>\n`;
  return (
    `<section class="table" id="${anchorOf(name)}">\n<div class="about">\n` +
    `<h3>${escapeHtml(name)} <span class="layer ${layer}">${layer}</span></h3>\n` +
    `<p>${escapeHtml(meaning)}</p>\n<ul>${facts(table).join('')}</ul>\n</div>\n` +
    `${scrolling(`Columns of ${name}`, `<table class="columns">\n${head}\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`)}\n` +
    `${checkList}</section>`
  );
}

function facts({ grain, rules, parameters, file, code, reads, readBy }: TableEntry): string[] {
  const made =
    code === null
      ? `Made by <code>${escapeHtml(file)}</code>`
      : `Defined by <code>${escapeHtml(file)}</code>, filled by <code>${escapeHtml(code)}</code>`;
  const from = reads.length === 0 ? '' : `, from ${reads.map(tableLink).join(', ')}`;
  return [
    escapeHtml(grain),
    ...rules.map(escapeHtml),
    ...(parameters === null ? [] : [`Parameters: ${escapeHtml(parameters)}`]),
    `${made}${from}.`,
    ...(readBy.length === 0 ? [] : [`Read by ${readBy.map(tableLink).join(', ')}.`]),
  ].map((fact) => `<li>${fact}</li>`);
}

function columnRow(table: TableEntry, column: ColumnEntry): string {
  const { name, type, meaning, unit, range, nullRule, formula } = column;
  const measure = [
    ...(unit === null ? [] : [`Unit: ${unit}.`]),
    ...(range === null ? [] : [`Range: ${range}.`]),
  ];
  const origins = describeOrigins(column);
  return (
    `<tr id="${anchorOf(table.name, name)}"><th scope="row">${codeName(name)}<small>${escapeHtml(type)}</small></th>` +
    `<td>${escapeHtml(meaning)}${small(measure.map(escapeHtml).join(' '))}</td><td>${escapeHtml(nullRule)}</td>` +
    `<td>${phrases(describeSources(column))}${small(phrases(origins))}</td>` +
    `<td>${formula === null ? '' : `<code>${escapeHtml(formula)}</code>`}</td></tr>`
  );
}

function small(html: string): string {
  return html === '' ? '' : `<small>${html}</small>`;
}

function phrases(pieces: readonly Phrase[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return escapeHtml(piece);
      const { table, column } = piece;
      if (column === null) return tableLink(table);
      return `<a href="#${anchorOf(table, column)}">${codeName(column)}</a>`;
    })
    .join('');
}

function tableLink(name: string): string {
  return `<a href="#${anchorOf(name)}">${breakable(name)}</a>`;
}

function codeName(name: string): string {
  return `<code>${breakable(name)}</code>`;
}

/** A name that may go over two lines where it has a joint. */
function breakable(name: string): string {
  return escapeHtml(name).replaceAll(/[_/.](?=.)/g, '$&<wbr>');
}

function anchorOf(table: string, column?: string): string {
  return escapeHtml(column === undefined ? `t-${table}` : `c-${table}.${column}`);
}

function headRow(titles: readonly string[]): string {
  return `<thead><tr>${titles.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('')}</tr></thead>`;
}

/** What may be wider than the window, to be scrolled with the keyboard too. */
function scrolling(label: string, html: string): string {
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}">${html}</div>`;
}
