// Loaded before a command with --import: leaves its peak memory in a file when it ends.
import { writeFileSync } from 'node:fs';
import { peakMemory } from './peak-memory.ts';

process.on('exit', () => writeFileSync(process.env['BENCH_PEAK_FILE']!, String(peakMemory())));
