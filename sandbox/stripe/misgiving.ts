/** Customers who question a charge with their bank, as the seed has it: when they do, and how it ends. */
import type { Clock } from '#sandbox/clock.ts';
import { afterwards, disputes } from '#sandbox/traffic/habit.ts';
import { chanceOf } from '#sandbox/traffic/random.ts';
import { delayOf, weighted } from '#sandbox/traffic/spread.ts';
import type { DisputeReason } from './contract.ts';
import { Refusal } from './refusal.ts';
import type { Stripe } from './stripe.ts';

export type Misgiving = {
  /** A charge was made: it may be disputed one day. */
  perhaps(chargeId: string, order: string): void;
  /** The merchant is about to refund it, which nobody can during a chargeback: the customer takes it back first. */
  withdraw(chargeId: string): void;
};

type Outcome = keyof typeof disputes.outcomes;

type Open = { readonly id: string; readonly outcome: Outcome };

const reasons: readonly [DisputeReason, ...DisputeReason[]] = [
  'fraudulent',
  'product_not_received',
  'product_unacceptable',
  'unrecognized',
  'duplicate',
];

/** Before an answer is due, which Stripe's documentation has after 7 to 21 days. */
const answerMsMax = 7 * 86_400_000;

/** All of it happens in the background: who waits for the world to come to rest does not wait for a bank. */
export function openMisgiving({
  clock,
  stripe,
  seed,
}: {
  readonly clock: Clock;
  readonly stripe: Stripe;
  readonly seed: number;
}): Misgiving {
  const open = new Map<string, Open>();
  const later = (afterMs: number, label: string, act: () => void): void =>
    void clock.at(clock.now() + afterMs, label, async () => act(), { background: true });

  function dispute(chargeId: string, order: string): void {
    const chance = chanceOf(seed, 'stripe dispute', order, 'course');
    const outcome = weighted<Outcome>(chance, disputes.outcomes, 'LOST');
    const endsMs = Math.min(delayOf(chance, disputes.lasts), outcome === 'ACCEPTED' ? answerMsMax : Infinity);
    const kind = outcome === 'inquiry' ? 'inquiry' : 'chargeback';
    const id = tryToDispute(stripe, chargeId, { kind, reason: chance.pick(reasons) });
    if (id === null) return;
    open.set(chargeId, { id, outcome });
    if (outcome === 'WON' || outcome === 'LOST')
      later(Math.min(endsMs / 2, answerMsMax), `evidence for ${id}`, () => {
        if (open.has(chargeId)) stripe.answerDispute(id);
      });
    later(endsMs, `the end of ${id}`, () => {
      if (open.delete(chargeId)) conclude(stripe, { id, outcome });
    });
  }

  return {
    perhaps(chargeId, order) {
      const chance = chanceOf(seed, 'stripe dispute', order);
      if (!chance.percent(afterwards.disputed)) return;
      later(delayOf(chance, disputes.after), `a bank questions ${chargeId}`, () => dispute(chargeId, order));
    },
    withdraw(chargeId) {
      const one = open.get(chargeId);
      if (one === undefined) return;
      open.delete(chargeId);
      conclude(stripe, { id: one.id, outcome: one.outcome === 'inquiry' ? 'inquiry' : 'WON' });
    },
  };
}

/** Null when everything was refunded in the meantime, so that nobody has anything to dispute. */
function tryToDispute(
  stripe: Stripe,
  chargeId: string,
  asked: { readonly kind: 'inquiry' | 'chargeback'; readonly reason: DisputeReason },
): string | null {
  try {
    return stripe.dispute(chargeId, asked).id;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function conclude(stripe: Stripe, { id, outcome }: Open): void {
  if (outcome === 'WON') stripe.decideDispute(id, 'won');
  else if (outcome === 'LOST') stripe.decideDispute(id, 'lost');
  else stripe.closeDispute(id);
}
