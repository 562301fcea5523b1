import { existsSync } from 'node:fs';
import { CONFIG_FILE, loadConfig, type Config } from '../core/config.ts';
import { DataError } from '../core/errors.ts';
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

/** @throws {DataError} If there is no warehouse, for commands that need the results of a run. */
export function assertWarehouse({ warehouse }: Config): void {
  if (existsSync(warehouse)) return;
  throw new DataError(`there is no warehouse ${warehouse}: run pipeline run --layer gold first`);
}
