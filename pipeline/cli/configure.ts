import { existsSync, statSync } from 'node:fs';
import { CONFIG_FILE, loadConfig, type Config } from '../core/config.ts';
import { FileError, messageOf } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
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

/**
 * Creates the folder of the results before any work is done.
 *
 * @throws {FileError} If it cannot be.
 */
export function prepareOut({ out }: Config): void {
  try {
    makeFolder(out);
  } catch (error) {
    throw new FileError(`cannot create the folder ${out} for results: ${messageOf(error)}`, { cause: error });
  }
  if (!statSync(out).isDirectory()) throw new FileError(`cannot write results into ${out}: it is a file`);
}

/** @throws {FileError} If there is no warehouse, for commands that need the results of a run. */
export function assertWarehouse({ warehouse }: Config): void {
  if (existsSync(warehouse)) return;
  throw new FileError(`there is no warehouse ${warehouse}: run pipeline run --layer gold first`);
}
