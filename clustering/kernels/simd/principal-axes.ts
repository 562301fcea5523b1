/** Sweeps after which axes are taken as they are. */
const MOST_SWEEPS = 12;
/** Correlation below which two axes are left alone: axes need to be orthogonal, not exact. */
const NEGLIGIBLE_CORRELATION = 1e-4;
/** Axes that are farther from orthogonal than this are not used. */
const LARGEST_SKEW = 1e-10;

/** An orthonormal basis. */
export interface Axes {
  /** Shape (d, d): one axis per row. */
  readonly axes: Float64Array;
  /** Frobenius norm of (axes times its transpose, minus identity): lengths differ by no more than this share. */
  readonly skew: number;
}

/**
 * Axes along which a distribution varies most, second most ...
 *
 * @param covariance - Shape (d, d), symmetric. Overwritten.
 * @returns Rows by falling variance, ties in the given order; the given axes if the covariance is not finite.
 * @remarks About 5 sweeps of O(d^3). Deterministic.
 * @see Golub, Van Loan (2013), Matrix computations, 4th ed., 8.5: cyclic Jacobi.
 */
export function principalAxesInto(covariance: Float64Array, d: number): Axes {
  const identity = Float64Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 : 0));
  const basis = identity.slice();
  for (let sweep = 0, turned = true; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < d; p++) {
      for (let q = p + 1; q < d; q++) if (turnInto(covariance, basis, { d, p, q })) turned = true;
    }
  }
  const variance = (axis: number): number => covariance[axis * (d + 1)]!;
  const order = Array.from({ length: d }, (_, a) => a).sort((a, b) => variance(b) - variance(a));
  const axes = new Float64Array(d * d);
  order.forEach((from, to) => axes.set(basis.subarray(from * d, (from + 1) * d), to * d));
  const skew = skewOf(axes, d);
  return skew <= LARGEST_SKEW ? { axes, skew } : { axes: identity, skew: 0 };
}

/** Turns axes p and q until they are uncorrelated; whether they were not. */
function turnInto(
  covariance: Float64Array,
  basis: Float64Array,
  { d, p, q }: { d: number; p: number; q: number },
): boolean {
  const shared = covariance[p * d + q]!;
  const first = covariance[p * d + p]!;
  const second = covariance[q * d + q]!;
  // Also false where a value is not a number.
  if (!(Math.abs(shared) > NEGLIGIBLE_CORRELATION * Math.sqrt(Math.abs(first * second)))) return false;
  const ratio = (second - first) / (2 * shared);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, scale: number, step: number): void => {
    for (let i = 0, a = p * scale, b = q * scale; i < d; i++, a += step, b += step) {
      const x = values[a]!;
      const y = values[b]!;
      values[a] = cosine * x - sine * y;
      values[b] = sine * x + cosine * y;
    }
  };
  turn(covariance, d, 1);
  turn(covariance, 1, d);
  turn(basis, d, 1);
  return true;
}

/** Distance of the axes from orthonormal ones. */
function skewOf(axes: Float64Array, d: number): number {
  let square = 0;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b <= a; b++) {
      let product = a === b ? -1 : 0;
      for (let c = 0; c < d; c++) product += axes[a * d + c]! * axes[b * d + c]!;
      square += (a === b ? 1 : 2) * product * product;
    }
  }
  return Math.sqrt(square);
}
