import { existsSync } from 'node:fs';
import { DataError } from '../../core/errors.ts';
import { writeReports } from '../../stages/write-reports.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { configure } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline report`: rebuilds the files from the tables of the last run. */
export async function report(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  if (!existsSync(config.warehouse)) {
    throw new DataError(`there is no warehouse ${config.warehouse}: run pipeline run --layer gold first`);
  }
  const stages = [writeReports];
  await execute({ command: 'report', layer: 'gold', fullRefresh: false, stages }, config, { argv, world });
  return 0;
}
