import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFloats, readIntegers } from './raw-files.ts';
import type { Answer, Reply, Request } from './sides/request.ts';

/** Longest tail of standard error that is shown when a process fails. */
const TAIL = 500;

/** How a process of a side ended. */
export interface Ending {
  readonly peakBytes: number;
  readonly answer: Answer;
}

/**
 * A side at work in a process of its own: loaded and warm, it computes whenever it is told to, so that sides take turns while the memory
 * and the caches of each stay its own.
 */
export class SideProcess {
  readonly #child: ChildProcess;
  readonly #request: Request;
  readonly #replies: Reply[] = [];
  #stderr = '';
  #problem: string | null = null;
  #wake: () => void = () => undefined;

  /** @param command - Program and arguments; the request is added as the last. */
  constructor(command: readonly string[], request: Request) {
    this.#request = request;
    const [program, ...args] = [...command, JSON.stringify(request)];
    this.#child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-TAIL);
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.#replies.push(JSON.parse(line) as Reply);
      this.#wake();
    });
    // Writing to a process that has failed is not a second failure.
    this.#child.stdin!.on('error', () => undefined);
    this.#child.on('error', (error) => this.#fail(error.message));
    this.#child.on('close', (code, signal) => {
      if (code !== 0) this.#fail(`${signal ?? `exit ${code}`} ${this.#stderr.trim()}`);
      else this.#fail('it ended early');
    });
  }

  /**
   * Waits until the process is warm.
   *
   * @returns What it runs on, with versions.
   */
  async ready(limitSeconds: number): Promise<string> {
    return (await this.#next('ready', limitSeconds)).ready;
  }

  /** Has it compute once; returns the seconds it took. */
  async run(limitSeconds: number): Promise<number> {
    this.#child.stdin!.write('run\n');
    return (await this.#next('seconds', limitSeconds)).seconds;
  }

  /** Has it write its answer and end. */
  async finish(limitSeconds: number): Promise<Ending> {
    this.#child.stdin!.end();
    const { peakBytes, labels, values } = (await this.#next('finished', limitSeconds)).finished;
    const prefix = this.#request.answerPrefix;
    const answer = {
      labels: readIntegers(`${prefix}.labels`, labels),
      values: readFloats(`${prefix}.values`, values),
    };
    return { peakBytes, answer };
  }

  /** Ends it whatever it does. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
    this.#wake();
  }

  async #next<K extends 'ready' | 'seconds' | 'finished'>(
    kind: K,
    limitSeconds: number,
  ): Promise<Extract<Reply, Record<K, unknown>>> {
    const timer = setTimeout(() => {
      this.#fail(`over ${limitSeconds} s`);
      this.kill();
    }, 1000 * limitSeconds);
    try {
      while (this.#replies.length === 0 && this.#problem === null) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
    const reply = this.#replies.shift();
    if (reply === undefined) throw new Error(this.#problem ?? 'no reply');
    return reply as Extract<Reply, Record<K, unknown>>;
  }
}
