// The part of the sandbox that lives inside workerd, around the built bundle, which knows nothing of it.

import { attend, type Worker } from './attend.ts';
import { virtualDate } from './virtual-date.ts';

/** Milliseconds since the epoch, as the bundle sees them; it never goes back. Undefined in a world of real time. */
let now: number | undefined;

/** Replaces `Date`, and only `Date`: timers stay real, so whatever waits inside the Worker really waits. */
export function replaceDate(start: number): void {
  now = start;
  globalThis.Date = virtualDate(() => now ?? start);
}

/** The Worker's entry: takes off the sandbox's headers, obeys them, and says when all work of a request has ended. */
export function wrap(bundle: Worker): Worker {
  return {
    async fetch(request, env, context) {
      const { headers, id, time, cron } = read(request.headers);
      await advance(time);
      const { response, ended } = await attend(bundle, {
        request: new Request(request, { headers }),
        cron,
        time: Date.now(),
        env,
        context,
        report: (error) => console.error(error),
      });
      if (id !== null) context.waitUntil(ended().then(() => fetch(`https://settled.sandbox.test/${id}`)));
      return response;
    },
  };
}

/** A browser comes over HTTP by itself and brings no time, so the world is asked for it. */
async function advance(brought: number | null): Promise<void> {
  if (now === undefined) return;
  const time = brought ?? Number(await (await fetch('https://time.sandbox.test/')).text());
  now = Math.max(now, time);
}

interface Orders {
  /** The request's own headers. */
  readonly headers: Headers;
  readonly id: string | null;
  readonly time: number | null;
  readonly cron: string | null;
}

function read(received: Headers): Orders {
  const headers = new Headers(received);
  const take = (name: string) => {
    const value = headers.get(name);
    headers.delete(name);
    return value;
  };
  const time = take('sandbox-time');
  return {
    id: take('sandbox-request'),
    time: time === null ? null : Number(time),
    cron: take('sandbox-cron'),
    headers,
  };
}
