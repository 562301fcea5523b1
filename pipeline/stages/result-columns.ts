import type { ColumnValues } from '../core/database.ts';
import type { StageContext } from '../core/stage.ts';

/** The columns segmentation, stratum and run_id that every result table begins with. */
export function labels(
  { runId }: StageContext,
  { segmentation, stratum }: { readonly segmentation: string; readonly stratum: string },
  rows: number,
): ColumnValues[] {
  return [segmentation, stratum, runId].map((value) => text(Array.from({ length: rows }, () => value)));
}

export function text(values: readonly (string | null)[]): ColumnValues {
  return { kind: 'text', values };
}

export function integer(values: ArrayLike<number | null>): ColumnValues {
  return { kind: 'integer', values };
}

export function double(values: ArrayLike<number | null>): ColumnValues {
  return { kind: 'double', values };
}

export function boolean(values: readonly (boolean | null)[]): ColumnValues {
  return { kind: 'boolean', values };
}
