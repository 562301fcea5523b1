import { InvalidInputError } from '../../../pipeline/core/errors.ts';

const PAGE = 65_536;
/** Most pages WebAssembly can address: 4 GiB. */
const MOST_PAGES = 65_536;
/** Addresses below belong to the modules (static data). */
const BASE = PAGE;
/** Every block begins at a cache line. */
const ALIGNMENT = 64;

/** A block of the shared memory, as the kernels address it and as we see it. */
export interface Block<View> {
  readonly address: number;
  readonly view: View;
}

/**
 * The memory that all threads share. Blocks are taken one after another and given back together: a kernel call takes what it
 * needs after `reset`.
 *
 * @remarks Grows on demand and never shrinks; views stay valid when it grows.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  #next = BASE;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
  }

  /** Gives every block back. */
  reset(): void {
    this.#next = BASE;
  }

  /** Bytes in use. */
  get used(): number {
    return this.#next;
  }

  /**
   * Takes a block. Its content is whatever was there before.
   *
   * @param bytes - At least 0.
   * @throws {InvalidInputError} If the memory would exceed 4 GiB.
   */
  take(bytes: number): number {
    const address = this.#next;
    const end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil(end / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) {
      if (end > MOST_PAGES * PAGE)
        throw new InvalidInputError(
          `the kernels can address 4 GiB, this matrix needs ${(end / 2 ** 30).toFixed(1)} GiB`,
        );
      this.memory.grow(missing);
    }
    this.#next = end;
    return address;
  }

  /** Takes a block of doubles. */
  takeFloat64(length: number): Block<Float64Array> {
    const address = this.take(length * 8);
    return { address, view: new Float64Array(this.memory.buffer, address, length) };
  }

  /** Takes a block of single-precision numbers. */
  takeFloat32(length: number): Block<Float32Array> {
    const address = this.take(length * 4);
    return { address, view: new Float32Array(this.memory.buffer, address, length) };
  }

  /** Takes a block of integers. */
  takeInt32(length: number): Block<Int32Array> {
    const address = this.take(length * 4);
    return { address, view: new Int32Array(this.memory.buffer, address, length) };
  }

  /** Takes a block of bytes. */
  takeUint8(length: number): Block<Uint8Array> {
    const address = this.take(length);
    return { address, view: new Uint8Array(this.memory.buffer, address, length) };
  }
}
