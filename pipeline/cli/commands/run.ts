import type { Layer } from '../../core/stage.ts';
import { activeSegmentations } from '../../core/segmentation.ts';
import { assertFeatureNames } from '../../stages/build-gold.ts';
import { STAGES } from '../../stages/index.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { configure, prepareOut } from '../configure.ts';
import { execute } from '../execute.ts';

/** `pipeline run`: builds everything up to a layer. */
export async function run(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  const stages = STAGES.filter((stage) => stage.afterCommit !== true || config.report.enabled);
  for (const segmentation of activeSegmentations(config)) assertFeatureNames(config, segmentation);
  const layer = (argv['layer'] as Layer | undefined) ?? 'gold';
  if (layer === 'gold' && config.report.enabled) prepareOut(config);
  await execute({ command: 'run', layer, fullRefresh: argv['full-refresh'] === true, stages }, config, {
    argv,
    world,
  });
  return 0;
}
