import { cleanText, cutText } from '../cell-text.ts';
import { captionHeader, featureCaptions } from '../feature-captions.ts';
import { inkOn } from '../palette.ts';
import type { AssignmentRow, ReportInput } from '../report-input.ts';
import { segmentColours, segmentLabel } from '../segments.ts';
import { capitalised } from '../wording.ts';
import { packNumbers, packTexts } from './pack.ts';
import type { PageCustomers } from './page-data.ts';

/** Most customers a page holds: with ten headline features of random figures it is 15 MB then and opens within 3 s. */
export const MOST_CUSTOMERS = 300_000;

/** Longest id on the page: a page must not grow by a faulty column. */
export const LONGEST_ID = 200;

/** An id as it stands on the page and as it is searched for. */
export function idOnPage(customerId: string): string {
  return cutText(cleanText(customerId), LONGEST_ID);
}

/**
 * Reads the customers of a run for the search of the page.
 *
 * Beyond `most` customers every second one is let go, as often as it takes: what stays is spread evenly over the order
 * of the workbook, so over segments and distances.
 *
 * @param most - At least 2.
 * @remarks Memory is that of `most` customers, however many there are.
 */
export async function packCustomers(input: ReportInput, most = MOST_CUSTOMERS): Promise<PageCustomers> {
  const captions = featureCaptions(input);
  const groups = new CustomerGroups(input);
  const sample = new ThinningSample(most, 2 + input.headlineFeatures.length);
  for await (const block of input.assignments) {
    for (const row of block) {
      if (sample.takesNext()) {
        sample.ids.push(idOnPage(row.customerId));
        sample.groupOf.push(groups.indexOf(row));
        const headline = input.headlineFeatures.map((_, index) => row.headline[index]);
        [row.distanceToCentroid, row.silhouette, ...headline].forEach((value, column) =>
          sample.columns[column]!.push(value ?? Number.NaN),
        );
      }
    }
  }
  return {
    count: sample.ids.length,
    total: sample.offered,
    everyNth: sample.step,
    groups: groups.all,
    columns: [
      { header: 'Distance to centre', format: 'ratio' },
      { header: 'Silhouette', format: 'index' },
      ...input.headlineFeatures.map((feature) => {
        const caption = captions(feature);
        return { header: captionHeader(caption, input.currency), format: caption.format };
      }),
    ],
    ids: packTexts(sample.ids),
    groupOf: packNumbers(Uint32Array.from(sample.groupOf)),
    numbers: packNumbers(Float32Array.from(sample.columns.flat())),
  };
}

/** Columns of every n-th of the rows that were offered, n being the smallest power of 2 that keeps them within `most`. */
class ThinningSample {
  ids: string[] = [];
  groupOf: number[] = [];
  columns: number[][];
  offered = 0;
  step = 1;
  readonly #most: number;

  constructor(most: number, columnCount: number) {
    this.#most = most;
    this.columns = Array.from({ length: columnCount }, () => []);
  }

  /** Offers a row: whether the caller is to add it. */
  takesNext(): boolean {
    if (this.ids.length === this.#most && this.offered % this.step === 0) this.#thin();
    return this.offered++ % this.step === 0;
  }

  #thin(): void {
    const everySecond = <Value>(values: Value[]): Value[] => values.filter((_, index) => index % 2 === 0);
    this.ids = everySecond(this.ids);
    this.groupOf = everySecond(this.groupOf);
    this.columns = this.columns.map(everySecond);
    this.step *= 2;
  }
}

/** The segments and reasons that occur, numbered as they are met. */
class CustomerGroups {
  readonly all: PageCustomers['groups'][number][] = [];
  readonly #indices = new Map<string, number>();
  readonly #input: ReportInput;
  readonly #colourOf: ReturnType<typeof segmentColours>;

  constructor(input: ReportInput) {
    this.#input = input;
    this.#colourOf = segmentColours(input);
  }

  indexOf(row: AssignmentRow): number {
    const key = JSON.stringify([row.stratum, row.clusterLabel, row.archetype, row.ineligibleReason]);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const colour = this.#colourOf(row.stratum, row.clusterLabel);
    this.all.push({
      key,
      label: segmentLabel(this.#input, row),
      name: cutText(row.archetype ?? capitalised(row.clusterLabel), LONGEST_ID),
      colour,
      ink: inkOn(colour),
      reason: row.ineligibleReason ?? '',
    });
    this.#indices.set(key, this.all.length - 1);
    return this.all.length - 1;
  }
}
