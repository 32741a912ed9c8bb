/** Lives the days before the app was installed, as fast as the machine can. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Life } from '../traffic/life.ts';
import { counted, progressBar, type Terminal } from './terminal.ts';

const sliceMs = 6 * 3_600_000;

export type Past = {
  readonly clock: Clock;
  readonly life: Life;
  readonly from: number;
  readonly until: number;
};

/** True when somebody stopped it before its end. */
export async function livePast(past: Past, terminal: Terminal, stopped: Promise<void>): Promise<boolean> {
  const { clock, life, from, until } = past;
  const wish = { isStopped: false };
  void stopped.then(() => (wish.isStopped = true));
  const startedAt = performance.now();
  while (clock.now() < until && !wish.isStopped) {
    await clock.run({ until: Math.min(until, clock.now() + sliceMs) });
    const share = (clock.now() - from) / (until - from);
    const { orders, returns } = life.figures();
    terminal.show(
      `${progressBar(share)}  the past is lived: ${counted(orders)} orders, ${counted(returns)} returns · ` +
        timeLeft(performance.now() - startedAt, share),
    );
    // Signals and the screen have their turn.
    await setImmediate();
  }
  return wish.isStopped;
}

export function timeLeft(passedMs: number, share: number): string {
  if (share < 0.02) return 'how long is not known yet';
  const seconds = Math.ceil((passedMs * (1 - share)) / share / 1000);
  return seconds < 100 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`;
}
