import { availableParallelism } from 'node:os';
import type { ClusteringEngine } from '../../clustering/engine.ts';
import { openFastEngine } from '../../clustering/fast-engine.ts';
import { libraryEngine } from '../../clustering/library-engine.ts';
import type { Config } from '../core/config.ts';
import type { StageReport } from '../core/stage.ts';

/** Hands the configured engine to some work and ends its threads afterwards; a fallback is said in the report. */
export async function withEngine(
  { clustering, threads }: Config,
  work: (engine: ClusteringEngine) => Promise<StageReport>,
): Promise<StageReport> {
  if (clustering.engine === 'library') return work(libraryEngine);
  const { engine, fallback, close } = openFastEngine(threads ?? availableParallelism());
  try {
    const report = await work(engine);
    if (fallback === null) return report;
    const warning = `the kernels ran in plain TypeScript, several times slower, because ${fallback}`;
    return { ...report, warnings: [...report.warnings, warning] };
  } finally {
    await close();
  }
}
