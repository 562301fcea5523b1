import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { createMatrix, type Matrix } from '../pipeline/core/matrix.ts';

/** A matrix in a file: float64 in the byte order of the machine, row-major, without a header. */
export interface MatrixFile {
  readonly path: string;
  /** Rows to read, from the first. */
  readonly rows: number;
  readonly columns: number;
}

/** Writes numbers as they lie in memory. */
export function writeRaw(path: string, values: Float64Array | Int32Array): void {
  writeFileSync(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** Reads `length` float64 values from the beginning of a file. */
export function readFloats(path: string, length: number): Float64Array {
  const values = new Float64Array(length);
  readInto(path, new Uint8Array(values.buffer));
  return values;
}

/** Reads `length` int32 values from the beginning of a file. */
export function readIntegers(path: string, length: number): Int32Array {
  const values = new Int32Array(length);
  readInto(path, new Uint8Array(values.buffer));
  return values;
}

/** Reads the first rows of a matrix; columns are named x0, x1, ... */
export function readMatrix({ path, rows, columns }: MatrixFile): Matrix {
  const names = Array.from({ length: columns }, (_, j) => `x${j}`);
  return createMatrix(rows, names, readFloats(path, rows * columns));
}

function readInto(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'r');
  try {
    for (let at = 0; at < bytes.length;) {
      const read = readSync(file, bytes, at, bytes.length - at, at);
      if (read === 0) throw new Error(`${path} ends after ${at} bytes, expected ${bytes.length}`);
      at += read;
    }
  } finally {
    closeSync(file);
  }
}
