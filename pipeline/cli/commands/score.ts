import type { Config } from '../../core/config.ts';
import { SEGMENTATIONS } from '../../core/segmentation.ts';
import { readModel } from '../../stages/read-model.ts';
import { scoreCustomers } from '../../stages/score-customers.ts';
import { writeScores } from '../../stages/write-scores.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { configure, prepareOut } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline score FILE --model M`: places the customers of other files in the segments of a stored model. */
export async function score(argv: Arguments, world: CommandWorld): Promise<number> {
  const given = configure(argv, world);
  const model = readModel(argv['model'] as string, given);
  const { name, source } = SEGMENTATIONS.find((segmentation) => segmentation.name === model.segmentation)!;
  const adapter = (argv['adapter'] as string | undefined) ?? given[source].adapter;
  const config: Config = {
    ...given,
    segmentation: name,
    [source]: { ...given[source], adapter, path: argv['file'] as string },
    identities: { ...given.identities, path: null },
  };
  prepareOut(config);
  const stages = [scoreCustomers(model), writeScores];
  await execute({ command: 'score', layer: 'gold', fullRefresh: false, stages }, config, { argv, world });
  return 0;
}
