/** Injected time: the only way this project learns what time it is. */
export interface Clock {
  /** Wall-clock time. */
  now(): Date;
  /** Seconds from an arbitrary start, never going back: for durations. */
  seconds(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  seconds: () => performance.now() / 1000,
};

/** A clock that stands still, for tests and reproducible output. */
export function fixedClock(iso: string): Clock {
  return { now: () => new Date(iso), seconds: () => 0 };
}
