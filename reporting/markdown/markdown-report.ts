import type { Picture } from '../pictures/picture.ts';
import type { ReportInput } from '../report-input.ts';
import { reproductionCommand } from '../reproduction.ts';
import { strataOf, withStratum } from '../segments.ts';
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
import { gateBlocks, segmentQualityBlocks, trustBlocks } from '../sheets/quality-metrics.ts';
import { resultBlocks, sourceBlocks, versionBlocks } from '../sheets/technical-details.ts';
import { markdownBlocks, markdownTable } from './markdown-blocks.ts';
import { markdownCommand, markdownText } from './markdown-text.ts';

/**
 * The report on one page of Markdown: summary, segments, findings, metrics, pictures, data quality, how to repeat it.
 * The sentences are those of the workbook.
 *
 * @param pictures - Linked as `<name>.png` beside the page.
 * @remarks Pure: the same input gives the same text, whenever it was made.
 */
export function markdownReport(input: ReportInput, pictures: readonly Picture[]): string {
  const figures = figureColumns(input);
  const { currency } = input;
  const blocks = (parts: readonly Block[]): string => markdownBlocks(parts, { currency, headingLevel: 3 });
  const parts = [
    `# ${markdownText(input.title)}`,
    markdownText(originSentence(input)),
    '## Summary',
    blocks(strataBlocks(input, figures.length)),
    '## Segments',
    markdownText(segmentsNote(input)),
    markdownTable(segmentTable(input, figures), { currency }),
    '## Findings and recommendations',
    markdownTable(findingsTable(input, figures.length), { currency }),
    '## Quality metrics',
    blocks(metricBlocks(input)),
    ...picturesPart(input, pictures),
    '## Data quality',
    blocks(dataQualityBlocks(input)),
    '## How to reproduce',
    reproductionText(input),
    blocks([...resultBlocks(input), ...versionBlocks(input), ...sourceBlocks(input)]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The workbook has the scan over the number of segments besides. */
function metricBlocks(input: ReportInput): readonly Block[] {
  const strata = strataOf(input);
  const trust =
    strata.length === 0
      ? segmentQualityBlocks(input)
      : strata.flatMap((stratum) => trustBlocks(input, stratum));
  return [...trust, ...gateBlocks(input)];
}

function picturesPart(input: ReportInput, pictures: readonly Picture[]): readonly string[] {
  if (pictures.length === 0) return [];
  return [
    '## Pictures',
    ...pictures.flatMap((picture) => [
      `### ${markdownText(withStratum(input, picture.stratum, picture.topic))}`,
      `![${markdownText(picture.alt)}](${encodeURIComponent(`${picture.name}.png`)})`,
    ]),
  ];
}

function reproductionText(input: ReportInput): string {
  return [
    markdownCommand(reproductionCommand(input)),
    'Settings without an option of their own stand under `parameters` in `clustering_metadata.json`. Same files, ' +
      'settings and version give the same segments; the hashes below say whether they are the same.',
  ].join('\n\n');
}
