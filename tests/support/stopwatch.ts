/** What a piece of work costs: time on the wall and of our own processor, and the memory it held at most. */

export type Spent = { readonly seconds: number; readonly cpuSeconds: number };

/** Starts at once; each call says what was spent since. */
export function stopwatch(): () => Spent {
  const started = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    const round = (seconds: number): number => Number(seconds.toFixed(1));
    return {
      seconds: round((performance.now() - started) / 1000),
      cpuSeconds: round((user + system) / 1_000_000),
    };
  };
}

/** Looks ten times a second, and answers the megabytes that the process held at most. */
export function watchMemory(): () => number {
  let most = 0;
  const look = (): number => (most = Math.max(most, process.memoryUsage.rss()));
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    return Math.round(look() / 2 ** 20);
  };
}
