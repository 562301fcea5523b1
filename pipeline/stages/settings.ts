import type { Config } from '../core/config.ts';

/** What one setting may be; lists are JSON text. */
export type Setting = string | number | boolean | null;

/** A configuration as dotted keys, as a run records it; secrets and addresses stay out. */
export function flattenSettings(config: Config): Record<string, Setting> {
  const flat: Record<string, Setting> = {};
  for (const [name, value] of Object.entries(config)) {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    for (const [key, inner] of isGroup ? Object.entries(value) : [['', value] as const]) {
      const path = key === '' ? name : `${name}.${key}`;
      if (path === 'privacy.hashKey' || path === 'cleaning.mergeEmails') continue;
      flat[path] = typeof inner === 'object' && inner !== null ? JSON.stringify(inner) : (inner as Setting);
    }
  }
  return flat;
}
