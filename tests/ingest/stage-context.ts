import { fixedClock } from '../../pipeline/core/clock.ts';
import { configSchema } from '../../pipeline/core/config-schema.ts';
import type { Database } from '../../pipeline/core/database.ts';
import type { Logger } from '../../pipeline/core/logger.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import type { StageContext } from '../../pipeline/core/stage.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface ContextOptions {
  readonly orders: Record<string, unknown>;
  readonly cleaning?: Record<string, unknown>;
  /** Further sections of the configuration. */
  readonly settings?: Record<string, unknown>;
  readonly fullRefresh?: boolean;
}

/** What a stage works with on 2024-06-01: this database, these settings, defaults for the rest. */
export function stageContext(
  database: Database,
  { orders, cleaning = {}, settings = {}, fullRefresh = false }: ContextOptions,
): StageContext {
  const clock = fixedClock('2024-06-01T10:00:00Z');
  return {
    database,
    config: configSchema.parse({ orders, cleaning, ...settings }),
    runId: 'run-1',
    startedAt: clock.now(),
    clock,
    random: createRandom(1),
    logger: silent,
    version: '0.0.0',
    fullRefresh,
    progress: () => Promise.resolve(),
  };
}
