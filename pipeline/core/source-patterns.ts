import type { Config } from './config.ts';

/**
 * Paths and globs that the configuration gives for a source, as they were written.
 *
 * @returns An empty list if the source is not configured.
 */
export function sourcePatterns(config: Config, source: 'orders' | 'events' | 'identities'): string[] {
  return [config[source].path ?? []].flat();
}
