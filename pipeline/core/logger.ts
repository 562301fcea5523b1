import { makeFolder } from './make-folder.ts';
import { join } from 'node:path';
import { destination, multistream, pino, stdTimeFunctions } from 'pino';
import { FileError, messageOf } from './errors.ts';

/** Structured log of what happens. Customers' addresses never go in: counts and hashes only. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Log files of a run: one for everything, and one more for each topic that has its own. */
export interface LogFiles {
  /** The log of everything; with a topic, lines go to `<topic>.log` as well. */
  logger(topic?: LogTopic): Logger;
  readonly path: string;
  close(): void;
}

export type LogTopic = 'feature_creation' | 'cluster_preprocessing';

/**
 * Opens the log files (pino, JSON lines): `pipeline_execution_<timestamp>.log` and, on first use, those of the topics.
 *
 * @throws {FileError} If the folder cannot be written.
 */
export function openLogFiles(
  folder: string,
  { startedAt, level }: { startedAt: Date; level: string },
): LogFiles {
  const stamp = startedAt.toISOString().replaceAll(/[-:]/g, '').replace('T', '_').slice(0, 15);
  const path = join(folder, `pipeline_execution_${stamp}.log`);
  const open = (file: string) => {
    try {
      makeFolder(folder);
      return destination({ dest: file, sync: true });
    } catch (error) {
      throw new FileError(`cannot write the log ${file}: ${messageOf(error)}`, { cause: error });
    }
  };
  const main = open(path);
  const topics = new Map<LogTopic, ReturnType<typeof destination>>();
  return {
    path,
    logger(topic) {
      const streams = [{ level: 'debug' as const, stream: main }];
      if (topic !== undefined) {
        const file = topics.get(topic) ?? open(join(folder, `${topic}.log`));
        topics.set(topic, file);
        streams.push({ level: 'debug', stream: file });
      }
      return fromPino(pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, multistream(streams)));
    },
    close() {
      for (const file of [main, ...topics.values()]) file.end();
    },
  };
}

function fromPino(log: ReturnType<typeof pino>): Logger {
  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => log.warn(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  };
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
