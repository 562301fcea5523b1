import { describe, expect, it } from 'vitest';
import { resultIdOf, settingsOfResult } from '../../pipeline/stages/result-id.ts';
import { runRow, sampleInput } from '../reporting/sample-input.ts';

describe('resultIdOf(input)', () => {
  const id = resultIdOf(sampleInput());

  it('is the same for the same data, settings and code', () => {
    expect(resultIdOf(sampleInput())).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{12}$/);
  });

  it('changes with each of them', () => {
    const { sourceFiles, fingerprints } = sampleInput();
    const changes = [
      { runs: [runRow({ modelId: 'another' })] },
      { sourceFiles: sourceFiles.slice(1) },
      { parameters: { seed: 43 } },
      { versions: { node: 'v0' } },
      { fingerprints: { ...fingerprints, sql: '0' } },
    ];
    const ids = changes.map((change) => resultIdOf(sampleInput(change)));
    expect(new Set([id, ...ids]).size).toBe(changes.length + 1);
  });
});

describe('settingsOfResult(settings)', () => {
  it('leaves out where and with what means a run worked', () => {
    expect(settingsOfResult({ seed: 42, warehouse: 'a.duckdb', out: 'b', threads: 2, wait: 0 })).toEqual({
      seed: 42,
    });
  });
});
