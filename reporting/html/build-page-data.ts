import type { CustomerMap } from '../chart-data.ts';
import { tellingFeatures } from '../distinguishing.ts';
import { featureCaptions, captionHeader } from '../feature-captions.ts';
import { averagedKind } from '../number-format.ts';
import { inkOn } from '../palette.ts';
import type { Picture } from '../pictures/picture.ts';
import type { ProfileRow, ReportInput, SummaryRow } from '../report-input.ts';
import {
  compareLabels,
  hasSeveralStrata,
  segmentAnchor,
  segmentColours,
  segmentLabel,
  segmentRows,
  shortName,
  strataOf,
  stratumName,
  withStratum,
} from '../segments.ts';
import { inWords } from '../wording.ts';
import { idOnPage } from './pack-customers.ts';
import { packNumbers, packTexts } from './pack.ts';
import type { PageMap, PageSegment, ProfileCell, ProfileFeature, ProfileGroup } from './page-data.ts';

/** What the page compares segments by: one group a stratum that has segments and features to tell them apart, sub-segments and outliers included. */
export function profileGroups(input: ReportInput): readonly ProfileGroup[] {
  return strataOf(input)
    .map((stratum): ProfileGroup => {
      const rows = segmentRows(input, stratum);
      return {
        name: hasSeveralStrata(input) ? stratumName(stratum) : '',
        segments: rows.map((row) => pageSegment(input, row)),
        features: profileFeatures(input, stratum),
      };
    })
    .filter((group) => group.segments.length > 0 && group.features.length > 0);
}

function pageSegment(input: ReportInput, row: SummaryRow): PageSegment {
  const colour = segmentColours(input)(row.stratum, row.clusterLabel);
  return {
    key: segmentAnchor(row),
    label: segmentLabel(input, row),
    name: shortName(row),
    colour,
    ink: inkOn(colour),
  };
}

/** Headline features in the order of the report, then the others in the order of the dictionary. */
function profileFeatures(input: ReportInput, stratum: string): readonly ProfileFeature[] {
  const captions = featureCaptions(input, stratum);
  const measured = new Map<string, ProfileRow[]>();
  for (const row of input.profiles) {
    if (row.stratum !== stratum) continue;
    measured.set(row.feature, [...(measured.get(row.feature) ?? []), row]);
  }
  const dictionary = input.features.filter((row) => row.stratum === stratum).map((row) => row.feature);
  const names = new Set([...input.headlineFeatures, ...dictionary, ...measured.keys()]);
  return tellingFeatures(input, stratum, [...names])
    .filter((name) => measured.get(name)?.some((row) => Number.isFinite(row.mean)))
    .map((name) => {
      const caption = captions(name);
      const words = (value: number | null): string =>
        inWords(value, averagedKind(caption.format), input.currency);
      const rows = measured.get(name)!;
      return {
        header: captionHeader(caption, input.currency),
        isHeadline: input.headlineFeatures.includes(name),
        everybody: words(rows[0]!.populationMean),
        cells: Object.fromEntries(rows.map((row) => [segmentAnchor(row), profileCell(row, words)])),
      };
    });
}

function profileCell(row: ProfileRow, words: (value: number | null) => string): ProfileCell {
  const { standardisedDifference: difference, mean, median } = row;
  return {
    difference: difference === null || !Number.isFinite(difference) ? null : difference,
    mean: words(mean),
    median: words(median),
  };
}

const METHODS = { pca: 'Principal components', umap: 'UMAP' } as const;

/** The maps as the page draws them, each under the title of its picture where there is one. */
export function pageMaps(input: ReportInput, pictures: readonly Picture[]): readonly PageMap[] {
  return input.charts.maps
    .filter((map) => map.customerIds.length > 0)
    .map((map, index) => {
      const picture = pictures.find((candidate) => isPictureOf(map, candidate));
      const labels = [...new Set(map.clusterLabels)].toSorted(compareLabels);
      const positions = new Float32Array([...map.x, ...map.y]);
      return {
        id: `map-${index + 1}`,
        title: picture?.title ?? withStratum(input, map.stratum, METHODS[map.method]),
        axes: map.axes,
        segments: labels.map((clusterLabel) => mapSegment(input, map.stratum, clusterLabel)),
        pointCount: map.customerIds.length,
        customerCount: map.customerCount,
        customerIds: packTexts(map.customerIds.map(idOnPage)),
        segmentOf: packNumbers(Uint16Array.from(map.clusterLabels, (label) => labels.indexOf(label))),
        positions: packNumbers(positions),
      };
    });
}

/** The title names the stratum: labels need not. */
function mapSegment(input: ReportInput, stratum: string, clusterLabel: string): PageSegment {
  const row = input.summary.find((other) => other.stratum === stratum && other.clusterLabel === clusterLabel);
  const colour = segmentColours(input)(stratum, clusterLabel);
  return {
    key: segmentAnchor({ stratum, clusterLabel }),
    label: clusterLabel,
    name: row === undefined ? '' : shortName(row),
    colour,
    ink: inkOn(colour),
  };
}

/** Whether a picture shows one of the maps, which the page draws itself. */
export function isPictureOf(map: CustomerMap, picture: Picture): boolean {
  return picture.stratum === map.stratum && picture.name.startsWith(`${map.method}_clusters_2d`);
}
