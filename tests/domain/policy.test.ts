import { describe, expect, test } from 'vitest';
import { defaultPolicy, policyAt } from '#domain/policy.ts';
import { choicesOf, policyVersions, readPolicyBody, refuseLateGranularity } from '#domain/policy-body.ts';
import { bookCourse } from '#src/stabilize/ledger/book.ts';
import { amendments } from '#src/stabilize/ledger/reconcile.ts';
import { courseOf } from '#src/stabilize/course-of.ts';
import { entryDigest } from '#domain/journal.ts';
import { at, known, payment, shipment, shopSettings } from '#tests/support/order-facts.ts';

const base = { ...defaultPolicy, erpSlaMs: 7 };

describe('a policy', () => {
  test('rules from its instant on; before the first version it is what the shop was set up with', () => {
    const versions = policyVersions(base, [
      { version: 1, validFrom: at(10), body: { invoiceAt: 'order' } },
      { version: 2, validFrom: at(5), body: { invoiceAt: 'payment' } },
    ]);
    expect([0, 5, 9, 10].map((minutes) => policyAt(versions, at(minutes)).invoiceAt)).toEqual([
      'fulfillment',
      'payment',
      'payment',
      'order',
    ]);
    expect(policyAt(versions, at(10)).erpSlaMs).toBe(7);
  });

  test('set twice for one instant is what was set last', () => {
    const versions = policyVersions(
      base,
      [2, 1].map((version) => ({ version, validFrom: at(5), body: { roundingMinorMax: version } })),
    );
    expect(policyAt(versions, at(5)).roundingMinorMax).toBe(2);
  });

  test('is read whole: what is stored is what was chosen, and text of a terminal is as good as numbers', () => {
    const chosen = readPolicyBody({
      roundingMinorMax: '3',
      invoiceAtByGateway: { 'Cash on Delivery (COD)': 'order' },
    });
    expect(chosen).toEqual({
      roundingMinorMax: 3,
      invoiceAtByGateway: { 'Cash on Delivery (COD)': 'order' },
    });
    expect(readPolicyBody(choicesOf(defaultPolicy))).toEqual(choicesOf(defaultPolicy));
    expect(readPolicyBody({ granularity: 'order', documentCurrency: 'books', tips: 'income' })).toEqual({
      granularity: 'order',
      tips: 'income',
    });
    expect(readPolicyBody({ granularity: 'daily summary' })).toEqual({ granularity: 'daily summary' });
  });

  test.each<[string, unknown, string]>([
    [
      'an unknown granularity',
      { granularity: 'day' },
      'The policy granularity is wrong: there are order and daily summary.',
    ],
    [
      'a document for each payout',
      { granularity: 'payout' },
      'The policy granularity is wrong: a document for each payout is not carried out in this version; there are order',
    ],
    [
      'documents in the money of the customer',
      { documentCurrency: 'presentment' },
      'can only be books in this version',
    ],
    ['machinery', { quietMs: 5 }, "quietMs belongs to the shop's machinery and has no versions."],
    [
      'an unknown choice',
      { invoiceOn: 'order' },
      'There is no policy invoiceOn; there are granularity, invoiceAt,',
    ],
    ['an unknown value', { invoiceAt: 'delivery' }, 'The policy invoiceAt is wrong:'],
    [
      'an unknown value of a gateway',
      { invoiceAtByGateway: { cash: 'never' } },
      'The policy invoiceAtByGateway.cash is wrong:',
    ],
    ['a negative tolerance', { roundingMinorMax: -1 }, 'The policy roundingMinorMax is wrong:'],
    ['no object', 'order', 'A policy is an object of choices.'],
  ])('that asks for %s is refused with a sentence', (_, body, sentence) => {
    expect(() => readPolicyBody(body)).toThrow(sentence);
    expect(() => policyVersions(base, [{ version: 1, validFrom: at(0), body }])).toThrow(RangeError);
  });
});

describe('a new version', () => {
  test('changes how documents are grouped for orders to come alone, for those before have theirs', () => {
    const change = (minutes: number, granularity: 'order' | 'daily summary') => () =>
      refuseLateGranularity(base, { validFrom: at(minutes), body: { granularity }, now: at(5) });
    expect(change(4, 'daily summary')).toThrow('can be changed for orders to come');
    for (const allowed of [change(5, 'daily summary'), change(9, 'daily summary'), change(4, 'order')])
      expect(allowed).not.toThrow();
  });

  const order = known({ transactions: [payment(1, 5)], fulfillments: [shipment(1, 10)] });
  const shopUnder = (validFrom: string) =>
    shopSettings({
      policies: policyVersions(base, [
        { version: 1, validFrom, body: { invoiceAt: 'order', tips: 'income' } },
      ]),
    });

  test('never changes what was decided before it: no entry is taken back or written anew', () => {
    const earlier = shopSettings({ policies: policyVersions(base, []) });
    const booked = bookCourse(courseOf(order, earlier), order, earlier).map((one) => ({
      ...one,
      digest: entryDigest(one),
    }));
    expect(booked.length).toBeGreaterThan(2);
    const later = shopUnder(at(60));
    expect(amendments(bookCourse(courseOf(order, later), order, later), booked, [])).toEqual([]);
  });

  test('rules what is placed from its instant on', () => {
    const shop = shopUnder(at(0));
    expect(courseOf(order, shop).invoices).toMatchObject([{ happenedAt: at(0) }]);
  });
});
