import { compareStage } from '../../stages/compare-algorithms.ts';
import { writeComparisonFile } from '../../stages/write-comparison.ts';
import { writeReports } from '../../stages/write-reports.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { assertWarehouse, configure } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline compare`: measures other algorithms on the customers of the last run and rebuilds the workbook with them. */
export async function compare(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  assertWarehouse(config);
  const reports = config.report.enabled ? [writeReports] : [];
  const stages = [compareStage, writeComparisonFile, ...reports];
  await execute({ command: 'compare', layer: 'gold', fullRefresh: false, stages }, config, { argv, world });
  return 0;
}
