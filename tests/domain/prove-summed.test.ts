import { describe, expect, test } from 'vitest';
import { nothingKnown } from '#domain/shop.ts';
import { later } from '#domain/instant.ts';
import { summaryLane } from '#domain/summary.ts';
import type { Proof } from '#domain/proof.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { prove } from '#src/stabilize/prove.ts';
import type { SummedIn } from '#src/stabilize/summary/summed.ts';
import { summaryLateAt } from '#src/stabilize/summary/summed.ts';
import { documented, leg, shipped } from '#tests/support/proof-facts.ts';
import { at, eur, known, type OrderStory, shopSettings } from '#tests/support/order-facts.ts';
import { defaultPolicy } from '#domain/policy.ts';

const monday = summaryLane({ day: '2026-11-23', currency: 'EUR' });
const tuesday = summaryLane({ day: '2026-11-24', currency: 'EUR' });
const policy = { ...defaultPolicy, granularity: 'daily summary' as const };
const shop = shopSettings({ policy, policies: [{ version: 1, validFrom: at(-9999), policy }] });

function proven(story: OrderStory, all: readonly SummedIn[], { posts = true, now = at(30) } = {}) {
  const order = known(story);
  const { dues, obligations, course, invoiced, isSummed } = expectOrder(order, shop);
  expect([isSummed, dues, obligations]).toEqual([true, [], []]);
  const ought = {
    dues,
    obligations,
    anomalies: course.anomalies,
    conflicts: [],
    summed: { in: all, invoiced },
  };
  return prove(order, ought, { now, shop, shopFacts: nothingKnown, claims: [], posts });
}

const erp = (proof: Proof) => leg('erp', proof);

describe('the ERP of an order that is summed', () => {
  test('waits for each summary that is not posted, and agrees once all are', () => {
    const half = [
      { lane: monday, isPosted: true },
      { lane: tuesday, isPosted: false },
    ];
    expect(erp(proven(shipped, half).proof)).toMatchObject({
      state: 'pending',
      seen: eur('0.00'),
      sentence: 'It waits for the daily summary of 2026-11-24.',
    });
    const whole = half.map(({ lane }) => ({ lane, isPosted: true }));
    expect(erp(proven(shipped, whole).proof)).toMatchObject({
      state: 'matched',
      expected: eur('119.00'),
      seen: eur('119.00'),
      sentence: 'It is summed in the daily summaries of 2026-11-23 and 2026-11-24, as it ought to be.',
    });
  });

  test('is read again when its summary is late, and a day later where it still is', () => {
    const waiting = [{ lane: monday, isPosted: false }];
    const late = later(summaryLateAt(monday, shop), 1);
    expect(proven(shipped, waiting).againAt).toBe(late);
    expect(proven(shipped, waiting, { now: late }).againAt).toBe(later(late, 86_400_000));
    expect(proven(shipped, [{ lane: monday, isPosted: true }]).againAt).toBeNull();
  });

  test('differs by whatever people post of it beside the summary', () => {
    const { documents = [] } = documented(shipped);
    const invoice = documents.filter(({ kind }) => kind === 'invoice');
    const byHand = invoice.map((one) => ({ ...one, postingKey: null, createdAt: at(-300) }));
    const all = [{ lane: monday, isPosted: true }];
    const { proof } = proven({ ...shipped, documents: byHand }, all);
    expect(proof.breaks).toMatchObject([{ leg: 'erp', cause: 'AMOUNT', amount: eur('119.00') }]);
  });

  test('is not compared where nothing of ours is posted, whoever sums its days', () => {
    const { proof } = proven(documented(shipped), [{ lane: monday, isPosted: false }], { posts: false });
    expect(proof.breaks).toEqual([]);
    expect(erp(proof)).toMatchObject({ state: 'unmeasured' });
  });

  test('owes nothing while nothing of it is booked', () => {
    expect(erp(proven({}, []).proof)).toMatchObject({ state: 'matched', expected: eur('0.00') });
  });
});
