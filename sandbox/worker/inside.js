// The part of the sandbox that lives inside workerd, around the built bundle, which knows nothing of it.
// It is JavaScript because workerd runs it as it stands.

/** Milliseconds since the epoch, as the bundle sees them; it never goes back. */
let now = 0;

/** Replaces `Date`, and only `Date`: timers stay real, so whatever waits inside the Worker really waits. */
export function replaceDate(start) {
  now = start;
  const RealDate = globalThis.Date;
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, parts, as) => Reflect.construct(target, parts.length === 0 ? [now] : parts, as),
    apply: () => new RealDate(now).toString(),
    get: (target, key, receiver) => (key === "now" ? () => now : Reflect.get(target, key, receiver)),
  });
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}

/** The Worker's entry: takes off the sandbox's headers, obeys them, and says when all work of a request has ended. */
export function wrap(bundle) {
  return {
    async fetch(request, env, ctx) {
      const { headers, id, time, cron } = read(request.headers);
      now = Math.max(now, time);
      const work = collect(ctx);
      try {
        if (cron === null) return await bundle.fetch(new Request(request, { headers }), env, work.ctx);
        await bundle.scheduled({ type: "scheduled", cron, scheduledTime: Date.now(), noRetry() {} }, env, work.ctx);
        return new Response();
      } catch (error) {
        // Cloudflare's answer for an exception that nothing caught.
        console.error(error);
        return new Response("error code: 1101", { status: 500 });
      } finally {
        if (id !== null) ctx.waitUntil(work.ended().then(() => fetch(`https://settled.sandbox.test/${id}`)));
      }
    },
  };
}

function read(received) {
  const headers = new Headers(received);
  const take = (name) => {
    const value = headers.get(name);
    headers.delete(name);
    return value;
  };
  return { headers, id: take("sandbox-request"), time: Number(take("sandbox-time")), cron: take("sandbox-cron") };
}

/** A context like the one given, that remembers what it was asked to wait for. */
function collect(ctx) {
  const pending = [];
  return {
    ctx: new Proxy(ctx, {
      get(target, key) {
        const value = Reflect.get(target, key, target);
        if (typeof value !== "function") return value;
        if (key !== "waitUntil") return value.bind(target);
        return (promise) => {
          pending.push(promise);
          target.waitUntil(promise);
        };
      },
    }),
    /** Work may add work, so it has ended when a look finds nothing new. */
    async ended() {
      for (let seen = 0; seen < pending.length; ) {
        const promises = pending.slice(seen);
        seen = pending.length;
        await Promise.allSettled(promises);
      }
    },
  };
}
