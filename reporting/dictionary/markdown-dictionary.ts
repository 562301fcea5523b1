import type { ColumnEntry, DataDictionary, TableEntry } from './data-dictionary.ts';
import { lineageGraphs, type LineageGraph } from './lineage-graph.ts';
import {
  describeOrigins,
  describeSources,
  LAYER_WORDS,
  LINEAGE_NOTE,
  tablesOf,
  type Phrase,
} from './lineage-words.ts';

/** The dictionary as one Markdown page, with lineage graphs that GitHub and GitLab draw (Mermaid). */
export function markdownDictionary(dictionary: DataDictionary): string {
  const layers = Object.keys(LAYER_WORDS) as TableEntry['layer'][];
  return [
    '# Data dictionary',
    '',
    `Every table and column that medallion-segments ${markdownText(dictionary.version)} makes. ${markdownText(LINEAGE_NOTE)}`,
    '',
    ...layers.flatMap((layer) => [
      `- **${layer}**: ${LAYER_WORDS[layer]} ${tablesOf(dictionary, layer).map(linkTo).join(', ')}`,
    ]),
    '',
    '## Source files',
    '',
    '| adapter | reads | into | needs | may have |',
    '| --- | --- | --- | --- | --- |',
    ...dictionary.sources.map(({ adapter, meaning, table, required, optional }) =>
      tableRow([code(adapter), markdownText(meaning), code(table), codes(required), codes(optional)]),
    ),
    '',
    '## Lineage',
    '',
    ...lineageGraphs(dictionary).flatMap(graphLines),
    ...layers.flatMap((layer) => [
      `## ${layer.charAt(0).toUpperCase()}${layer.slice(1)}`,
      '',
      LAYER_WORDS[layer],
      '',
      ...tablesOf(dictionary, layer).flatMap(tableLines),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function graphLines({ source, nodes, edges }: LineageGraph): string[] {
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
  const layers = [...new Set(nodes.map(({ layer }) => layer))];
  return [
    `### From ${code(source)}`,
    '',
    '```mermaid',
    'flowchart TD',
    ...layers.flatMap((layer) => [
      `  subgraph ${layer}`,
      ...nodes.filter((node) => node.layer === layer).map(({ name }) => `    ${ids.get(name)}["${name}"]`),
      '  end',
    ]),
    ...edges.map(([from, to]) => `  ${ids.get(from)} --> ${ids.get(to)}`),
    '```',
    '',
  ];
}

function tableLines(table: TableEntry): string[] {
  const { name, meaning, grain, rules, parameters, file, code: filledBy, reads, readBy, checks } = table;
  const facts = [grain, ...rules, ...(parameters === null ? [] : [`Parameters: ${parameters}`])].map(
    (fact) => `- ${markdownText(fact)}`,
  );
  const made =
    filledBy === null ? `Made by ${code(file)}` : `Defined by ${code(file)}, filled by ${code(filledBy)}`;
  return [
    `### ${name}`,
    '',
    markdownText(meaning),
    '',
    ...facts,
    `- ${made}${reads.length === 0 ? '' : `, from ${reads.map(linkToName).join(', ')}`}.`,
    ...(readBy.length === 0 ? [] : [`- Read by ${readBy.map(linkToName).join(', ')}.`]),
    '',
    '| column | type | unit | meaning | unknown (null) | comes from | formula |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...table.columns.map(columnRow),
    '',
    ...(checks.length === 0 ? [] : ['Checks:', '']),
    ...checks.map((check) => `- ${code(check.name)} (${check.severity}): ${markdownText(check.meaning)}`),
    ...(checks.length === 0 ? [] : ['']),
  ];
}

function columnRow(column: ColumnEntry): string {
  const { name, type, unit, meaning, range, nullRule, formula } = column;
  const origins = describeOrigins(column);
  const from = [...describeSources(column), ...(origins.length === 0 ? [] : ['; ', ...origins])];
  return tableRow([
    code(name),
    code(type),
    markdownText(unit ?? ''),
    markdownText(range === null ? meaning : `${meaning} ${range}.`),
    markdownText(nullRule),
    from.map(phraseText).join(''),
    formula === null ? '' : formula.split('\n').map(code).join('<br>'),
  ]);
}

function phraseText(phrase: Phrase): string {
  if (typeof phrase === 'string') return markdownText(phrase);
  return code(phrase.column ?? phrase.table);
}

/** Cells as a row of a table; whatever the cells hold stays in its cell. */
function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function linkTo({ name }: TableEntry): string {
  return linkToName(name);
}

function linkToName(name: string): string {
  return `[${name}](#${name})`;
}

function codes(names: readonly string[]): string {
  return names.map(code).join(', ');
}

/** Text as code; more backticks around than in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** Text in which nothing is taken for markup. */
function markdownText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*[\]$~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&');
}
