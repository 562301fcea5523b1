import { existsSync, readFileSync } from 'node:fs';

/**
 * Largest resident memory of this process so far, in bytes, code and data of the runtime included.
 *
 * @remarks From /proc where there is one: the figure of getrusage (which Node's resourceUsage shows) outlives exec on Linux, so that a
 *   small process started by a large one is said to have been large.
 */
export function peakMemory(): number {
  const status = '/proc/self/status';
  const mark = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8')) : null;
  return 1024 * (mark === null ? process.resourceUsage().maxRSS : Number(mark[1]));
}
