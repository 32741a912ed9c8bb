// How the sandbox calls the built bundle, in either runtime: the handler a call is for, and the end of all its work.

/** What the bundle exports. */
export interface Worker {
  fetch(request: Request, env: unknown, context: Context): Promise<Response> | Response;
  scheduled?(controller: Controller, env: unknown, context: Context): Promise<void> | void;
}

export interface Context {
  waitUntil(work: Promise<unknown>): void;
}

interface Controller {
  readonly type: 'scheduled';
  readonly cron: string;
  readonly scheduledTime: number;
  noRetry(): void;
}

export interface Call {
  readonly request: Request;
  /** Set for a call of the scheduled handler. */
  readonly cron: string | null;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly env: unknown;
  readonly context: Context;
  /** Hears of an exception that nothing caught. */
  readonly report: (error: unknown) => void;
}

export interface Attended {
  readonly response: Response;
  /** Resolves when everything given to `waitUntil` has ended; an exception of such work is no matter. */
  readonly ended: () => Promise<void>;
}

/** Calls the handler; never throws. */
export async function attend(bundle: Worker, call: Call): Promise<Attended> {
  const work = watch(call.context);
  const response = await answer(bundle, { ...call, context: work.context }).catch((error: unknown) => {
    call.report(error);
    // Cloudflare's answer for an exception that nothing caught.
    return new Response('error code: 1101', { status: 500 });
  });
  return { response, ended: work.ended };
}

async function answer(bundle: Worker, { request, cron, time, env, context }: Call): Promise<Response> {
  if (cron === null) return await bundle.fetch(request, env, context);
  if (bundle.scheduled === undefined) throw new Error('the Worker has no scheduled handler');
  const controller: Controller = { type: 'scheduled', cron, scheduledTime: time, noRetry: () => undefined };
  await bundle.scheduled(controller, env, context);
  return new Response();
}

/** A context like the one given, that remembers what it was asked to wait for. */
function watch(context: Context): { context: Context; ended: () => Promise<void> } {
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
