/** The one account of this provider: its terms, its objects, its balance, and the news of what happens to them. */
import type { Clock } from '#sandbox/clock.ts';
import { chanceOf } from '#sandbox/traffic/random.ts';
import { type Book, openBook } from './book.ts';
import type { Charge, Customer, Dispute, PaymentIntent, Payout, Refund } from './contract.ts';
import { type EventType, type NewsDesk, openNewsDesk } from './news.ts';
import { convert, type Rate, rateFrom } from './rate.ts';
import { Unsupported } from './refusal.ts';

export type Terms = {
  /** The fee of a charge is a share of it and a fixed amount, both in the settlement currency. */
  readonly feeBasisPoints: bigint;
  readonly feeFixed: bigint;
  readonly disputeFee: bigint;
  /** Whether the balance goes to the bank by itself every day, or only when asked to. */
  readonly payouts: 'daily' | 'manual';
  /** Days, counted from midnight UTC, until what was charged is available. */
  readonly delayDays: number;
  /** Days from a payout to the bank. */
  readonly arrivalDays: number;
  /**
   * A decimal: units of the other currency times it are units of the settlement currency.
   * It is asked anew for each charge, refund and dispute.
   */
  readonly exchangeRate?: ((currency: string, at: number) => string) | undefined;
};

/** How a refund goes: what its bank says at once, and what it says later. */
export type RefundCourse =
  /** A pending one without an outcome waits until it is told. */
  | {
      readonly state: 'succeeded' | 'requires_action' | 'pending';
      readonly afterMs?: undefined;
    }
  | { readonly state: 'pending'; readonly afterMs: number; readonly outcome: 'succeeded' | 'failed' };

export type Account = {
  readonly clock: Clock;
  readonly currency: string;
  readonly terms: Terms;
  readonly book: Book;
  readonly news: NewsDesk;
  readonly intents: Map<string, PaymentIntent>;
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly disputes: Map<string, Dispute>;
  readonly payouts: Map<string, Payout>;
  readonly customers: Map<string, Customer>;
  readonly bankAccount: string;
  refundCourse: (refund: { readonly id: string; readonly amount: bigint }) => RefundCourse;
  /** What the provider keeps back now. */
  reserved: bigint;
  /** Seconds since the epoch. */
  now(): number;
  newId(prefix: string): string;
  announce(type: EventType, view: { readonly id?: string }): void;
  /** An amount in the settlement currency, at the rate of this moment. */
  settle(amount: bigint, currency: string): { amount: bigint; rate: Rate | null };
};

export type AccountOptions = {
  readonly clock: Clock;
  readonly currency: string;
  readonly terms: Terms;
  readonly seed: number;
};

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function openAccount({ clock, currency, terms, seed }: AccountOptions): Account {
  const chance = chanceOf(seed, 'stripe');
  const tail = Array.from({ length: 12 }, () => letters.charAt(chance.whole(0, letters.length - 1))).join('');
  let ids = 0;
  const newId = (prefix: string): string => `${prefix}_3${tail}${(ids += 1).toString(36).padStart(7, '0')}`;
  const now = (): number => Math.floor(clock.now() / 1000);
  const news = openNewsDesk({ now, newId: () => newId('evt') });
  return {
    clock,
    currency,
    terms,
    book: openBook({ now, newId: () => newId('txn') }),
    news,
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    payouts: new Map(),
    customers: new Map(),
    bankAccount: newId('ba'),
    refundCourse: () => ({ state: 'succeeded' }),
    reserved: 0n,
    now,
    newId,
    announce: (type, view) => news.announce(type, view),
    settle(amount, from) {
      if (from === currency) return { amount, rate: null };
      if (terms.exchangeRate === undefined)
        throw new Unsupported(`no exchange rate was given to settle ${from} in ${currency}`);
      const rate = rateFrom(terms.exchangeRate(from, now()));
      return { amount: convert(amount, rate), rate };
    },
  };
}

const daySeconds = 86_400;

/** The midnight, UTC, at the beginning of the day so many days after the day of that second. */
export function midnightAfter(second: number, days: number): number {
  return (Math.floor(second / daySeconds) + days) * daySeconds;
}
