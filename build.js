// Compiles the sources to dist/, the kernels to WebAssembly, the script and style of the HTML report to one file each, and makes the command executable (npx runs it only then).
import { chmodSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
const kernelCompiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
const run = (file, args) => execFileSync(process.execPath, [file, ...args], { stdio: 'inherit' });

rmSync('dist', { recursive: true, force: true });
run(compiler, ['-p', 'tsconfig.build.json']);
for (const [file, features] of [
  ['kernels.wasm', []],
  ['kernels-fused.wasm', ['--enable', 'relaxed-simd']],
]) {
  run(kernelCompiler, [
    'clustering/kernels/assembly/index.ts',
    ...['--outFile', `dist/clustering/kernels/${file}`],
    ...['--runtime', 'stub', '--noAssert', '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge'],
    ...['--enable', 'simd', '--enable', 'threads', ...features, '--importMemory', '--sharedMemory'],
    ...['--initialMemory', '1', '--maximumMemory', '65536', '--memoryBase', '1024'],
    // Functions on vectors are called by kernels only, never from JavaScript.
    ...['--disableWarning', '112'],
  ]);
}
buildSync({
  entryPoints: { page: 'reporting/html/client/main.ts', 'page-style': 'reporting/html/page.css' },
  outdir: 'dist/reporting/html',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2023',
  legalComments: 'none',
});
chmodSync('dist/pipeline/cli/main.js', 0o755);
