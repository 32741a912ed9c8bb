// Webhooks: the vendor's own verifier believes each, and an event comes through in the end or is given up.

import { describe, expect, test } from 'vitest';
import { Stripe as StripeClient } from 'stripe';
import { openStripe } from '#sandbox/stripe/stripe.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { dayMs, secretKey, start } from './stripe-world.ts';

const secret = 'whsec_c2FuZGJveA==';
const { webhooks } = StripeClient;

type Received = {
  readonly at: number;
  readonly body: string;
  readonly signature: string;
  readonly event: StripeClient.Event;
};

/** An endpoint that verifies as the vendor advises, and answers with the statuses given, then 200. */
function open(statuses: (number | 'silence')[] = []) {
  const clock = virtualClock(start);
  const received: Received[] = [];
  const carry = async (request: Request): Promise<Response> => {
    const body = await request.text();
    const signature = request.headers.get('Stripe-Signature') ?? '';
    const at = clock.now();
    const event = await webhooks.constructEventAsync(body, signature, secret, 300, undefined, at);
    received.push({ at, body, signature, event });
    const status = statuses.shift() ?? 200;
    if (status === 'silence') throw new TypeError('fetch failed');
    return new Response(null, { status });
  };
  const url = 'https://app.plumbline.test/webhooks/stripe';
  const stripe = openStripe({ clock, secretKey, currency: 'USD', seed: 1, webhook: { url, secret, carry } });
  return { clock, stripe, received };
}

const dollars = { amount: { minor: 2500n, currency: 'USD' } };

describe('an event', () => {
  test('is signed so that the real verifier believes it, and is told about every step', async () => {
    const { clock, stripe, received } = open();
    const { charge } = stripe.pay(dollars);
    stripe.refund(charge.id);
    stripe.dispute(stripe.pay(dollars).charge.id);
    stripe.pay({ ...dollars, decline: 'lost_card' });
    await clock.run({ until: start + 5 * dayMs });
    expect([...new Set(received.map(({ event }) => event.type))].toSorted()).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.failed',
      'charge.refunded',
      'charge.succeeded',
      'charge.updated',
      'payment_intent.created',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
      'refund.created',
    ]);
    expect(stripe.sent.every(({ state }) => state === 'accepted')).toBe(true);
    expect(new Set(received.map(({ event }) => event.id)).size).toBe(received.length);
  });

  test('of a payout is told when it is made, can be reconciled, leaves and arrives', async () => {
    const { clock, stripe, received } = open();
    stripe.pay(dollars);
    await clock.run({ until: start + 5 * dayMs });
    const payouts = received.map(({ event }) => event.type).filter((type) => type.startsWith('payout.'));
    expect(payouts).toEqual([
      'payout.created',
      'payout.reconciliation_completed',
      'payout.updated',
      'payout.paid',
    ]);
  });

  test('carries a signature of each secret while one is rolled, and afterwards of the new one alone', async () => {
    const { clock, stripe, received } = open();
    const next = 'whsec_bmV4dA==';
    const believes = async (by: string) => {
      const { body, signature, at } = last(received);
      return webhooks.constructEventAsync(body, signature, by, 300, undefined, at).then(
        () => true,
        () => false,
      );
    };
    stripe.pay(dollars);
    await clock.run({ until: start });
    expect([await believes(secret), await believes(next)]).toEqual([true, false]);
    stripe.rollSecret(next, 3_600_000);
    stripe.pay(dollars);
    await clock.run({ until: start + 1000 });
    expect([await believes(secret), await believes(next)]).toEqual([true, true]);
    expect(last(received).signature).toMatch(/^t=\d+,v1=\w{64},v1=\w{64},v0=\w{64}$/);
    expect(() => stripe.rollSecret(next, 86_400_001)).toThrow(RangeError);
    await clock.run({ until: start + 3_600_000 });
    const before = received.length;
    stripe.pay(dollars);
    await clock.run({ until: start + 3_601_000 });
    // The endpoint still knows the old secret alone, and so takes nothing more.
    expect(received).toHaveLength(before);
    expect(stripe.sent.at(-1)).toMatchObject({ state: 'waiting', attempts: [{ status: null }] });
  });

  test('that was altered, is stale or signed by another secret is refused by the real verifier', async () => {
    const { clock, stripe, received } = open();
    stripe.pay(dollars);
    await clock.run({ until: start + 1000 });
    const [one] = received;
    if (one === undefined) throw new Error('Nothing was received.');
    const { body, signature, at } = one;
    const verify = async (given: { body?: string; secret?: string; at?: number }) =>
      webhooks.constructEventAsync(
        given.body ?? body,
        signature,
        given.secret ?? secret,
        300,
        undefined,
        given.at ?? at,
      );
    await expect(verify({})).resolves.toMatchObject({ object: 'event' });
    await expect(verify({ body: body.replace('2500', '2501') })).rejects.toThrow(/signature/i);
    await expect(verify({ secret: 'whsec_other' })).rejects.toThrow(/signature/i);
    await expect(verify({ at: at + 301_000 })).rejects.toThrow(/tolerance/i);
  });

  test('is a picture of its moment, whatever happens to the object after', async () => {
    const { clock, stripe, received } = open();
    stripe.refund(stripe.pay(dollars).charge.id, { amount: 100n });
    await clock.run({ until: start + 1000 });
    const objects = received
      .filter(({ event }) => event.type === 'charge.succeeded' || event.type === 'charge.refunded')
      .map(({ event }) => event.data.object);
    expect(objects).toMatchObject([{ amount_refunded: 0 }, { amount_refunded: 100 }]);
  });
});

describe('a delivery', () => {
  test('that is refused or unheard is tried again, ever later, newly signed, with the same event', async () => {
    const { clock, stripe, received } = open([500, 302, 'silence']);
    stripe.pay({ ...dollars, captureMethod: 'manual' });
    const [first] = stripe.sent;
    await clock.run({ until: start + dayMs });
    const tries = received.filter(({ event }) => event.id === first?.id);
    const minutes = tries.map(({ at }) => (at - start) / 60_000);
    expect(tries.length).toBeGreaterThan(1);
    expect(minutes.slice(0, 2)).toEqual([0, 4]);
    expect(new Set(tries.map(({ signature }) => signature)).size).toBe(tries.length);
    expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
    expect(stripe.sent.every(({ state }) => state === 'accepted')).toBe(true);
  });

  test('is given up within three days', async () => {
    const { clock, stripe } = open(Array.from({ length: 500 }, () => 500));
    stripe.pay(dollars);
    const [first] = stripe.sent;
    await clock.run({ until: start + 3 * dayMs });
    expect(first).toMatchObject({ state: 'given-up' });
    const times = first?.attempts.map(({ at }) => at - start) ?? [];
    expect(times).toHaveLength(11);
    expect(times.at(-1)).toBeGreaterThan(2 * dayMs);
  });

  test('can be doubled, delayed past others, and lost', async () => {
    const { clock, stripe, received } = open();
    stripe.journey = ({ type }) => {
      if (type === 'payment_intent.created') return [60_000];
      if (type === 'charge.succeeded') return [0, 5000];
      return [];
    };
    stripe.pay(dollars);
    await clock.run({ until: start + 120_000 });
    expect(received.map(({ event }) => event.type)).toEqual([
      'charge.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
    expect(stripe.sent.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'lost']);
  });
});

function last(received: readonly Received[]): Received {
  const one = received.at(-1);
  if (one === undefined) throw new Error('Nothing was received.');
  return one;
}
