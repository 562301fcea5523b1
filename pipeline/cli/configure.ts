import { CONFIG_FILE, loadConfig, type Config } from '../core/config.ts';
import type { Arguments, CommandWorld } from './command.ts';
import { settingsFrom } from './options.ts';

/** The configuration of a command: its options over the environment over the configuration file over the defaults. */
export function configure(argv: Arguments, world: CommandWorld): Config {
  const given = argv['config'] as string | undefined;
  return loadConfig({
    flags: settingsFrom(argv),
    environment: world.environment,
    file: { path: given ?? CONFIG_FILE, optional: given === undefined },
  });
}
