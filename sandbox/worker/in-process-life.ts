// One life of the Worker inside our own process: its own globals, and a fence around all that leaves and enters it.

import { format } from 'node:util';

import { attend, type Context } from './attend.ts';
import type { Answer } from './contract.ts';
import { openWait } from './killed.ts';
import { openNetwork } from './network.ts';
import { type OwnGlobals, programOf } from './program.ts';
import { virtualDate } from './virtual-date.ts';

export interface InProcessLife {
  /** Calls the fetch handler, or the scheduled one when a cron expression is given, at a time of the world. */
  send(request: Request, call: { readonly cron: string | null; readonly time: number }): Promise<Answer>;
  /** From this moment on nothing gets out of it, nothing gets in, and nobody hears of it any more. */
  end(): void;
}

export interface LifeOptions {
  readonly script: string;
  readonly bindings: Readonly<Record<string, string>>;
  readonly outbound: (request: Request) => Promise<Response>;
  /** Leaves `Date` alone. */
  readonly live: boolean;
  /** Milliseconds since the epoch at the start. */
  readonly time: number;
  readonly log: (entry: { level: string; message: string }) => void;
}

export function startInProcessLife(options: LifeOptions): InProcessLife {
  const { bindings, live } = options;
  // As in workerd, time moves when a request comes in, and never back.
  let now = options.time;
  let isOver = false;
  const wait = openWait();
  const network = openNetwork(options.outbound);
  const timers = openTimers();
  const say =
    (level: string) =>
    (...words: unknown[]): void => {
      if (!isOver) options.log({ level, message: format(...words) });
    };
  const own: OwnGlobals = {
    Date: live ? Date : virtualDate(() => now),
    fetch: network.fetch,
    console: {
      debug: say('debug'),
      error: say('error'),
      info: say('info'),
      log: say('log'),
      warn: say('warn'),
    },
    process: processWith(bindings),
    navigator: { userAgent: 'Cloudflare-Workers' },
    setTimeout: (act, ms, ...words) => timers.set(act, ms, words),
    clearTimeout: (timer) => timers.clear(timer),
  };
  const bundle = programOf(options.script)(own);
  const env = { ...bindings };

  return {
    async send(request, { cron, time }) {
      now = Math.max(now, time);
      const call = {
        request,
        cron,
        time: own.Date.now(),
        env,
        context: newContext(),
        report: own.console.error,
      };
      const attended = attend(bundle, call).then(async ({ response, ended }) => {
        const end = ended();
        return { response: await whole(response), ended: end };
      });
      const settled = wait.unlessKilled(attended.then(async ({ ended }) => ended));
      // Not everybody waits for the end.
      settled.catch(() => undefined);
      return { response: (await wait.unlessKilled(attended)).response, settled };
    },
    end() {
      isOver = true;
      network.cut();
      timers.clearAll();
      wait.kill();
    },
  };
}

function newContext(): Context & { passThroughOnException(): void } {
  return {
    waitUntil(work) {
      // Work that fails is the Worker's own affair, not an unhandled rejection of our process.
      Promise.resolve(work).catch(() => undefined);
    },
    passThroughOnException: () => undefined,
  };
}

/** A response that owes nothing to the life that made it, as one that came over a wire. */
async function whole(response: Response): Promise<Response> {
  const body = await response.arrayBuffer();
  const { status, statusText } = response;
  const headers = new Headers([...response.headers]);
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
}

/** Under its compatibility date workerd shows the bindings as the environment, and nothing of the machine's own. */
function processWith(bindings: Readonly<Record<string, string>>): object {
  const env = { ...bindings };
  return new Proxy(process, {
    get: (target, key): unknown => (key === 'env' ? env : Reflect.get(target, key, target)),
  });
}

/** Timers that end with the life, so that nothing runs on in it. */
function openTimers() {
  const running = new Set<NodeJS.Timeout>();
  return {
    set(
      act: (...words: unknown[]) => void,
      ms: number | undefined,
      words: readonly unknown[],
    ): NodeJS.Timeout {
      const timer = setTimeout(() => {
        running.delete(timer);
        act(...words);
      }, ms);
      running.add(timer);
      return timer;
    },
    clear(timer?: NodeJS.Timeout): void {
      if (timer !== undefined) running.delete(timer);
      clearTimeout(timer);
    },
    clearAll(): void {
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}
