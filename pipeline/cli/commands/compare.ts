import { compareStage } from '../../stages/compare-algorithms.ts';
import { writeComparisonFile } from '../../stages/write-comparison.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { assertWarehouse, configure } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline compare`: measures other algorithms on the customers of the last run. */
export async function compare(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  assertWarehouse(config);
  const stages = [compareStage, writeComparisonFile];
  await execute({ command: 'compare', layer: 'gold', fullRefresh: false, stages }, config, { argv, world });
  return 0;
}
