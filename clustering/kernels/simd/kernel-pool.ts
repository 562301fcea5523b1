import { Worker } from 'node:worker_threads';
import { PipelineError } from '../../../pipeline/core/errors.ts';
import { KernelMemory } from './kernel-memory.ts';

/**
 * What a thread runs: it waits for calls, takes jobs off the counter that all threads share until none is left, and answers.
 * A text, so that it starts the same from sources, tests and the build.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, memory, counterAddress, thread } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const counter = new Int32Array(memory.buffer, counterAddress, 1);
parentPort.on('message', ({ kernel, context, jobs }) => {
  try {
    for (let job; (job = Atomics.add(counter, 0, 1)) < jobs; ) exports[kernel](context, job, thread);
    parentPort.postMessage(null);
  } catch (error) {
    parentPort.postMessage(String(error && error.stack || error));
  }
});
`;

/** A kernel as the module exports it. */
type Job = (context: number, job: number, thread: number) => void;

/** One call of a kernel: its jobs may run in any order, on any thread. */
export interface KernelCall {
  /** Name of the export. */
  readonly kernel: string;
  /** Address of its parameters. */
  readonly context: number;
  /** Jobs 0 .. jobs - 1 are run, each once. */
  readonly jobs: number;
}

/**
 * Threads that run kernels on one memory. Calls come one after another; the memory may be read and written between them.
 *
 * @remarks The main thread only waits, so that signals are heard. Threads start with the first call that is worth it, and do
 *   not keep the process alive while they are idle.
 */
export class KernelPool {
  readonly memory = new KernelMemory();
  /** Threads a call may use; scratch space is laid out for so many. */
  readonly threads: number;
  readonly #module: WebAssembly.Module;
  readonly #counter: Int32Array;
  readonly #counterAddress: number;
  readonly #workers: Worker[] = [];
  #own: WebAssembly.Exports | null = null;

  /**
   * @param module - The compiled kernels.
   * @param threads - At least 1.
   */
  constructor(module: WebAssembly.Module, threads: number) {
    this.#module = module;
    this.threads = threads;
    // Below every block: the first page is the module's, its upper half is free.
    this.#counterAddress = 32_768;
    this.#counter = new Int32Array(this.memory.memory.buffer, this.#counterAddress, 1);
  }

  /**
   * Writes parameters of a kernel into the memory: 4 bytes each, addresses and counts.
   *
   * @returns Their address.
   */
  context(parameters: readonly number[]): number {
    const block = this.memory.takeInt32(parameters.length);
    parameters.forEach((value, i) => (block.view[i] = value));
    return block.address;
  }

  /** Runs a call on this thread, at once: for work that is smaller than waking a thread. */
  runHere({ kernel, context, jobs }: KernelCall): void {
    this.#own ??= new WebAssembly.Instance(this.#module, { env: { memory: this.memory.memory } }).exports;
    const run = this.#own[kernel] as Job;
    for (let job = 0; job < jobs; job++) run(context, job, 0);
  }

  /**
   * Runs a call on all threads.
   *
   * @throws {PipelineError} If a kernel traps: a fault of ours.
   */
  async run(call: KernelCall): Promise<void> {
    this.#startThreads();
    Atomics.store(this.#counter, 0, 0);
    const workers = this.#workers.slice(0, Math.min(this.threads, call.jobs));
    await Promise.all(workers.map((worker) => runOn(worker, call)));
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #startThreads(): void {
    while (this.#workers.length < this.threads) {
      const worker = new Worker(THREAD, {
        eval: true,
        execArgv: [],
        workerData: {
          module: this.#module,
          memory: this.memory.memory,
          counterAddress: this.#counterAddress,
          thread: this.#workers.length,
        },
      });
      worker.unref();
      this.#workers.push(worker);
    }
  }
}

/** Hands a call to a thread and waits for its answer; the process stays alive meanwhile. */
function runOn(worker: Worker, call: KernelCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (problem: string | null | Error) => {
      worker.off('message', finish);
      worker.off('error', finish);
      worker.unref();
      if (problem === null) resolve();
      else reject(new PipelineError(`the kernel ${call.kernel} failed: ${String(problem)}`));
    };
    worker.ref();
    worker.on('message', finish);
    worker.on('error', finish);
    worker.postMessage(call);
  });
}
