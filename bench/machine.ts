import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { packageRoot } from '../pipeline/core/paths.ts';
import { ourKernels } from './our-engine.ts';

/** Load above which somebody else is at work on the machine. */
const IDLE_LOAD = 0.5;

/** Versions of scikit-learn, NumPy and Python, or null if `python` cannot import them. */
export function findScikitLearn(python: string): string | null {
  const script =
    'import sklearn, numpy, platform; print(f"scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}, Python {platform.python_version()}")';
  const { status, stdout } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Version of a package of Python, e.g. `openpyxl 3.1.5`, or null if `python` cannot import it. */
export function findPackage(python: string, name: string): string | null {
  const script = `import ${name.toLowerCase()} as found; print("${name}", found.__version__)`;
  const { status, stdout } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** What is noted before the first measurement, as measuring changes the one and takes long enough for the other to change. */
export interface Start {
  readonly load: number;
  readonly commit: string;
}

/** Load and commit as they are now. */
export function noteStart(): Start {
  return { load: loadavg()[0]!, commit: commitOf() };
}

/**
 * The machine as Markdown, with a warning if it was busy.
 *
 * @param peers - Versions of the peers; null if there are none to tell.
 */
export function describeMachine({ load, commit }: Start, peers: string | null): string {
  const processors = cpus();
  const model = processors[0]?.model ?? 'unknown processor';
  const memory = (totalmem() / 1e9).toFixed(0);
  const lines = [
    `- ${model}, ${processors.length} cores, ${memory} GB, ${process.platform} ${process.arch}`,
    `- Node.js ${process.versions.node}, commit ${commit}`,
    `- ours: ${ourKernels}`,
    ...(peers === null ? [] : [`- ${peers}`]),
    `- load average at start: ${load.toFixed(2)}`,
  ];
  if (load > IDLE_LOAD) {
    lines.push('', '**The machine was not idle: seconds are too long, ratios rough.**');
  }
  return `${lines.join('\n')}\n`;
}

function commitOf(): string {
  const git = (args: string[]) => spawnSync('git', args, { cwd: packageRoot, encoding: 'utf8' });
  const { status, stdout } = git(['rev-parse', '--short', 'HEAD']);
  if (status !== 0) return 'unknown';
  return stdout.trim() + (git(['status', '--porcelain']).stdout === '' ? '' : ' with changes');
}
