import type { ReportInput } from '../report-input.ts';
import { hasSeveralStrata, withStratum } from '../segments.ts';
import { uncapitalised } from '../wording.ts';

/** The sentence of a title, after the name of its stratum where there are several. */
export function pictureTitle(input: ReportInput, stratum: string, sentence: string): string {
  return hasSeveralStrata(input) ? withStratum(input, stratum, uncapitalised(sentence)) : sentence;
}
