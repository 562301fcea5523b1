import type { ReportInput } from './report-input.ts';
import { counted } from './wording.ts';

/** Says that not all customers were measured, where that is so. */
export function sampleNotes(input: ReportInput, stratum: string): string[] {
  const measured = input.runs.find((run) => run.stratum === stratum)?.silhouetteSampleRows ?? null;
  return measured === null
    ? []
    : [`Silhouettes are those of a random sample of ${counted(measured, 'customer')}.`];
}
