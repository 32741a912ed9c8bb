/** A clock whose time a story can move on in the middle of a request, which the virtual clock waits for. */
import { type Clock, virtualClock } from '#sandbox/clock.ts';

export function skewableClock(start: number): Clock & { skip(ms: number): void } {
  const agenda = virtualClock(start);
  let skipped = 0;
  return {
    now: () => agenda.now() + skipped,
    // What is asked for in the time that was skipped to lies on the agenda where it would have been.
    at: (...[time, ...appointment]) => agenda.at(time - skipped, ...appointment),
    run: async ({ until } = {}) => agenda.run(until === undefined ? {} : { until: until - skipped }),
    skip(ms) {
      skipped += ms;
    },
  };
}
