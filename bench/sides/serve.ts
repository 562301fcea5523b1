import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import type { Matrix } from '../../pipeline/core/matrix.ts';
import { peakMemory } from '../peak-memory.ts';
import { readIntegers, readMatrix, writeRaw } from '../raw-files.ts';
import type { Answer, Reply, Request } from './request.ts';

/** Runs before a process counts as warm: at least so many, and for so long. */
const WARM_UP_RUNS = 2;
const WARM_UP_SECONDS = 0.5;

/** Data of a run. */
export interface Task {
  readonly matrix: Matrix;
  /** Empty unless silhouettes are asked for. */
  readonly labelings: readonly Int32Array[];
}

/** Makes the function whose calls are measured: what it does before it returns it (turning rows to arrays) is not. */
export type Prepare = (request: Request, task: Task) => () => Promise<Answer>;

/** Answers the requests of the driver until its input ends: the life of a side's process. See {@link Reply}. */
export async function serve(prepare: Prepare): Promise<void> {
  const request = JSON.parse(process.argv[2]!) as Request;
  const all = load(request);
  const warmUp = prepare(request, firstRows(all, request.warmUpRows));
  const start = performance.now();
  for (let run = 0; run < WARM_UP_RUNS || performance.now() - start < 1000 * WARM_UP_SECONDS; run++) {
    await warmUp();
  }
  const compute = prepare(request, all);
  say({ ready: `Node.js ${process.versions.node}` });

  let answer: Answer | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'run') continue;
    const begin = performance.now();
    answer = await compute();
    say({ seconds: (performance.now() - begin) / 1000 });
  }
  const peakBytes = peakMemory();
  if (answer === null) return;
  writeRaw(`${request.answerPrefix}.labels`, answer.labels);
  writeRaw(`${request.answerPrefix}.values`, answer.values);
  say({ finished: { peakBytes, labels: answer.labels.length, values: answer.values.length } });
}

function say(reply: Reply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

function load({ matrix, work }: Request): Task {
  const loaded = readMatrix(matrix);
  if (work.task !== 'silhouettes') return { matrix: loaded, labelings: [] };
  const { path, count, length } = work.labelings;
  const flat = readIntegers(path, count * length);
  const labelings = Array.from({ length: count }, (_, l) => flat.slice(l * length, l * length + matrix.rows));
  return { matrix: loaded, labelings };
}

function firstRows({ matrix, labelings }: Task, rows: number): Task {
  const data = matrix.data.slice(0, rows * matrix.columns);
  return {
    matrix: { ...matrix, rows, data },
    labelings: labelings.map((labels) => labels.slice(0, rows)),
  };
}
