import type { ReportInput } from './report-input.ts';
import { runOf } from './segments.ts';
import { counted } from './wording.ts';

/** Says that not all customers were measured, where that is so. */
export function sampleNotes(input: ReportInput, stratum: string): string[] {
  const measured = runOf(input, stratum)?.silhouetteSampleRows ?? null;
  return measured === null
    ? []
    : [`Silhouettes are those of a random sample of ${counted(measured, 'customer')}.`];
}
