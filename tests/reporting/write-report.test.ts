import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metadataSchema } from '../../reporting/metadata.ts';
import { writeReport } from '../../reporting/write-report.ts';
import { runRow, sampleInput } from './sample-input.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('writeReport(input, outDir)', () => {
  it('writes workbook, page, Markdown, metadata, K scan and pictures, and nothing else', async () => {
    const outDir = join(folder, 'output', 'returns');
    const { workbook, files } = await writeReport(sampleInput(), outDir);
    expect(workbook).toBe(join(outDir, 'clustering_results.xlsx'));
    expect(await readdir(outDir)).toEqual([
      'cluster_distribution.png',
      'cluster_profiles.png',
      'cluster_report.md',
      'cluster_selection_comparison.csv',
      'clustering_metadata.json',
      'clustering_results.xlsx',
      'k_scan.png',
      'report.html',
    ]);
    expect(files.toSorted()).toEqual((await readdir(outDir)).map((name) => join(outDir, name)));
    const metadata = metadataSchema.parse(
      JSON.parse(await readFile(join(outDir, 'clustering_metadata.json'), 'utf8')),
    );
    expect(metadata.runId).toBe('run-2024-06-01');
  });

  it('replaces the files of the run before, and removes its pictures where none are wanted', async () => {
    const outDir = join(folder, 'again');
    await writeReport(sampleInput(), outDir);
    await writeReport(sampleInput({ resultId: 'result-2' }), outDir, { pictures: false });
    expect(await readFile(join(outDir, 'clustering_metadata.json'), 'utf8')).toMatch(
      /"resultId": "result-2"/,
    );
    expect(await readdir(outDir)).toHaveLength(5);
  });

  it('writes nothing where the figures contradict themselves', async () => {
    const outDir = join(folder, 'wrong');
    await expect(writeReport(sampleInput({ runs: [runRow({ coverage: 95 })] }), outDir)).rejects.toThrow(
      /coverage/,
    );
    await expect(readdir(outDir)).rejects.toThrow(/ENOENT/);
  });
});
