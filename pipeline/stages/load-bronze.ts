import { createHash } from 'node:crypto';
import { UsageError } from '../core/errors.ts';
import { countRows, createTables, runChecks } from '../core/models.ts';
import { activeSegmentations, SEGMENTATIONS } from '../core/segmentation.ts';
import { sourcePatterns } from '../core/source-patterns.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { loadAdapter, type Adapter } from '../ingest/adapters.ts';
import { loadFile, type FileLedger } from '../ingest/load-file.ts';
import { findSourceFiles, type SourceFile } from '../ingest/source-files.ts';
import { TARGETS, type BronzeTarget } from '../ingest/targets.ts';

/** Loads the configured files into bronze; a file whose content is loaded already is left alone. */
export const loadBronze: Stage = {
  name: 'load bronze',
  layer: 'bronze',
  async run(context) {
    const { database, config } = context;
    await createTables(database, 'bronze', { rebuild: context.fullRefresh });
    const segmentations = activeSegmentations(config);
    const [first] = segmentations;
    if (
      first === undefined ||
      segmentations.some(({ source }) => sourcePatterns(config, source).length === 0)
    ) {
      const { source, fileWord } = first ?? SEGMENTATIONS[0]!;
      throw new UsageError(
        `no ${fileWord} files are configured: give them with --${source} GLOB or ${source}.path in the configuration`,
      );
    }
    const reports: StageReport[] = [];
    for (const { source } of segmentations) reports.push(await loadSource(context, source));
    if (sourcePatterns(config, 'identities').length > 0)
      reports.push(await loadSource(context, 'identities'));
    return joinReports(reports);
  },
};

async function loadSource(context: StageContext, source: BronzeTarget['source']): Promise<StageReport> {
  const { database, config } = context;
  const target = TARGETS[source];
  const adapter = loadAdapter(config[source].adapter, target);
  const files = await findSourceFiles(database, sourcePatterns(config, source));
  const plan = await planLoading(context, { files, adapter, target });
  for (const path of plan.toForget) await forgetFile(context, path, target);
  for (const [index, file] of plan.toLoad.entries()) {
    await context.progress(index / plan.toLoad.length, file.path);
    const ledger = await load(context, file, { adapter, target });
    context.logger.info('file loaded', { path: file.path, ...ledger });
  }
  for (const table of [target.table, 'bronze_files']) await runChecks(database, 'bronze', table);
  return summarise(context, plan, target);
}

interface LoadingPlan {
  /** Paths whose rows are removed before loading. */
  readonly toForget: readonly string[];
  readonly toLoad: readonly SourceFile[];
  readonly unchanged: readonly SourceFile[];
  /** Loaded earlier and not among the files of this run: their rows stay. */
  readonly others: readonly string[];
}

interface LoadedFile {
  path: string;
  content_hash: string;
  reading_fingerprint: string;
  rows_duplicate: number;
}

/**
 * Decides which files are loaded. If a loaded file has changed, every file of the run is loaded anew: a row that was
 * dropped from one file as the duplicate of a row of another must not vanish with it.
 */
async function planLoading(
  context: StageContext,
  { files, adapter, target }: { files: readonly SourceFile[]; adapter: Adapter; target: BronzeTarget },
): Promise<LoadingPlan> {
  const loaded = await context.database.queryRows<LoadedFile>(
    `select path, content_hash, reading_fingerprint, rows_duplicate::double as rows_duplicate
    from bronze_files where target_table = $table order by path`,
    { table: target.table },
  );
  if (context.fullRefresh) {
    const toForget = loaded.map((file) => file.path);
    return { toForget, toLoad: firstOfEachContent(files), unchanged: [], others: [] };
  }
  const fingerprint = readingFingerprint(context, adapter, target);
  const isLoaded = (file: SourceFile) =>
    loaded.some((old) => old.content_hash === file.contentHash && old.reading_fingerprint === fingerprint);
  const paths = new Set(files.map((file) => file.path));
  const hashes = new Set(files.map((file) => file.contentHash));
  const isOfThisRun = (old: LoadedFile) => paths.has(old.path) || hashes.has(old.content_hash);
  const others = loaded.filter((old) => !isOfThisRun(old));
  const isReplaced = (old: LoadedFile) => files.some((file) => file.path === old.path && !isSame(old, file));
  const changed = loaded.filter(
    (old) =>
      isOfThisRun(old) && (isReplaced(old) || !files.some((file) => isLoaded(file) && isSame(old, file))),
  );
  if (changed.length === 0) {
    const toLoad = firstOfEachContent(files.filter((file) => !isLoaded(file)));
    return { toForget: [], toLoad, unchanged: files.filter(isLoaded), others: others.map((old) => old.path) };
  }
  if (others.some((old) => old.rows_duplicate > 0)) {
    throw new UsageError(
      `${changed[0]!.path} or the way it is read has changed since it was loaded, and ${others.length} other loaded ` +
        `file(s) are not among the order files of this run: name them too, or rebuild with --full-refresh`,
    );
  }
  const toForget = loaded.filter(isOfThisRun).map((old) => old.path);
  return {
    toForget,
    toLoad: firstOfEachContent(files),
    unchanged: [],
    others: others.map((old) => old.path),
  };
}

function isSame(old: LoadedFile, file: SourceFile): boolean {
  return old.content_hash === file.contentHash;
}

function firstOfEachContent(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file, i) => files.findIndex((other) => other.contentHash === file.contentHash) === i);
}

/** What decides how the bytes of a file become rows: loaded rows are valid as long as it stays the same. */
function readingFingerprint({ config }: StageContext, adapter: Adapter, { source }: BronzeTarget): string {
  const { delimiter, encoding, maxRecordBytes } = config[source];
  const text = JSON.stringify([adapter.name, adapter.fingerprint, delimiter, encoding, maxRecordBytes]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function forgetFile({ database }: StageContext, path: string, target: BronzeTarget): Promise<void> {
  await database.execute(`delete from ${target.table} where _source_file = $path`, { path });
  const key = { path, table: target.table };
  await database.execute(
    'delete from bronze_rejects where source_file = $path and target_table = $table',
    key,
  );
  await database.execute('delete from bronze_files where path = $path and target_table = $table', key);
}

async function load(
  context: StageContext,
  file: SourceFile,
  { adapter, target }: { adapter: Adapter; target: BronzeTarget },
): Promise<FileLedger> {
  const { database, config, runId } = context;
  const loadedAt = context.startedAt.toISOString().replace('Z', '');
  const ledger = await loadFile(database, file, {
    target,
    adapter,
    csv: config[target.source],
    runId,
    loadedAt,
  });
  await database.execute(
    `insert into bronze_files by name
    select
      $path as path, $table as target_table, $adapter as adapter, $fingerprint as reading_fingerprint,
      $size as size_bytes, $hash as content_hash, $rowsInFile as rows_in_file, $rowsLoaded as rows_loaded,
      $rowsRejected as rows_rejected, $rowsDuplicate as rows_duplicate, $loadedAt::timestamp as loaded_at, $runId as run_id`,
    {
      path: file.path,
      table: target.table,
      adapter: adapter.name,
      fingerprint: readingFingerprint(context, adapter, target),
      size: file.sizeBytes,
      hash: file.contentHash,
      ...ledger,
      loadedAt,
      runId,
    },
  );
  return ledger;
}

async function summarise(
  { database }: StageContext,
  plan: LoadingPlan,
  target: BronzeTarget,
): Promise<StageReport> {
  const rows = await countRows(database, target.table);
  const total = await database.queryOne<
    Record<'files' | 'inFiles' | 'loaded' | 'rejected' | 'duplicate', number>
  >(
    `select
      count(*)::double as files, coalesce(sum(rows_in_file), 0)::double as inFiles,
      coalesce(sum(rows_loaded), 0)::double as loaded, coalesce(sum(rows_rejected), 0)::double as rejected,
      coalesce(sum(rows_duplicate), 0)::double as duplicate
    from bronze_files where target_table = $table`,
    { table: target.table },
  );
  const count = (value: number) => value.toLocaleString('en-US');
  const notes = [
    `${plan.toLoad.length} file(s) loaded, ${plan.unchanged.length} unchanged`,
    `rows in ${total.files} file(s) ${count(total.inFiles)} = loaded ${count(total.loaded)} + rejected ` +
      `${count(total.rejected)} + duplicates ${count(total.duplicate)}`,
  ];
  const warnings: string[] = [];
  if (plan.others.length > 0) {
    warnings.push(
      `bronze also holds ${plan.others.length} file(s) that this run does not name (${plan.others.slice(0, 3).join(', ')}); ` +
        `they count too; --full-refresh starts from the named files only`,
    );
  }
  if (total.rejected > 0)
    warnings.push(
      `${count(total.rejected)} malformed record(s) stand in bronze_rejects with file, line and reason`,
    );
  return { rows, notes, warnings };
}
