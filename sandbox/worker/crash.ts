// Planted power failures: the Worker dies at a chosen request of its own, and a fresh one is up a moment later.

import type { Clock } from '#sandbox/clock.ts';

import type { WorkerHost } from './contract.ts';

export interface Crash {
  /** Before the request reached anybody, or when it took effect and was not answered yet. */
  readonly moment: 'before' | 'after';
  /** How long it takes until a fresh Worker is up; a second by default. */
  readonly downMs?: number;
}

/** Asked about each request the Worker sends, with its number since the world opened, from 0; undefined lets it pass. */
export type CrashPlan = (request: Request, index: number) => Crash | undefined | Promise<Crash | undefined>;

/** The Worker's network with its power failures: the same in either runtime. */
export interface PoweredNetwork {
  /** How many requests the Worker has sent. */
  readonly requests: number;
  /** How often its power failed. */
  readonly failures: number;
  plan: CrashPlan | undefined;
  pass(request: Request, answer: () => Promise<Response>): Promise<Response>;
}

export function openPower(clock: Clock, worker: () => WorkerHost): PoweredNetwork {
  const power: PoweredNetwork & { requests: number; failures: number } = {
    requests: 0,
    failures: 0,
    plan: undefined,
    async pass(request, answer) {
      const index = power.requests;
      power.requests += 1;
      const crash = await power.plan?.(request, index);
      if (crash === undefined) return await answer();
      if (crash.moment === 'after') await answer().catch(() => undefined);
      power.failures += 1;
      // The clock may go on while the Worker dies, so its return is on the agenda before.
      const killed = worker().kill();
      const { downMs = 1000 } = crash;
      clock.at(clock.now() + downMs, 'the Worker comes back', async () => worker().start());
      await killed;
      throw new Error('the Worker is gone');
    },
  };
  return power;
}
