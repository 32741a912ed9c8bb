import { describe, expect, test } from 'vitest';
import { entryDigest } from '#domain/journal.ts';
import type { Mode } from '#domain/workflow.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { LaneOutcome } from '#src/flow.ts';
import { after, news, nothing, paid, run } from '#tests/support/lane-facts.ts';
import { documentFor } from '#tests/support/document-facts.ts';
import {
  at,
  dated,
  eur,
  headerFact,
  orderFacts,
  type OrderStory,
  payment,
  shipment,
  shopSettings,
  transactionFact,
} from '#tests/support/order-facts.ts';

describe('acting', () => {
  test('a paid order that was read is booked and planned', () => {
    const outcome = after(paid);
    expect(outcome.entries.map((one) => one.key)).toEqual(['payment/389179128261']);
    expect(outcome.postings.map((one) => [one.obligation.kind, one.state])).toEqual([
      ['sales_order', 'planned'],
      ['customer_deposit', 'planned'],
    ]);
    expect(outcome.proof).toMatchObject({ state: 'pending' });
  });

  test('nothing is booked or planned before the store was asked', () => {
    const outcome = after({ ...paid, read: null });
    expect(outcome).toMatchObject({ ...nothing, proof: { state: 'pending' } });
  });

  test('nothing more is booked or planned once there are news that the store was not asked about', () => {
    const more = news('a', 900, [{ ...transactionFact(payment(2, 800)), authority: false }]);
    expect(run([more], { facts: dated(orderFacts(paid)), heardAt: at(0) })).toMatchObject(nothing);
  });

  test('a payment of which only a payload spoke, in another currency, stops nobody', () => {
    const foreign = transactionFact(payment(2, 8, { amount: { minor: 100n, currency: 'USD' } }));
    const outcome = run([news('a', 900, [{ ...foreign, authority: false }])], {
      facts: dated(orderFacts({ ...paid, fulfillments: [shipment(1, 4)] })),
      heardAt: at(0),
    });
    expect(outcome).toMatchObject({ ...nothing, done: ['a'], readDueAt: at(901) });
  });

  test('a test order is never asked about, booked or planned, and its proof says why', () => {
    expect(
      run([
        news(
          'a',
          1,
          [headerFact({ test: true })].map((one) => ({ ...one, authority: false })),
        ),
      ]),
    ).toMatchObject({
      ...nothing,
      readDueAt: null,
      proof: { state: 'test' },
    });
    expect(after({ ...paid, header: { test: true } })).toMatchObject({
      ...nothing,
      proof: { state: 'test' },
    });
  });

  test.each<[string, OrderStory, Partial<ShopSettings>]>([
    ['a deleted order', { ...paid, deleted: true }, {}],
    ['an order that the store does not show', { ...paid, read: { readAt: at(600), found: false } }, {}],
    ['an order of a shop that left', paid, { state: 'uninstalled' }],
    ['an order of a shop without the workflow', paid, { workflows: [] }],
  ])('nothing of %s is booked or planned', (_, story, shop) => {
    expect(after(story, { shop: shopSettings(shop) })).toMatchObject(nothing);
  });

  test('nothing placed before the cut-over is planned, and what is placed at it is', () => {
    expect(after(paid, { shop: cutOver(1) }).postings).toEqual([]);
    expect(after(paid, { shop: cutOver(0) }).postings).toHaveLength(2);
  });

  test('of an order from before the cut-over what happens later is booked, and what stood then is its opening', () => {
    const keys = (minutes: number) => after(paid, { shop: cutOver(minutes) }).entries.map(({ key }) => key);
    expect(keys(1)).toEqual(['payment/389179128261']);
    expect(keys(6)).toEqual(['opening/820982911946154508']);
  });

  test.each<[string, Parameters<typeof shopSettings>[0]]>([
    ['in mode off', { mode: 'off' }],
    ['without an ERP', { erpConnectionId: null }],
  ])('%s the books are kept and nothing is planned', (_, shop) => {
    const outcome = after(paid, { shop: shopSettings(shop) });
    expect([outcome.entries.length, outcome.postings.length]).toEqual([1, 0]);
  });

  test.each<Mode>(['shadow', 'approve'])('in mode %s everything is held', (mode) => {
    const outcome = after(paid, { shop: shopSettings({ mode }) });
    expect(outcome.postings.map((one) => one.state)).toEqual(['held', 'held']);
  });
});

/** The workflow posts from these minutes after nine on. */
function cutOver(minutes: number): ShopSettings {
  return shopSettings({ workflows: [{ name: 'invoice posting', mode: 'auto', cutOverAt: at(minutes) }] });
}

describe('what is written already', () => {
  test('is not written again', () => {
    const { entries, postings } = after(paid);
    const again = after(paid, {
      entries: entries.map((one) => ({ ...one, digest: entryDigest(one) })),
      postings: postings.map((one) => stored(one)),
    });
    expect(again).toMatchObject(nothing);
  });

  test('an entry that the facts would now write differently is taken back and written anew', () => {
    const { entries } = after(paid);
    const written = entries.map((one) => ({ ...one, digest: 'of another amount' }));
    expect(after(paid, { entries: written }).entries).toMatchObject([
      { key: 'reversal/payment/389179128261/1', reverses: 'payment/389179128261' },
      { key: 'payment/389179128261/2', reverses: null },
    ]);
  });

  test('a document that went out with another body is a break, and no other goes out under its key', () => {
    const postings = after(paid).postings.map((one) => ({
      ...stored(one),
      frozen: true,
      bodyDigest: 'older',
    }));
    const outcome = after(paid, { postings });
    expect(outcome).toMatchObject({ postings: [], proof: { state: 'broken' } });
    expect(outcome.breaks.map(({ leg, cause, about }) => [leg, cause, about])).toEqual([
      ['erp', 'SPLIT', 'plumb-demo-customer_deposit-389179128261-1'],
      ['erp', 'SPLIT', 'plumb-demo-sales_order-820982911946154508-1'],
    ]);
  });

  test('a plan that no fact obliges any more is withdrawn', () => {
    const postings = after(paid).postings.map((one) => stored(one));
    const outcome = after({ transactions: [payment(1, 5, { status: 'failure' })] }, { postings });
    expect(outcome.withdraw).toEqual(postings.map((one) => one.key));
  });

  test.each<[string, OrderStory]>([
    ['deleted', { ...paid, deleted: true }],
    ['not shown any more', { ...paid, read: { readAt: at(700), found: false } }],
  ])('of an order that was %s, what has not left is withdrawn and what has left stays', (_, story) => {
    const [first, second] = after(paid).postings.map((one) => stored(one));
    if (first === undefined || second === undefined) throw new Error('a paid order obliges two documents');
    const outcome = after(story, { postings: [{ ...first, state: 'posted', frozen: true }, second] });
    expect(outcome).toMatchObject({ postings: [], withdraw: [second.key], proof: { state: 'broken' } });
  });
});

describe('the road to the end', () => {
  test('with the receipts of the ERP the proof of a shipped order is matched', () => {
    const story = { ...paid, fulfillments: [shipment(1, 9)] };
    const documents = after(story).postings.map((one) => documentFor(one.obligation));
    expect(documents).toHaveLength(4);
    expect(after({ ...story, documents }).proof).toMatchObject({ state: 'matched' });
    const wrong = documents.map((one) => ({ ...one, total: eur('1.00') }));
    expect(after({ ...story, documents: wrong }).proof).toMatchObject({ state: 'broken' });
  });
});

function stored({ obligation, bodyDigest, workflow, state, reason }: LaneOutcome['postings'][number]) {
  return { key: obligation.key, kind: obligation.kind, workflow, state, bodyDigest, frozen: false, reason };
}
