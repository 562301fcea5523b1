import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../pipeline/core/paths.ts';
import { BenchUsageError, parseCommandLine, USAGE, type BenchArguments } from './command-line.ts';
import { adversarialReport } from './kernels/adversarial.ts';
import { kernelReport } from './kernels/suite.ts';
import { describeMachine, findPackage, findScikitLearn, noteStart } from './machine.ts';
import { pipelineReport } from './pipeline-stages.ts';
import { WORKBOOK_PEERS, workbookReport } from './workbook.ts';
import { makeFolder } from '../pipeline/core/make-folder.ts';

/** Numbers of clusters of a scan, as in the pipeline. */
const KS = Array.from({ length: 13 }, (_, i) => i + 3);

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const args = parseCommandLine(process.argv.slice(2));
  if (args.help) {
    process.stdout.write(USAGE);
    return;
  }
  const start = noteStart();
  const folder = mkdtempSync(join(args.folder ?? tmpdir(), 'bench-'));
  try {
    for (const suite of args.suites) {
      const name = args.adversarial && suite === 'kernels' ? 'adversarial' : suite;
      const { body, peers } = await reports[name](args, folder);
      const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
      const report = `# ${name}, ${today()}\n\n\`${command}\`\n\n${describeMachine(start, peers)}\n${body}`;
      process.stdout.write(report);
      const file = args.out ?? join(packageRoot, 'bench', 'results', `${today()}-${name}.md`);
      makeFolder(dirname(file));
      writeFileSync(file, report);
      say(file);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reports by name, as Markdown, and the versions of the peers they were made with. */
const reports = {
  kernels: async (args: BenchArguments, folder: string) => {
    const wantsPython = args.peers.some((peer) => ['scikit-learn', 'NumPy'].includes(peer));
    const found = wantsPython ? findScikitLearn(args.python) : null;
    if (wantsPython && found === null) say(`${args.python} cannot import scikit-learn: left out`);
    const peers = args.peers.filter((peer) => found !== null || !['scikit-learn', 'NumPy'].includes(peer));
    const body = await kernelReport({ ...kernelOptions(args), peers }, method(args, folder));
    return { body, peers: found };
  },
  adversarial: async (args: BenchArguments, folder: string) => ({
    body: await adversarialReport(kernelOptions(args), method(args, folder)),
    peers: null,
  }),
  pipeline: async (args: BenchArguments, folder: string) => {
    const { customers, segmentations, seed } = args;
    const repeat = args.repeat ?? 1;
    const body = await pipelineReport({ customers, segmentations, seed, repeat, folder, say });
    return { body, peers: null };
  },
  workbook: async (args: BenchArguments, folder: string) => {
    const found = new Map(
      Object.keys(WORKBOOK_PEERS).map((name) => [name, findPackage(args.python, name)] as const),
    );
    const peers = [...found.keys()].filter((name) => found.get(name) !== null);
    const missing = [...found.keys()].filter((name) => !peers.includes(name));
    if (missing.length > 0) say(`${args.python} cannot import ${missing.join(', ')}: left out`);
    const body = await workbookReport({ n: args.n, seed: args.seed, peers }, method(args, folder));
    return { body, peers: peers.length === 0 ? null : peers.map((name) => found.get(name)).join(', ') };
  },
};

function kernelOptions(args: BenchArguments) {
  return { ...args, minSamples: 10, ks: KS };
}

function method({ repeat, budgetSeconds, limitSeconds, python }: BenchArguments, folder: string) {
  return { repeat: repeat ?? 3, budgetSeconds, limitSeconds, python, folder, say };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof BenchUsageError;
  say(isUsage ? `${error.message}\n\n${USAGE}` : String(error instanceof Error ? error.stack : error));
  process.exitCode = isUsage ? 2 : 1;
}
