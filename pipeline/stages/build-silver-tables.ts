import type { Parameters } from '../core/database.ts';
import { buildTable, runChecks } from '../core/models.ts';
import { loadModels, orderByReads } from '../core/sql-catalog.ts';
import type { StageContext } from '../core/stage.ts';

export interface SilverPlan {
  readonly targets: readonly string[];
  readonly standing?: readonly string[];
  readonly parameters: Parameters;
}

/**
 * Builds silver tables and everything they read, in order, and checks them.
 *
 * @param plan - Tables to build, tables that stand already, and values of the models' parameters.
 * @returns What checks of severity `warn` found, as sentences.
 */
export async function buildSilverTables(
  { database, logger, clock, progress }: StageContext,
  { targets, standing = [], parameters }: SilverPlan,
): Promise<string[]> {
  const models = orderByReads(loadModels('silver'), targets, standing);
  for (const [index, model] of models.entries()) {
    await progress(index / models.length, model.name);
    const start = clock.seconds();
    const rows = await buildTable(database, model, parameters);
    logger.info('table built', { table: model.name, rows, seconds: clock.seconds() - start });
  }
  const warnings: string[] = [];
  for (const model of models) {
    for (const warning of await runChecks(database, 'silver', model.name)) {
      logger.warn('check', { ...warning });
      warnings.push(`${warning.table}: ${warning.description} (${warning.violationCount} row(s))`);
    }
  }
  return warnings;
}
