import { existsSync } from 'node:fs';
import { Database } from '../../core/database.ts';
import { FileError } from '../../core/errors.ts';
import { hasTable } from '../../core/models.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { configure } from '../configure.ts';

interface RunEntry {
  run_id: string;
  command: string;
  layer: string;
  status: string;
  started_at: string;
  seconds: number | null;
  message: string | null;
}

interface StageEntry {
  stage: string;
  status: string;
  seconds: number | null;
  row_count: number | null;
}

interface FileEntry {
  path: string;
  rows_in_file: number;
  rows_loaded: number;
  rows_rejected: number;
  rows_duplicate: number;
}

/** `pipeline status`: the last runs of a warehouse, the stages of the last one, and the loaded files. */
export async function status(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  if (!existsSync(config.warehouse))
    throw new FileError(`there is no warehouse ${config.warehouse}: nothing was run yet`);
  const database = await Database.open({ file: config.warehouse, readOnly: true });
  try {
    const content = await readStatus(database);
    if (argv['json'] === true) world.stdout.write(`${JSON.stringify(content, null, 2)}\n`);
    else world.stdout.write(formatStatus(config.warehouse, content));
  } finally {
    database.close();
  }
  return 0;
}

interface Status {
  readonly runs: readonly RunEntry[];
  readonly stages: readonly StageEntry[];
  readonly files: readonly FileEntry[];
}

async function readStatus(database: Database): Promise<Status> {
  if (!(await hasTable(database, 'pipeline_runs'))) return { runs: [], stages: [], files: [] };
  const runs = await database.queryRows<RunEntry>(
    `select run_id, command, layer, status, strftime(started_at, '%Y-%m-%d %H:%M:%S') as started_at, seconds, message
    from pipeline_runs order by started_at desc, run_id desc limit 10`,
  );
  const stages = await database.queryRows<StageEntry>(
    `select stage, status, seconds, row_count::double as row_count from pipeline_stages where run_id = $run order by position`,
    { run: runs[0]?.run_id ?? '' },
  );
  const files = (await hasTable(database, 'bronze_files'))
    ? await database.queryRows<FileEntry>(
        `select path, rows_in_file::double as rows_in_file, rows_loaded::double as rows_loaded,
          rows_rejected::double as rows_rejected, rows_duplicate::double as rows_duplicate from bronze_files order by path`,
      )
    : [];
  return { runs, stages, files };
}

function formatStatus(warehouse: string, { runs, stages, files }: Status): string {
  if (runs.length === 0) return `${warehouse}: no run yet\n`;
  const seconds = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} s`);
  const count = (value: number | null) => (value === null ? '-' : value.toLocaleString('en-US'));
  const lines = [`${warehouse}`, '', 'runs (UTC):'];
  for (const run of runs) {
    lines.push(
      `  ${run.started_at}  ${run.command} ${run.layer}  ${run.status}  ${seconds(run.seconds)}  ${run.message ?? ''}`.trimEnd(),
    );
  }
  lines.push('', 'stages of the last run:');
  for (const stage of stages) {
    lines.push(
      `  ${stage.stage.padEnd(24)} ${stage.status.padEnd(12)} ${seconds(stage.seconds).padStart(9)} ${count(stage.row_count).padStart(14)} rows`,
    );
  }
  lines.push('', 'files:');
  for (const file of files) {
    lines.push(
      `  ${file.path}: rows in ${count(file.rows_in_file)} = loaded ${count(file.rows_loaded)} + rejected ` +
        `${count(file.rows_rejected)} + duplicates ${count(file.rows_duplicate)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
