// The part of the sandbox that lives inside workerd, around the built bundle, which knows nothing of it.

/** What the bundle exports. */
export interface Worker {
  fetch(request: Request, env: unknown, context: Context): Promise<Response> | Response;
  scheduled?(controller: Controller, env: unknown, context: Context): Promise<void> | void;
}

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

interface Controller {
  readonly type: 'scheduled';
  readonly cron: string;
  readonly scheduledTime: number;
  noRetry(): void;
}

/** Milliseconds since the epoch, as the bundle sees them; it never goes back. Undefined in a world of real time. */
let now: number | undefined;

/** Replaces `Date`, and only `Date`: timers stay real, so whatever waits inside the Worker really waits. */
export function replaceDate(start: number): void {
  now = start;
  const RealDate = globalThis.Date;
  const VirtualDate = new Proxy(RealDate, {
    construct(target, parts: unknown[], as): object {
      const date: unknown = Reflect.construct(target, parts.length === 0 ? [now] : parts, as);
      if (!(date instanceof RealDate)) throw new TypeError('a Date constructed something else');
      return date;
    },
    apply: () => new RealDate(now ?? start).toString(),
    get: (target, key, receiver): unknown => (key === 'now' ? () => now : Reflect.get(target, key, receiver)),
  });
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}

/** The Worker's entry: takes off the sandbox's headers, obeys them, and says when all work of a request has ended. */
export function wrap(bundle: Worker): Worker {
  return {
    async fetch(request, env, context) {
      const { headers, id, time, cron } = read(request.headers);
      await advance(time);
      const work = watch(context);
      try {
        if (cron === null) return await bundle.fetch(new Request(request, { headers }), env, work.context);
        if (bundle.scheduled === undefined) throw new Error('the Worker has no scheduled handler');
        const controller: Controller = {
          type: 'scheduled',
          cron,
          scheduledTime: Date.now(),
          noRetry: () => undefined,
        };
        await bundle.scheduled(controller, env, work.context);
        return new Response();
      } catch (error) {
        // Cloudflare's answer for an exception that nothing caught.
        console.error(error);
        return new Response('error code: 1101', { status: 500 });
      } finally {
        if (id !== null)
          context.waitUntil(work.ended().then(() => fetch(`https://settled.sandbox.test/${id}`)));
      }
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

/** A context like the one given, that remembers what it was asked to wait for. */
function watch(context: Context): { context: Context; ended(): Promise<void> } {
  const pending: Promise<unknown>[] = [];
  const watched = new Proxy(context, {
    get(target, key): unknown {
      if (key === 'waitUntil') {
        return (work: Promise<unknown>) => {
          pending.push(work);
          target.waitUntil(work);
        };
      }
      const value: unknown = Reflect.get(target, key, target);
      // A method of workerd's own context refuses to be called on anything else.
      return typeof value === 'function'
        ? (...words: unknown[]): unknown => Reflect.apply(value, target, words)
        : value;
    },
  });
  return {
    context: watched,
    /** Work may add work, so it has ended when a look finds nothing new. */
    async ended() {
      for (let seen = 0; seen < pending.length;) {
        const works = pending.slice(seen);
        seen = pending.length;
        await Promise.allSettled(works);
      }
    },
  };
}
