import type { Clock } from '../core/clock.ts';

/** Measures how long the phases of a procedure take. */
export interface PhaseTimer<Phase extends string> {
  /** Says which phase goes on from now; a phase may be named again, its times add up. */
  enter(phase: Phase): void;
  /** Ends the last phase. */
  stop(): Readonly<Partial<Record<Phase, number>>>;
}

/**
 * Creates a timer that no phase has entered yet.
 *
 * @param clock - Where the seconds come from.
 */
export function createPhaseTimer<Phase extends string>(clock: Pick<Clock, 'seconds'>): PhaseTimer<Phase> {
  const seconds: Partial<Record<Phase, number>> = {};
  let current: Phase | null = null;
  let since = clock.seconds();
  const close = () => {
    const now = clock.seconds();
    if (current !== null) seconds[current] = (seconds[current] ?? 0) + now - since;
    since = now;
  };
  return {
    enter: (phase) => {
      close();
      current = phase;
    },
    stop: () => {
      close();
      current = null;
      return { ...seconds };
    },
  };
}
