import { describe, expect, it } from 'vitest';
import { nearestMarked, smallestMarkWithin } from '../../clustering/marked-rows.ts';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { distance, makeUniform } from './support.ts';

/** Lattices with duplicates and ties, in 1 to 10 columns; quarters are exact in binary, so that ties are ties. */
const lattices = [1, 2, 3, 9, 10].map((columns) => makeUniform(120, columns, { seed: columns, step: 0.25 }));

function drawMarks({ rows }: Matrix, share: number): Int32Array {
  const random = createRandom('marks');
  return Int32Array.from({ length: rows }, () => (random.next() < share ? random.integer(4) : -1));
}

describe('nearestMarked(matrix, isMarked)', () => {
  it('gives each row the nearest marked one, marked rows themselves, ties the lower row', () => {
    const line = matrixFromRows([[4], [0], [2], [7], [2]]);
    expect([...nearestMarked(line, Uint8Array.of(0, 1, 1, 0, 1))]).toEqual([2, 1, 2, 2, 4]);
    expect([...nearestMarked(matrixFromRows([[1], [0], [2]]), Uint8Array.of(0, 1, 1))]).toEqual([1, 1, 2]);
  });

  it('equals looking at every marked row', () => {
    for (const matrix of lattices) {
      const isMarked = Uint8Array.from(drawMarks(matrix, 0.3), (mark) => (mark < 0 ? 0 : 1));
      const marked = [...isMarked.keys()].filter((row) => isMarked[row] === 1);
      const expected = Array.from(isMarked, (own, row) => {
        if (own === 1) return row;
        return marked.reduce((best, other) =>
          distance(matrix, row, other) < distance(matrix, row, best) ? other : best,
        );
      });
      expect([...nearestMarked(matrix, isMarked)]).toEqual(expected);
    }
  });

  it('gives nothing for no rows', () => {
    expect(nearestMarked(matrixFromRows([], ['x']), new Uint8Array(0))).toHaveLength(0);
  });
});

describe('smallestMarkWithin(matrix, marks, eps)', () => {
  it('includes the radius, prefers the smaller mark to the nearer row and leaves marked rows alone', () => {
    const line = matrixFromRows([[0], [1], [3], [9], [3]]);
    expect([...smallestMarkWithin(line, Int32Array.of(2, -1, 1, -1, 5), 2)]).toEqual([2, 1, 1, -1, 5]);
    expect([...smallestMarkWithin(line, Int32Array.of(2, -1, 1, -1, 5), 1.9)]).toEqual([2, 2, 1, -1, 5]);
  });

  it('equals looking at every marked row, in any unit and for ties with the radius', () => {
    for (const lattice of lattices) {
      for (const unit of [2 ** -30, 1, 2 ** 30]) {
        const matrix = { ...lattice, data: lattice.data.map((value) => value * unit) };
        const marks = drawMarks(matrix, 0.2);
        for (const eps of [0, 0.25 * unit, 0.75 * unit]) {
          const expected = Array.from(marks, (own, row) => {
            if (own >= 0) return own;
            const reached = [...marks].filter(
              (mark, other) => mark >= 0 && distance(matrix, row, other) <= eps,
            );
            return reached.length === 0 ? -1 : Math.min(...reached);
          });
          expect([...smallestMarkWithin(matrix, marks, eps)]).toEqual(expected);
        }
      }
    }
  });

  it('gives nothing for no rows', () => {
    expect(smallestMarkWithin(matrixFromRows([], ['x']), new Int32Array(0), 1)).toHaveLength(0);
  });
});
