import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    env: { TZ: 'America/Los_Angeles', LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
    reporters: ['default', './tests/support/closing-line-reporter.ts'],
    // Vitest leaves one processor idle, which on two doubles the time: the end-to-end tests mostly wait for the command.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Both kinds of tests need dist/: the kernels are compiled there, and the command is built there.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**'],
          globalSetup: 'tests/support/build.ts',
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], globalSetup: 'tests/support/build.ts' },
      },
    ],
  },
});
