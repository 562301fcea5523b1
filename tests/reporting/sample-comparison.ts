import type { ComparisonRow, ComparisonTrial } from '../../reporting/report-input.ts';
import { STRATUM } from './sample-segments.ts';

/** One trial of the sample; every figure can be replaced. */
export function trial(changes: Partial<ComparisonTrial> = {}): ComparisonTrial {
  return {
    featureSet: 'core',
    algorithm: 'K-means',
    parameters: 'k 4',
    clusterCount: 4,
    coverage: 1,
    noiseCount: 0,
    silhouette: 0.31,
    permutedSilhouette: 0.14,
    calinskiHarabasz: 1523.7,
    daviesBouldin: 1.12,
    smallestCluster: 100,
    isSampled: false,
    isWinner: false,
    whyNot: 'gain x coverage 0.170 below 0.209',
    ...changes,
  };
}

/** A comparison of four trials, won by DBSCAN with coverage 95 %; every part can be replaced. */
export function comparison(changes: Partial<ComparisonRow> = {}): ComparisonRow {
  return {
    stratum: STRATUM,
    isCurrent: true,
    winnerRule: 'largest gain times coverage',
    trials: [
      trial(),
      trial({
        algorithm: 'DBSCAN',
        parameters: 'eps 0.723, minSamples 10',
        clusterCount: 3,
        coverage: 0.95,
        noiseCount: 200,
        silhouette: 0.36,
        isWinner: true,
        whyNot: null,
      }),
      trial({ algorithm: 'hierarchical', parameters: 'linkage ward, k 4', isSampled: true }),
      trial({
        featureSet: 'all',
        algorithm: 'HDBSCAN',
        clusterCount: 0,
        coverage: 0,
        noiseCount: 4000,
        silhouette: null,
        permutedSilhouette: null,
        calinskiHarabasz: null,
        daviesBouldin: null,
        smallestCluster: 0,
        whyNot: '0 clusters',
      }),
    ],
    ...changes,
  };
}
