import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Folders that may not be imported from a folder: dependencies point one way (README, "Folder map"). */
function forbid(files, folders, reason) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: folders.map((folder) => ({ regex: `(^|/)${folder}/`, message: reason })) },
      ],
    },
  };
}

const OWN_PEERS = 'features, clustering and reporting meet through tables and Matrix, never by import.';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'data', 'coverage', 'clustering/kernels/assembly'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      eqeqeq: 'error',
      'no-else-return': 'error',
    },
  },
  {
    files: ['clustering/**', 'features/**'],
    rules: { 'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['pipeline/**', 'features/**', 'clustering/**', 'reporting/**'],
    ignores: ['pipeline/cli/main.ts', 'pipeline/core/clock.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use pipeline/core/random.ts: results are seeded.' },
        { object: 'Date', property: 'now', message: 'Use the injected clock.' },
        { object: 'process', property: 'exit', message: 'Only main.ts ends the process.' },
        { object: 'process', property: 'env', message: 'Only main.ts reads the environment.' },
        { object: 'process', property: 'argv', message: 'Only main.ts reads the arguments.' },
      ],
    },
  },
  forbid(
    ['pipeline/core/**'],
    ['features', 'clustering', 'reporting', 'stages', 'cli'],
    'core imports nothing of ours.',
  ),
  forbid(['features/**'], ['clustering', 'reporting', 'stages', 'cli'], OWN_PEERS),
  forbid(['clustering/**'], ['features', 'reporting', 'stages', 'cli', '@duckdb'], OWN_PEERS),
  forbid(['reporting/**'], ['features', 'clustering', 'stages', 'cli', '@duckdb'], OWN_PEERS),
  { files: ['tests/**'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
