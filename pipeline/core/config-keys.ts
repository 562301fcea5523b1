import { z } from 'zod';
import { configSchema } from './config-schema.ts';

/** A configuration key as documentation and error messages name it. */
export interface ConfigKey {
  /** Dotted path, e.g. `clustering.kMin`. */
  readonly path: string;
  /** Environment variable, e.g. `PIPELINE_CLUSTERING_K_MIN`. */
  readonly variable: string;
  readonly description: string;
  readonly defaultValue: unknown;
  /** Whether the schema of the key takes a value. */
  accepts(value: unknown): boolean;
}

/** Every key of the configuration, in the order of the schema. */
export function listConfigKeys(): ConfigKey[] {
  const defaults = configSchema.parse({}) as Record<string, unknown>;
  return Object.entries(configSchema.shape).flatMap(([name, field]) => {
    const inner = field.def.type === 'prefault' ? field.def.innerType : null;
    if (inner instanceof z.ZodObject) {
      const group = defaults[name] as Record<string, unknown>;
      return Object.entries(inner.shape as Record<string, z.ZodType>).map(([key, leaf]) =>
        describeKey(`${name}.${key}`, leaf, group[key]),
      );
    }
    return [describeKey(name, field as z.ZodType, defaults[name])];
  });
}

function describeKey(path: string, field: z.ZodType, defaultValue: unknown): ConfigKey {
  const snake = path
    .replaceAll('.', '_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase();
  return {
    path,
    variable: `PIPELINE_${snake}`,
    description: field.description ?? '',
    defaultValue,
    accepts: (value) => field.safeParse(value).success,
  };
}
