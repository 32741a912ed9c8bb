// Calls of the Worker that wait for a slow wire while the world goes on: how one isolate comes to do two things at once.

import type { Clock } from '#sandbox/clock.ts';

import type { Answer } from './contract.ts';
import { WorkerKilled } from './killed.ts';

interface Call {
  /** Resolved when the call has to wait, so that whoever called need not. */
  readonly paused: PromiseWithResolvers<void>;
  /** Never rejects. */
  ended: Promise<void>;
  hasWaited: boolean;
}

export interface Calls {
  call(send: () => Promise<Answer>): Promise<Response>;
  /** Each call waits once at most, and only while it is the one that runs. */
  mayWait(): boolean;
  /** Lets the world go on for a while; then the request is answered, and its call runs on to its end. */
  wait(forMs: number, answer: () => Promise<Response>): Promise<Response>;
}

/**
 * The clock keeps one appointment at a time, so of all calls one runs and the others wait for their appointments:
 * what runs beside what is the plan's choice, and repeats.
 */
export function openCalls(clock: Clock): Calls {
  let running: Call | undefined;
  return {
    async call(send) {
      const call: Call = { paused: Promise.withResolvers(), ended: Promise.resolve(), hasWaited: false };
      running = call;
      let response: Response | undefined;
      const work = (async () => {
        const answer = await send();
        response = answer.response;
        // Whoever has its answer does not learn that the Worker died over the work it had left.
        await answer.settled.catch(orKilled);
      })();
      call.ended = work.catch(() => undefined);
      try {
        await Promise.race([work, call.paused.promise]);
      } finally {
        if (running === call) running = undefined;
      }
      if (response === undefined) throw new Error('there was no answer in time');
      return response;
    },
    mayWait: () => running !== undefined && !running.hasWaited,
    async wait(forMs, answer) {
      const call = running;
      if (call === undefined) throw new Error('no call of the Worker is running');
      call.hasWaited = true;
      const { promise, resolve } = Promise.withResolvers<Response>();
      clock.at(clock.now() + forMs, 'a slow request goes through', async () => {
        running = call;
        const answered = answer();
        resolve(answered);
        await answered.catch(() => undefined);
        await call.ended;
        running = undefined;
      });
      running = undefined;
      call.paused.resolve();
      return await promise;
    },
  };
}

function orKilled(error: unknown): void {
  if (!(error instanceof WorkerKilled)) throw error;
}
