import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../pipeline/core/paths.ts';

/** Where `npm run build` puts the compiled kernels. */
const MODULE_PATH = join(packageRoot, 'dist', 'clustering', 'kernels', 'kernels.wasm');

/**
 * Compiles the kernels.
 *
 * @returns Why they cannot be used, if so: not built, or no SIMD, threads or shared memory on this machine.
 */
export function compileKernels(): WebAssembly.Module | string {
  if (typeof SharedArrayBuffer === 'undefined') return 'this Node.js has no shared memory';
  if (!existsSync(MODULE_PATH)) return `${MODULE_PATH} is missing (npm run build makes it)`;
  const bytes = readFileSync(MODULE_PATH);
  if (!WebAssembly.validate(bytes)) return 'this Node.js has no WebAssembly with SIMD and threads';
  return new WebAssembly.Module(bytes);
}
