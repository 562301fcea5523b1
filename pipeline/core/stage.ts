import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { Logger, LogTopic } from './logger.ts';
import type { Random } from './random.ts';

export const LAYERS = ['bronze', 'silver', 'gold'] as const;
export type Layer = (typeof LAYERS)[number];

/** What a stage works with: its inputs are tables and configuration, its effects go through these. */
export interface StageContext {
  readonly database: Database;
  readonly config: Config;
  readonly runId: string;
  /** When the run began; every timestamp a run writes. */
  readonly startedAt: Date;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Version of this package. */
  readonly version: string;
  /** Rebuild from the source files, forgetting what was loaded. */
  readonly fullRefresh: boolean;
  /** Tells how far the stage is (0..1, or null if unknown); resolves after waiting signals were heard. */
  progress(fraction: number | null, what: string): Promise<void>;
}

/** What a stage has to say when it is done. */
export interface StageReport {
  /** Rows of the stage's main table. */
  readonly rows: number;
  /** Sentences for the user, one a line. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** What several parts of a stage have to say, as one report. */
export function joinReports(reports: readonly StageReport[]): StageReport {
  return {
    rows: reports.reduce((sum, report) => sum + report.rows, 0),
    notes: reports.flatMap((report) => report.notes),
    warnings: reports.flatMap((report) => report.warnings),
  };
}

/** One step of the pipeline. Stages meet only through tables. */
export interface Stage {
  readonly name: string;
  readonly layer: Layer;
  /** Topic of the log file the stage writes to besides the run's own. */
  readonly topic?: LogTopic;
  /** A stage that writes files, not tables, runs after the tables are committed. */
  readonly afterCommit?: boolean;
  /** Whether a configuration asks for the stage; without it, every one does. */
  isNeeded?(config: Config): boolean;
  run(context: StageContext): Promise<StageReport>;
}

export type StageStatus = 'succeeded' | 'failed' | 'not_run' | 'rolled_back';

/** What became of a stage. */
export interface StageResult {
  readonly stage: string;
  readonly status: StageStatus;
  readonly seconds: number | null;
  readonly rows: number | null;
  readonly message: string | null;
}
