// A `Date` that shows the world's time, for a bundle that knows nothing of it. Timers stay real.

/**
 * A `Date` whose now is the number given, in milliseconds since the epoch; nothing else about it changes. Dates made
 * by the real one are instances of it too, and the real one is left untouched.
 */
export function virtualDate(now: () => number): DateConstructor {
  const RealDate = globalThis.Date;
  // What `new date.constructor()` finds must show the same time.
  class Own extends RealDate {}
  const VirtualDate = new Proxy(RealDate, {
    construct(target, parts: unknown[], as): object {
      const made = as === VirtualDate ? Own : as;
      const date: unknown = Reflect.construct(target, parts.length === 0 ? [now()] : parts, made);
      if (!(date instanceof RealDate)) throw new TypeError('a Date constructed something else');
      return date;
    },
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver): unknown => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  Own.prototype.constructor = VirtualDate;
  return VirtualDate;
}
