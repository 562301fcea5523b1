import { describe, expect, it } from 'vitest';
import { buildMetadata, METADATA_VERSION, metadataSchema } from '../../reporting/metadata.ts';
import { runRow, sampleInput } from './sample-input.ts';

describe('buildMetadata(input)', () => {
  it('records counts, indices on clustered and on all, seconds, parameters and fingerprints', () => {
    const metadata = buildMetadata(sampleInput());
    expect(metadata.schemaVersion).toBe(METADATA_VERSION);
    expect(metadata.createdAt).toBe('2024-06-01T08:30:00.000Z');
    expect(metadata.parameters.targetNoise).toBe(0.05);
    expect(metadata.fingerprints.sql).toBe('2e'.repeat(16));
    expect(metadata.fittedNumbers).toEqual([
      { what: 'centroids', file: 'models/model.json', pointer: '/centroids' },
    ]);
    const [stratum] = metadata.strata;
    expect(stratum!.counts).toEqual({
      eligible: 4000,
      clustered: 3800,
      outliers: 200,
      ineligible: 1500,
      segments: 4,
    });
    expect(stratum!.indicesOnClustered.silhouette).toBe(0.284);
    expect(stratum!.indicesOnAll.silhouette).toBe(0.251);
    expect(stratum!.secondsByPhase.kmeans).toBe(1.92);
    expect(stratum!.segments).toHaveLength(8);
    expect(metadata.clusteredFeatures.all).toHaveLength(5);
  });

  it('keeps the error of a silhouette that was measured on a sample', () => {
    const [exact] = buildMetadata(sampleInput()).strata;
    expect(exact!.indicesOnClustered).toMatchObject({
      silhouetteStandardError: null,
      silhouetteSampleRows: null,
    });
    const sampled = { silhouetteStandardError: 0.004, silhouetteSampleRows: 1000 };
    const [stratum] = buildMetadata(sampleInput({ runs: [runRow(sampled)] })).strata;
    expect(stratum!.indicesOnClustered).toMatchObject(sampled);
  });

  it('tells a gate that was not measured from one that was passed', () => {
    const gate = { stratum: 'all', name: 'missingness', threshold: 0.4, sentence: '', passed: true };
    const gates = [0.1, null].map((value) => ({ ...gate, value }));
    const [stratum] = buildMetadata(sampleInput({ gates })).strata;
    expect(stratum!.gates.map(({ passed, result }) => [passed, result])).toEqual([
      [true, 'passed'],
      [true, 'not measured'],
    ]);
  });

  it('survives being written and read', () => {
    const metadata = buildMetadata(sampleInput());
    expect(metadataSchema.parse(JSON.parse(JSON.stringify(metadata)))).toEqual(metadata);
  });

  it('writes null for figures that are not numbers', () => {
    const runs = [runRow({ silhouette: Number.NaN, eps: Number.POSITIVE_INFINITY })];
    const [stratum] = buildMetadata(sampleInput({ runs })).strata;
    expect([stratum!.indicesOnClustered.silhouette, stratum!.eps]).toEqual([null, null]);
  });

  it('refuses counts and shares that cannot be', () => {
    expect(() => buildMetadata(sampleInput({ runs: [runRow({ coverage: 1.2 })] }))).toThrow(/coverage/);
    expect(() => buildMetadata(sampleInput({ runs: [runRow({ clusteredCount: 3800.5 })] }))).toThrow(
      /clustered/,
    );
    expect(() => buildMetadata(sampleInput({ runs: [runRow({ clusteredCount: 5000 })] }))).toThrow(
      /outliers/,
    );
  });

  it('describes a run without customers', () => {
    expect(buildMetadata(sampleInput({ runs: [], summary: [] })).strata).toEqual([]);
  });
});
