import { createHash } from 'node:crypto';
import type { ReportInput } from '../../reporting/report-input.ts';
import type { Setting } from './settings.ts';

/** Settings that say where and with what means a run works, not what comes out. */
const OF_THE_MACHINE = ['warehouse', 'out', 'logs', 'logLevel', 'threads', 'memoryLimit', 'wait'];

/** Settings that results depend on: two runs that differ in others write the same report. */
export function settingsOfResult(settings: Readonly<Record<string, Setting>>): Record<string, Setting> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !OF_THE_MACHINE.includes(name)));
}

/**
 * Name of a result: changes with the data, the settings, the SQL and the code, and with nothing else.
 *
 * @returns Twelve hexadecimal digits.
 */
export function resultIdOf({
  runs,
  sourceFiles,
  parameters,
  versions,
  fingerprints,
}: Pick<ReportInput, 'runs' | 'sourceFiles' | 'parameters' | 'versions' | 'fingerprints'>): string {
  const parts = [
    runs.map((run) => [run.modelId, run.dataFingerprint]),
    sourceFiles.map((file) => file.sha256),
    parameters,
    versions,
    fingerprints,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
