import { defaultPolicy } from '#domain/policy.ts';
import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import { lane, shopLane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import { after, type Around, delivery, news, paid, run } from '#tests/support/lane-facts.ts';
import { documentFor } from '#tests/support/document-facts.ts';
import {
  at,
  dated,
  headerFact,
  orderFacts,
  type OrderStory,
  readFact,
  shopSettings,
} from '#tests/support/order-facts.ts';

/** What the news of the default say. */
const heard: Fact = { ...headerFact(), authority: false };

describe('deliveries', () => {
  test('one that cannot be read is parked with its reason, and the others of its lane go on', () => {
    const outcome = run([news('a', 1), delivery('b', new Park('the body is not JSON')), news('c', 2)]);
    expect(outcome.done).toEqual(['a', 'c']);
    expect(outcome.parked).toEqual([{ deliveryId: 'b', reason: 'the body is not JSON' }]);
    expect(outcome.learned.map((one) => one.deliveryId)).toEqual(['a', 'c']);
  });

  test('one of a sender that nobody reads is parked', () => {
    expect(run([delivery('a', [heard], { source: 'carrier-pigeon' })]).parked).toEqual([
      { deliveryId: 'a', reason: 'no one reads deliveries of carrier-pigeon' },
    ]);
  });

  test('that tell of other subjects than their lane write their facts, and prove and book nothing there', () => {
    const outcome = run([delivery('a', orderFacts(paid), { source: 'shopify-admin' })], {
      lane: lane('backfill', 'orders'),
    });
    expect(outcome.learned).toHaveLength(orderFacts(paid).length);
    expect(outcome).toMatchObject({ done: ['a'], proof: null, entries: [], postings: [] });
  });

  test('a bug is not parked but thrown', () => {
    expect(() => run([delivery('a', new TypeError('a bug'))])).toThrow('a bug');
  });

  test('of a shop that left, the ordinary ones are parked and those of its leaving are read', () => {
    const about = { lanes: [shopLane], authority: false, happenedAt: at(1) } as const;
    const redact: Fact = {
      ...about,
      kind: 'compliance',
      key: 'shop/redact/shop',
      body: { topic: 'shop/redact' },
    };
    const outcome = run([news('order', 1), delivery('redact', [redact])], {
      shop: shopSettings({ state: 'uninstalled' }),
    });
    expect(outcome).toMatchObject({
      done: ['redact'],
      parked: [{ deliveryId: 'order', reason: 'the shop has uninstalled the app' }],
      standing: 'redacted',
    });
  });

  test("of a shop that left, the ERP's answers to what had gone out are still read", () => {
    const receipt = delivery('a', [], { source: 'erp-receipt' });
    expect(run([receipt], { shop: shopSettings({ state: 'uninstalled' }) }).done).toEqual(['a']);
  });
});

describe('asking the store', () => {
  test('is due a quiet minute after the newest news', () => {
    expect(run([news('late', 3), news('early', 1)])).toMatchObject({ heardAt: at(3), readDueAt: at(4) });
  });

  test('is put off by further news, as long as the policy says', () => {
    const shop = shopSettings({ policy: { ...defaultPolicy, quietMs: 300_000 } });
    expect(run([news('a', 3)], { shop, heardAt: at(1), readDueAt: at(6) })).toMatchObject({
      heardAt: at(3),
      readDueAt: at(8),
    });
  });

  test('is still due when the lane is worked without news', () => {
    const facts = dated([heard]);
    expect(run([], { facts, heardAt: at(1), readDueAt: at(2) }).readDueAt).toBe(at(2));
    expect(run([], { facts, heardAt: at(1) }).readDueAt).toBe(at(2));
  });

  test('stays put off when the store had no time, though the lane is worked meanwhile', () => {
    expect(run([], { facts: dated([heard]), heardAt: at(1), readDueAt: at(50) }).readDueAt).toBe(at(50));
  });

  test('is done when the store was asked after the newest news', () => {
    const answered = delivery('a', orderFacts({ read: { readAt: at(2), found: true } }), {
      source: 'shopify-admin',
      receivedAt: at(2),
    });
    for (const heardAt of [at(1), at(2)])
      expect(run([answered], { heardAt, readDueAt: at(3) })).toMatchObject({ heardAt, readDueAt: null });
  });

  test('is due again when news came after the question', () => {
    const answered = delivery('a', [readFact(at(2))], { source: 'shopify-admin', receivedAt: at(2) });
    expect(run([answered, news('b', 3)], { heardAt: at(1), readDueAt: at(2) })).toMatchObject({
      heardAt: at(3),
      readDueAt: at(4),
    });
  });

  test('is due once for an order of which only the ERP has told', () => {
    const receipt = orderFacts({ documents: [documentOf(paid)] }).filter(
      (one) => one.kind === 'erp_document',
    );
    const outcome = run([delivery('a', receipt, { source: 'erp-receipt', receivedAt: at(9) })]);
    expect(outcome).toMatchObject({ done: ['a'], heardAt: null, readDueAt: at(31), proof: null });
    const later = run([], { facts: outcome.learned, readDueAt: at(31) });
    expect(later.readDueAt).toBe(at(31));
  });

  test("is not caused by the ERP's answers about an order that is known", () => {
    const receipt = orderFacts({ documents: [documentOf(paid)] }).filter(
      (one) => one.kind === 'erp_document',
    );
    const about = { facts: dated(orderFacts(paid)), heardAt: at(0) };
    const outcome = run([delivery('a', receipt, { source: 'erp-receipt', receivedAt: at(9) })], about);
    expect(outcome).toMatchObject({ done: ['a'], heardAt: at(0), readDueAt: null });
  });

  test.each<[string, Around]>([
    ['in a lane that is no order', { lane: 'product/7' }],
    [
      'of a shop that left',
      { shop: shopSettings({ state: 'uninstalled' }), heardAt: at(1), readDueAt: at(2) },
    ],
  ])('is never due %s', (_, rest) => {
    expect(run([news('a', 1)], rest).readDueAt).toBeNull();
  });
});

function documentOf(story: OrderStory) {
  const [first] = after(story).postings;
  if (first === undefined) throw new Error('the story obliges a document');
  return documentFor(first.obligation);
}
