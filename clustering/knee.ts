import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import type { ClusteringEngine, DbscanResult } from './engine.ts';

/** Runs of DBSCAN spent on widening: each halves the stretch of the curve in which the answer lies. */
const WIDENING_RUNS = 6;

/** Runs spent on widening further when outliers hold too much: each leaves three quarters of the points beyond eps. */
const RELEASING_RUNS = 12;
const RELEASED_SHARE = 0.75;

/**
 * How far each point of a curve lies below the chord from its first point to its last, both axes scaled to [0, 1].
 *
 * @param curve - Values at equal steps, in any unit. Not modified.
 * @returns Same length, without unit; positive below the chord. Zeros if the curve has fewer than 3 points or equal ends.
 */
export function depthsBelowChord(curve: ArrayLike<number>): Float64Array {
  const last = curve.length - 1;
  const depths = new Float64Array(curve.length);
  const rise = curve[last]! - curve[0]!;
  if (last < 2 || rise === 0) return depths;
  for (let i = 1; i < last; i++) {
    // A falling curve is mirrored by the sign of `rise`; scaling it to [0, 1] keeps "below" below.
    depths[i] = (i / last - (curve[i]! - curve[0]!) / rise) * Math.sign(rise);
  }
  return depths;
}

/**
 * Position of the knee of a rising curve: the point farthest below the chord.
 *
 * @param curve - Ascending values, at least one. Not modified.
 * @returns The first such position; the last position if no point lies below the chord.
 * @see Satopaa, Albrecht, Irwin, Raghavan (2011), Finding a "kneedle" in a haystack, ICDCSW '11, 166-171.
 */
export function kneeIndex(curve: ArrayLike<number>): number {
  const depths = depthsBelowChord(curve);
  let knee = curve.length - 1;
  let deepest = 0;
  depths.forEach((depth, i) => {
    if (depth <= deepest) return;
    deepest = depth;
    knee = i;
  });
  return knee;
}

/** How eps is to be chosen. */
export interface EpsOptions {
  /** A number fixes eps; 'auto' takes the knee of the k-distance curve. */
  readonly eps: number | 'auto';
  readonly minSamples: number;
  /** Largest share of noise in [0, 1] an automatic eps may leave; 1 takes the knee as it is. */
  readonly targetNoise: number;
  /** Amounts per row (revenue, orders ...) of which noise should not hold much more than its share of rows. Default: none. */
  readonly holdings?: readonly Float64Array[] | undefined;
  /** How many times its share of rows noise may hold of each amount. Default: no limit. */
  readonly maxHoldingFactor?: number | undefined;
}

/** One run of DBSCAN. */
interface Attempt {
  readonly eps: number;
  readonly noise: number;
  readonly density: DbscanResult;
}

type RunAttempt = (eps: number) => Promise<Attempt>;

/** The density clustering with the radius it was made with. */
export interface EpsChoice {
  /** In units of the matrix. */
  readonly eps: number;
  /** Radius at the knee; null if eps was fixed. */
  readonly kneeEps: number | null;
  /** Share of noise at the knee; null if eps was fixed. */
  readonly kneeNoise: number | null;
  /** Share of noise at eps, in [0, 1]. */
  readonly noise: number;
  /** Whether eps was widened beyond the knee. */
  readonly widened: boolean;
  /** Whether it was widened because of what the noise held. */
  readonly released: boolean;
  readonly density: DbscanResult;
}

/**
 * Runs DBSCAN with a fixed eps or one read off the curve of sorted distances to the minSamples-th neighbour: its
 * knee, widened along the curve as far as the target of noise asks.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns With 'auto' and n >= minSamples, noise <= targetNoise always holds. With n < minSamples no row is core and
 *   all are noise; the curve of the n-th neighbour then stands in for the missing one. If the noise holds more of an
 *   amount than `maxHoldingFactor` allows, eps is widened further to where the fewest amounts are exceeded, the
 *   smallest such eps: a filter is not to set apart the customers who make the business.
 * @throws {InvalidInputError} If the matrix has no rows, an option is out of range or a value is not finite.
 * @remarks One k-distance pass and one run of DBSCAN, at most eight when widening, twelve more for the amounts. The noise falls as eps grows, and
 *   where a share s of the curve lies at or below eps it is at most 1 - s (border rows are no noise): a bisection
 *   between the knee and that point needs no more than six runs to come within 1/64 of the stretch.
 */
export async function chooseEps(
  matrix: Matrix,
  options: EpsOptions,
  engine: ClusteringEngine,
): Promise<EpsChoice> {
  const { minSamples, targetNoise } = options;
  const n = matrix.rows;
  if (n === 0) throw new InvalidInputError('chooseEps: the matrix must have rows, got 0');
  if (!(targetNoise >= 0 && targetNoise <= 1)) {
    throw new InvalidInputError(`chooseEps: targetNoise must be in [0, 1], got ${targetNoise}`);
  }
  const run = async (eps: number): Promise<Attempt> => {
    const density = await engine.dbscan(matrix, { eps, minSamples });
    return { eps, noise: density.noiseCount / n, density };
  };
  if (options.eps !== 'auto')
    return { ...(await run(options.eps)), kneeEps: null, kneeNoise: null, widened: false, released: false };

  const curve = (await engine.kDistances(matrix, Math.min(minSamples, n))).sort();
  const position = kneeIndex(curve);
  const knee = await run(curve[position]!);
  const quiet =
    knee.noise <= targetNoise
      ? { best: knee, position }
      : await quieten(curve, position, { run, targetNoise });
  const best = await release(curve, quiet, { run, ...options });
  return {
    ...best,
    kneeEps: knee.eps,
    kneeNoise: knee.noise,
    widened: best !== knee,
    released: best !== quiet.best,
  };
}

/** The smallest eps beyond the knee, to within 1/64 of the stretch, that leaves no more noise than wanted. */
async function quieten(
  curve: Float64Array,
  knee: number,
  { run, targetNoise }: { run: RunAttempt; targetNoise: number },
): Promise<{ best: Attempt; position: number }> {
  let below = knee;
  let within = Math.max(below, Math.ceil((1 - targetNoise) * curve.length) - 1);
  let best = await run(curve[within]!);
  for (let runs = 1; runs < WIDENING_RUNS && within - below > 1; runs++) {
    const middle = (below + within) >> 1;
    const attempt = await run(curve[middle]!);
    if (attempt.noise > targetNoise) {
      below = middle;
      continue;
    }
    within = middle;
    best = attempt;
  }
  return { best, position: within };
}

/** Widens eps while noise holds more of the amounts than allowed; the share held does not fall steadily, so steps are tried in turn. */
async function release(
  curve: Float64Array,
  start: { best: Attempt; position: number },
  {
    run,
    holdings = [],
    maxHoldingFactor = Infinity,
  }: Pick<EpsOptions, 'holdings' | 'maxHoldingFactor'> & { run: RunAttempt },
): Promise<Attempt> {
  let { best } = start;
  let fewest = countExceeded(best, holdings, maxHoldingFactor);
  let beyond = curve.length - 1 - start.position;
  for (let runs = 0; runs < RELEASING_RUNS && fewest > 0 && beyond > 0; runs++) {
    beyond = Math.floor(beyond * RELEASED_SHARE);
    const attempt = await run(curve[curve.length - 1 - beyond]!);
    // A filter that lets everything in would be none.
    if (attempt.noise === 0) break;
    const exceeded = countExceeded(attempt, holdings, maxHoldingFactor);
    if (exceeded < fewest) {
      best = attempt;
      fewest = exceeded;
    }
  }
  return best;
}

/** How many amounts the noise holds too much of; unknown amounts count as nothing. */
function countExceeded(
  { noise, density }: Attempt,
  holdings: readonly Float64Array[],
  maxFactor: number,
): number {
  return holdings.filter((amounts) => {
    let held = 0;
    let total = 0;
    amounts.forEach((amount, row) => {
      if (Number.isNaN(amount)) return;
      total += amount;
      if (density.labels[row]! < 0) held += amount;
    });
    return total > 0 && held / total > maxFactor * noise;
  }).length;
}
