import type { Packed } from '../page-data.ts';

/** The texts that were packed. */
export async function unpackTexts(packed: Packed): Promise<string[]> {
  return JSON.parse(await (await unpack(packed)).text()) as string[];
}

/** The numbers that were packed, as bytes to be read by a typed array. */
export async function unpackNumbers(packed: Packed): Promise<ArrayBuffer> {
  return (await unpack(packed)).arrayBuffer();
}

function unpack(packed: Packed): Promise<Response> {
  const characters = atob(packed);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return Promise.resolve(new Response(stream));
}
