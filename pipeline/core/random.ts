/** A seeded source of random numbers. Same seed, same sequence, on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** An independent generator for a named purpose: the order in which purposes draw does not matter. */
  fork(purpose: string): Random;
}

/** 32-bit FNV-1a of a text: spreads seeds and purposes over the state. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Creates a seeded generator.
 *
 * @param seed - Any number or text.
 * @see Doty-Humphrey, PractRand, sfc32: 128 bits of state, period at least 2^32 per counter value.
 */
export function createRandom(seed: number | string): Random {
  const text = String(seed);
  let a = hashText(text);
  let b = hashText(`${text}/b`);
  let c = hashText(`${text}/c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return {
    next,
    integer: (bound) => Math.floor(next() * bound),
    fork: (purpose) => createRandom(`${text}|${purpose}`),
  };
}
