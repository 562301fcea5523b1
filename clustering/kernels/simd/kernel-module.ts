import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { packageRoot } from '../../../pipeline/core/paths.ts';

/** Where `npm run build` puts the compiled kernels. */
const FOLDER = join(packageRoot, 'dist', 'clustering', 'kernels');

/** Compiled kernels: with fused multiplication and addition where estimates take it, or for any machine with SIMD. */
export type KernelBuild = 'fused' | 'portable';

const FILES: Readonly<Record<KernelBuild, string>> = {
  fused: 'kernels-fused.wasm',
  portable: 'kernels.wasm',
};

/**
 * Compiles the kernels.
 *
 * @param builds - Which build to take, the first that this machine can run. Results are the same, bit for bit.
 * @returns Why they cannot be used, if so: not built, or no SIMD, threads or shared memory on this machine.
 */
export function compileKernels(
  builds: readonly KernelBuild[] = ['fused', 'portable'],
): WebAssembly.Module | string {
  if (typeof SharedArrayBuffer === 'undefined') return 'this Node.js has no shared memory';
  for (const build of builds) {
    const path = join(FOLDER, FILES[build]);
    if (!existsSync(path)) return `${path} is missing (npm run build makes it)`;
    const bytes = readFileSync(path);
    // Node.js 20 knows relaxed SIMD, but only if asked; later versions need not be asked.
    if (build === 'fused' && !WebAssembly.validate(bytes))
      setFlagsFromString('--experimental-wasm-relaxed-simd');
    if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  }
  return 'this Node.js has no WebAssembly with SIMD and threads';
}
