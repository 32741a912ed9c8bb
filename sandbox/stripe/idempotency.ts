/** What a key was first used for, and what was answered then: remembered for a day, as Stripe documents. */
import type { Clock } from '#sandbox/clock.ts';
import { Refusal } from './refusal.ts';

export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
};

export type Idempotency = {
  /** @throws Refusal when the key was used for something else. */
  recall(key: string, asked: string): Answer | undefined;
  remember(key: string, asked: string, answer: Answer): void;
};

const keptMs = 24 * 3_600_000;

export function openIdempotency(clock: Clock): Idempotency {
  const kept = new Map<string, { at: number; asked: string; answer: Answer }>();
  return {
    recall(key, asked) {
      const first = kept.get(key);
      if (first === undefined || clock.now() - first.at >= keptMs) return undefined;
      if (first.asked === asked) return first.answer;
      throw new Refusal(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    },
    remember(key, asked, answer) {
      // The oldest are first, for a key that is used again after a day is put at the end.
      for (const [old, { at }] of kept) {
        if (clock.now() - at < keptMs) break;
        kept.delete(old);
      }
      kept.set(key, { at: clock.now(), asked, answer });
    },
  };
}
