import { writeReports } from '../../stages/write-reports.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { assertWarehouse, configure } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline report`: rebuilds the files from the tables of the last run. */
export async function report(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  assertWarehouse(config);
  const stages = [writeReports];
  await execute({ command: 'report', layer: 'gold', fullRefresh: false, stages }, config, { argv, world });
  return 0;
}
