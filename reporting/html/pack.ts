import { deflateRawSync } from 'node:zlib';
import type { Packed } from './page-data.ts';

/** Numbers as the page reads them. */
export function packNumbers(values: Float32Array | Uint16Array | Uint32Array): Packed {
  return pack(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** Texts as the page reads them. */
export function packTexts(texts: readonly string[]): Packed {
  return pack(Buffer.from(JSON.stringify(texts), 'utf8'));
}

function pack(bytes: Uint8Array): Packed {
  return deflateRawSync(bytes).toString('base64');
}
