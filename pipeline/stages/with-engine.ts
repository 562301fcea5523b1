import { availableParallelism } from 'node:os';
import type { ClusteringEngine } from '../../clustering/engine.ts';
import { openFastEngine } from '../../clustering/fast-engine.ts';
import { libraryEngine } from '../../clustering/library-engine.ts';
import type { Config } from '../core/config.ts';
import type { StageReport } from '../core/stage.ts';

/**
 * Hands the configured engine to some work and ends its threads afterwards.
 *
 * @param work - Is told, beside the engine, why the kernels run in plain TypeScript; null if they do not.
 */
export async function useEngine<Result>(
  { clustering, threads }: Config,
  work: (engine: ClusteringEngine, fallback: string | null) => Promise<Result>,
): Promise<Result> {
  if (clustering.engine === 'library') return work(libraryEngine, null);
  const { engine, fallback, close } = openFastEngine(threads ?? availableParallelism());
  try {
    return await work(engine, fallback);
  } finally {
    await close();
  }
}

/** As {@link useEngine}, for a stage: a fallback is said in its report. */
export async function withEngine(
  config: Config,
  work: (engine: ClusteringEngine) => Promise<StageReport>,
): Promise<StageReport> {
  return useEngine(config, async (engine, fallback) => {
    const report = await work(engine);
    if (fallback === null) return report;
    const warning = `the kernels ran in plain TypeScript, several times slower, because ${fallback}`;
    return { ...report, warnings: [...report.warnings, warning] };
  });
}
