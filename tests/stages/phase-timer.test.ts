import { describe, expect, it } from 'vitest';
import { createPhaseTimer } from '../../pipeline/stages/phase-timer.ts';

function timerOn(...times: number[]) {
  return createPhaseTimer<'a' | 'b'>({ seconds: () => times.shift()! });
}

describe('createPhaseTimer(clock)', () => {
  it('measures each phase from where it is entered to the next', () => {
    const timer = timerOn(0, 10, 12, 17);
    timer.enter('a');
    timer.enter('b');
    expect(timer.stop()).toEqual({ a: 2, b: 5 });
  });

  it('adds up a phase that is named at each of its steps', () => {
    const timer = timerOn(0, 1, 3, 7, 15, 16);
    timer.enter('a');
    timer.enter('a');
    timer.enter('b');
    timer.enter('a');
    expect(timer.stop()).toEqual({ a: 7, b: 8 });
  });

  it('has nothing to tell if no phase was entered', () => {
    expect(timerOn(0, 9).stop()).toEqual({});
  });
});
