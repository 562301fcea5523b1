import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { candidatesOf, featuresOf } from '../features/catalog.ts';
import { COMMANDS } from '../pipeline/cli/program.ts';
import { COMMON_OPTIONS, GENERAL_OPTIONS, RUN_OPTIONS } from '../pipeline/cli/options.ts';
import { listConfigKeys } from '../pipeline/core/config-keys.ts';
import { packageRoot } from '../pipeline/core/paths.ts';
import { STAGES } from '../pipeline/stages/index.ts';

const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');

/** The table of all configuration keys, as docs/configuration.md holds it. */
function configurationPage(): string {
  const rows = listConfigKeys().map(({ path, variable, defaultValue, description }) => {
    const value = JSON.stringify(defaultValue)?.replaceAll('|', '\\|') ?? '';
    return `| \`${path}\` | \`${variable}\` | \`${value}\` | ${description.replaceAll('|', '\\|')} |`;
  });
  return [
    '# Configuration',
    '',
    'Every key of `pipeline.config.yaml` (dots are levels), its environment variable, default and meaning. An option of the command line',
    'beats the variable, which beats the file, which beats the default. An unknown or wrong key is an error (exit 2).',
    '',
    '```yaml',
    'orders:',
    '  path: data/raw/*.csv',
    'clustering:',
    '  k: 5',
    '```',
    '',
    '| key | variable | default | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

describe('documentation', () => {
  it('lists every configuration key with variable, default and meaning', async () => {
    expect(listConfigKeys().every((key) => key.description !== '')).toBe(true);
    await expect(configurationPage()).toMatchFileSnapshot(join(packageRoot, 'docs', 'configuration.md'));
  });

  it('names every command, option and stage in the README', () => {
    for (const command of COMMANDS) expect(readme).toContain(`\`pipeline ${command.name}`);
    const options = Object.keys({ ...COMMON_OPTIONS, ...RUN_OPTIONS, ...GENERAL_OPTIONS });
    for (const option of options)
      expect(readme).toContain(option === 'report' ? '--no-report' : `--${option}`);
    for (const stage of STAGES) expect(readme).toMatch(new RegExp(`\\| ${stage.name} +\\|`));
  });

  it('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(existsSync(join(packageRoot, link)), link).toBe(true);
  });

  it('gives every command a description and an example', () => {
    for (const command of COMMANDS) {
      expect(command.describe.length).toBeGreaterThan(10);
      expect(command.example).toContain(`pipeline ${command.name}`);
    }
  });

  it('has every feature of the catalog as a column of its table', () => {
    const sql = readFileSync(join(packageRoot, 'sql', 'silver', 'silver_customer_features.sql'), 'utf8');
    for (const { name } of featuresOf('returns')) {
      if (name !== 'net_units') expect(sql, name).toMatch(new RegExp(`\\b${name}\\b`));
    }
    expect(candidatesOf('returns').length).toBeGreaterThanOrEqual(37);
  });
});
