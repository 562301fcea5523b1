import { createHash } from 'node:crypto';
import type { Config } from '../core/config.ts';

/**
 * What tells two keys of hashed customer ids apart without telling the key: the first 16 digits of a SHA-256.
 *
 * @returns null if ids are not hashed.
 */
export function idKeyOf({ hashCustomerIds, hashKey }: Config['privacy']): string | null {
  if (!hashCustomerIds) return null;
  return createHash('sha256').update(`key of customer ids: ${hashKey}`).digest('hex').slice(0, 16);
}
