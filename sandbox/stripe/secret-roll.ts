/** The secrets that an endpoint's signatures are made with: one, or for a while two when it is rolled. */
import type { Clock } from '#sandbox/clock.ts';

export type SecretRoll = {
  /** Those that hold now, the newest first. */
  valid(): string[];
  /** Another one holds from now on; the one before holds a while longer, for at most a day. */
  roll(secret: string, overlapMs: number): void;
};

// Stripe docs, "Roll endpoint signing secrets": the old one can be kept for up to 24 hours.
const overlapMsMax = 86_400_000;

export function openSecretRoll(clock: Clock, first: string): SecretRoll {
  let secrets = [{ secret: first, until: Infinity }];
  return {
    valid: () => secrets.filter(({ until }) => clock.now() < until).map(({ secret }) => secret),
    roll(next, overlapMs) {
      if (overlapMs < 0 || overlapMs > overlapMsMax)
        throw new RangeError('A secret that is rolled holds for a day at most.');
      const until = clock.now() + overlapMs;
      const before = secrets.map(({ secret, until: end }) => ({ secret, until: Math.min(end, until) }));
      secrets = [{ secret: next, until: Infinity }, ...before];
    },
  };
}
