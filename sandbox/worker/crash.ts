// What can befall a request that the Worker sends: its power fails, the wire swallows the request for a while, or is slow.

import type { Clock } from '#sandbox/clock.ts';

import type { Answer, WorkerHost } from './contract.ts';
import { openCalls } from './slow.ts';

export interface Crash {
  /** Before the request reached anybody, or when it took effect and was not answered yet. */
  readonly moment: 'before' | 'after';
  /** How long it takes until a fresh Worker is up; a second by default. */
  readonly downMs?: number;
}

/** The Worker hears that the network failed, or dies over it; the request takes effect all the same, some time later. */
export interface Late {
  readonly moment: 'late';
  readonly afterMs: number;
  readonly dies: boolean;
}

/** The request waits on the wire for a while, and so does whoever sent it; the world goes on meanwhile. */
export interface Slow {
  readonly moment: 'slow';
  readonly forMs: number;
}

export type Mishap = Crash | Late | Slow;

/** Asked about each request the Worker sends, with its number since the world opened, from 0; undefined lets it pass. */
export type CrashPlan = (request: Request, index: number) => Mishap | undefined | Promise<Mishap | undefined>;

/** The Worker's network with its power failures: the same in either runtime. */
export interface PoweredNetwork {
  /** How many requests the Worker has sent. */
  readonly requests: number;
  /** How often its power failed. */
  readonly failures: number;
  /** How many requests took effect when nobody waited for them any more. */
  readonly late: number;
  /** How many requests were slow, so that other work went on beside. */
  readonly slow: number;
  plan: CrashPlan | undefined;
  pass(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response>;
  /**
   * One call of the Worker until all its work has ended, or until it has to wait: then it is answered with what it
   * has said so far, or with a failure when it has said nothing.
   */
  call(send: () => Promise<Answer>): Promise<Response>;
}

export function openPower(clock: Clock, worker: () => WorkerHost): PoweredNetwork {
  const calls = openCalls(clock);
  const counts = { requests: 0, failures: 0, late: 0, slow: 0 };

  async function failPower(downMs = 1000): Promise<never> {
    counts.failures += 1;
    // The clock may go on while the Worker dies, so its return is on the agenda before.
    const killed = worker().kill();
    clock.at(clock.now() + downMs, 'the Worker comes back', async () => worker().start());
    await killed;
    throw new Error('the Worker is gone');
  }

  const power: PoweredNetwork = {
    get requests() {
      return counts.requests;
    },
    get failures() {
      return counts.failures;
    },
    get late() {
      return counts.late;
    },
    get slow() {
      return counts.slow;
    },
    plan: undefined,
    call: async (send) => calls.call(send),
    async pass(request, answer) {
      const index = counts.requests;
      counts.requests += 1;
      const mishap = await power.plan?.(request, index);
      if (mishap === undefined) return await answer(request);
      switch (mishap.moment) {
        case 'before':
          return await failPower(mishap.downMs);
        case 'after':
          await answer(request).catch(() => undefined);
          return await failPower(mishap.downMs);
        case 'late': {
          counts.late += 1;
          const it = await detached(request);
          clock.at(clock.now() + mishap.afterMs, 'a late request takes effect', async () => {
            await answer(it).catch(() => undefined);
          });
          if (mishap.dies) return await failPower();
          throw new Error('the network lost the connection');
        }
        case 'slow': {
          if (!calls.mayWait()) return await answer(request);
          counts.slow += 1;
          const it = await detached(request);
          return await calls.wait(mishap.forMs, async () => answer(it));
        }
      }
    },
  };
  return power;
}

/** The same request, whatever becomes of the one who sent it. */
async function detached(request: Request): Promise<Request> {
  const body = await request.arrayBuffer();
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    ...(body.byteLength > 0 && { body }),
  });
}
