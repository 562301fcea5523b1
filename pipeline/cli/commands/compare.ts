import { existsSync } from 'node:fs';
import { DataError } from '../../core/errors.ts';
import { compareStage } from '../../stages/compare-algorithms.ts';
import { writeComparisonFile } from '../../stages/write-comparison.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { configure } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline compare`: measures other algorithms on the customers of the last run. */
export async function compare(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  if (!existsSync(config.warehouse)) {
    throw new DataError(`there is no warehouse ${config.warehouse}: run pipeline run --layer gold first`);
  }
  const stages = [compareStage, writeComparisonFile];
  await execute({ command: 'compare', layer: 'gold', fullRefresh: false, stages }, config, { argv, world });
  return 0;
}
