import { availableParallelism } from 'node:os';
import { openFastEngine } from '../clustering/fast-engine.ts';

const threads = availableParallelism();
const opened = openFastEngine(threads);

/** What "ours" is: the one place to change when another engine becomes the default. On as many threads as a run takes. */
export const ourEngine = opened.engine;

/** What ours runs on, so that figures of the fallback are not taken for those of the kernels. */
export const ourKernels =
  opened.fallback === null
    ? `WebAssembly kernels, ${threads} threads`
    : `**plain TypeScript kernels, because ${opened.fallback}**`;
