/** Lets calls to the ERP fail, by count or during a time, and slows down who calls too often. */
import type { Clock } from '../clock.ts';

/**
 * '…-after-success' executes the call and then loses the answer; 'timeout' never executed it. 'slow' executes it and
 * answers when nobody listens any more; what it made shows itself later, and is told later.
 */
export type ErpFault =
  | '500'
  | '500-after-success'
  | '503'
  | 'timeout'
  | 'timeout-after-success'
  | 'slow'
  | '429';

/** A search is by key or order; a sweep reads what changed. */
type Call = 'create' | 'amend' | 'find' | 'sweep';

export type Rate = { readonly calls: number; readonly perMs: number };

type Window = {
  readonly fault: ErpFault;
  readonly from: number;
  readonly until: number;
  readonly of: Call | null;
  /** Every so many calls, beginning with the first. */
  readonly every: number;
  seen: number;
};

type During = {
  readonly from?: number;
  readonly until?: number;
  readonly of?: Call;
  readonly every?: number;
};

export type Met = { readonly fault: ErpFault; readonly retryAfterSeconds: number };

export type Trouble = {
  /** Lets the next calls fail: creates unless it says otherwise. */
  plant(fault: ErpFault, options?: { readonly calls?: number; readonly of?: Call }): void;
  /** Lets calls of a span of time fail: all of them unless it says otherwise, until it is ended. */
  plantDuring(fault: ErpFault, during?: During): { end(): void };
  /** Answers more than that with 429; null takes the limit away. */
  throttle(rate: Rate | null): void;
  /** What becomes of a call that comes now. */
  meet(call: Call): Met | undefined;
};

const retryAfterSeconds = 2;

export function openTrouble(clock: Clock): Trouble {
  const counted = {
    create: new Array<ErpFault>(),
    amend: new Array<ErpFault>(),
    find: new Array<ErpFault>(),
    sweep: new Array<ErpFault>(),
  };
  let windows: Window[] = [];
  let bucket: Bucket | null = null;

  function fromWindow(call: Call): Met | undefined {
    const now = clock.now();
    windows = windows.filter(({ until }) => now < until);
    for (const window of windows) {
      if (now < window.from || (window.of !== null && window.of !== call)) continue;
      window.seen += 1;
      if ((window.seen - 1) % window.every !== 0) continue;
      // A busy ERP does not know when it will be less so, and says a minute at most.
      const left = Math.ceil((window.until - now) / 1000);
      return { fault: window.fault, retryAfterSeconds: Math.min(60, left) };
    }
    return undefined;
  }

  return {
    plant(fault, { calls = 1, of = 'create' } = {}) {
      for (let call = 0; call < calls; call += 1) counted[of].push(fault);
    },
    plantDuring(fault, { from = clock.now(), until = Infinity, of, every = 1 } = {}) {
      const window = { fault, from, until, of: of ?? null, every, seen: 0 };
      windows.push(window);
      return {
        end() {
          windows = windows.filter((one) => one !== window);
        },
      };
    },
    throttle(rate) {
      bucket = rate === null ? null : { ...rate, tokens: rate.calls, at: clock.now() };
    },
    meet(call) {
      const wait = bucket === null ? 0 : take(bucket, clock.now());
      if (wait > 0) return { fault: '429', retryAfterSeconds: wait };
      const fault = counted[call].shift();
      return fault === undefined ? fromWindow(call) : { fault, retryAfterSeconds };
    },
  };
}

type Bucket = Rate & { tokens: number; at: number };

/** Takes one call out of a bucket that fills evenly; else the seconds after which there is one. */
function take(bucket: Bucket, now: number): number {
  const filled = ((now - bucket.at) * bucket.calls) / bucket.perMs;
  bucket.tokens = Math.min(bucket.calls, bucket.tokens + filled);
  bucket.at = now;
  if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * bucket.perMs) / bucket.calls / 1000);
  bucket.tokens -= 1;
  return 0;
}

/** Acts, or does not, and answers as the trouble has it. */
export async function troubled(met: Met | undefined, act: () => Promise<Response>): Promise<Response> {
  switch (met?.fault) {
    case undefined:
      return act();
    case '429':
      return later(429, met.retryAfterSeconds, { code: 'too_many_requests', message: 'Slow down.' });
    case '503':
      return later(503, met.retryAfterSeconds, { code: 'unavailable', message: 'The ERP is down.' });
    case 'timeout':
      throw new TypeError('fetch failed');
    case 'slow':
    case 'timeout-after-success':
      await act();
      throw new TypeError('fetch failed');
    case '500-after-success':
      await act();
      return broken();
    case '500':
      return broken();
  }
}

function broken(): Response {
  return Response.json({ error: { code: 'internal', message: 'Something went wrong.' } }, { status: 500 });
}

function later(status: number, seconds: number, error: { code: string; message: string }): Response {
  return Response.json({ error }, { status, headers: { 'Retry-After': String(seconds) } });
}
