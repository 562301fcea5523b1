import type { FormatKind } from '../number-format.ts';

/**
 * Bytes, deflated without a header and written as base64. Numbers are little-endian.
 *
 * @see RFC 1951, DEFLATE.
 */
export type Packed = string;

/** A group of customers with the colour and names it has everywhere. */
export interface PageSegment {
  /** Unique on the page; also the anchor that cells of the segment table link by. */
  readonly key: string;
  /** '2.1', or 'Buyers 2.1' where there are several strata. */
  readonly label: string;
  readonly name: string;
  /** RRGGBB, and that of text on it. */
  readonly colour: string;
  readonly ink: string;
}

/** How a segment differs from everybody of its stratum in one feature; texts are in original units. */
export interface ProfileCell {
  /** In population standard deviations; null where not measured. */
  readonly difference: number | null;
  readonly mean: string;
  readonly median: string;
}

/** A feature and the segments' profiles in it, by segment key. */
export interface ProfileFeature {
  readonly header: string;
  readonly isHeadline: boolean;
  /** Means of everybody, in words. */
  readonly everybody: string;
  readonly cells: Readonly<Record<string, ProfileCell>>;
}

/** What one stratum can be compared by. */
export interface ProfileGroup {
  /** '' where there is one stratum only. */
  readonly name: string;
  readonly segments: readonly PageSegment[];
  readonly features: readonly ProfileFeature[];
}

/** A map to be drawn by the page. */
export interface PageMap {
  readonly id: string;
  readonly title: string;
  readonly axes: readonly [string, string];
  readonly segments: readonly PageSegment[];
  readonly pointCount: number;
  /** Customers the points stand for. */
  readonly customerCount: number;
  /** JSON array of texts. */
  readonly customerIds: Packed;
  /** Index into `segments` by point, Uint16. */
  readonly segmentOf: Packed;
  /** All x, then all y: Float32. */
  readonly positions: Packed;
}

/** Customers that the search knows. */
export interface PageCustomers {
  readonly count: number;
  /** Customers of the run. */
  readonly total: number;
  /** 1: every customer; n: every n-th in the order of the workbook. */
  readonly everyNth: number;
  /** Segments, or reasons why there is none. */
  readonly groups: readonly (PageSegment & { readonly reason: string })[];
  /** What stands in `numbers`, column by column. */
  readonly columns: readonly { readonly header: string; readonly format: FormatKind }[];
  /** JSON array of texts. */
  readonly ids: Packed;
  /** Index into `groups` by customer, Uint32. */
  readonly groupOf: Packed;
  /** Float32, one column after the other; NaN where unknown. */
  readonly numbers: Packed;
}

/** Everything the page's script draws from. */
export interface PageData {
  readonly currency: string;
  readonly profiles: readonly ProfileGroup[];
  readonly maps: readonly PageMap[];
  readonly customers: PageCustomers;
}
