import type { HybridResult } from '../../clustering/hybrid-result.ts';
import type { Matrix } from '../core/matrix.ts';
import type { Segmentation, Stratum } from '../core/segmentation.ts';
import type { SegmentSummaries } from './cluster-summaries.ts';

/** A condition that a clustering should meet before anybody acts on it. */
export interface Gate {
  readonly name: string;
  readonly passed: boolean;
  /** NaN where it could not be measured. */
  readonly value: number;
  readonly threshold: number;
  /** What was found, in plain words. */
  readonly sentence: string;
}

/** Everything the tables of a clustering are written from. */
export interface Clustering {
  readonly segmentation: Segmentation;
  readonly stratum: Stratum;
  readonly modelId: string;
  readonly dataFingerprint: string;
  /** Customer ids, ascending: the order of every row below. */
  readonly keys: readonly string[];
  /** Shape (n, d), original units; NaN is unknown. */
  readonly features: Matrix;
  /** Shape (n, k): the space they were clustered in. */
  readonly space: Matrix;
  readonly outlierScores: Float64Array;
  readonly completeness: Float64Array;
  readonly result: HybridResult;
  readonly summaries: SegmentSummaries;
  readonly secondsByPhase: Readonly<Record<string, number>>;
  readonly missingnessNmi: number;
  readonly gates: readonly Gate[];
}
