import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import { type Dated, knowOrder, learn } from '#src/stabilize/know.ts';
import {
  at,
  dated,
  eur,
  headerFact,
  orderFacts,
  payment,
  readFact,
  shipment,
  transactionFact,
} from '#tests/support/order-facts.ts';

/** Payload and authority, old and new, of every kind that the order's picture is made of. */
const heard: Fact[] = [
  ...orderFacts({
    transactions: [payment(1, 1), payment(2, 2)],
    fulfillments: [shipment(1, 3)],
  }),
  { ...headerFact({ financialStatus: 'pending' }), authority: false },
  headerFact({ financialStatus: 'refunded' }, { happenedAt: at(5) }),
  transactionFact(payment(1, 1, { status: 'pending' })),
  transactionFact(payment(1, 1, { amount: eur('118.00') }), { authority: false }),
  readFact(at(2)),
];

const byName = (facts: readonly Dated[]) =>
  facts.toSorted((one, other) =>
    `${one.fact.kind}${one.fact.key}` < `${other.fact.kind}${other.fact.key}` ? -1 : 1,
  );

describe('learning', () => {
  test('any order, repetition and grouping of the same facts gives the same knowledge', () => {
    const all = dated(heard);
    const whole = byName(learn([], all));
    const some = fc.array(fc.constantFrom(...all), { maxLength: 20 });
    fc.assert(
      fc.property(
        some,
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.nat(),
        (extra, shuffled, cut) => {
          const told = [...extra, ...shuffled];
          const split = cut % (told.length + 1);
          expect(byName(learn(learn([], told.slice(0, split)), told.slice(split)))).toEqual(whole);
        },
      ),
    );
  });

  test('the later word stands, whoever said it', () => {
    const early = headerFact({ name: 'early' });
    const late = { ...headerFact({ name: 'late' }, { happenedAt: at(1) }), authority: false };
    expect(learn(dated([late]), dated([early]))).toEqual(dated([late]));
  });

  test('at one instant the authority beats the payload, whichever came first', () => {
    const payload = { ...headerFact({ name: 'payload' }), authority: false };
    const authority = headerFact({ name: 'authority' });
    expect(learn(dated([payload]), dated([authority]))).toEqual(dated([authority]));
    expect(learn(dated([authority]), dated([payload]))).toEqual(dated([authority]));
  });

  test('between equals the digest decides, so that the winner is always the same', () => {
    const [one, other] = [headerFact({ name: 'one' }), headerFact({ name: 'other' })];
    expect(learn(dated([one]), dated([other]))).toEqual(learn(dated([other]), dated([one])));
  });
});

describe('knowing an order', () => {
  test('nothing is known of an order whose head has not been heard', () => {
    expect(knowOrder([transactionFact(payment(1, 1))], at(1))).toBeUndefined();
  });

  test.each(['success', 'failure', 'error'])(
    'a payment that came to %s is no longer pending, though both states bear one time',
    (status) => {
      const pending = transactionFact(payment(1, 1, { status: 'pending' }));
      const ended = transactionFact(payment(1, 1, { status }));
      for (const told of [
        [pending, ended],
        [ended, pending],
      ])
        expect(knowOrder([headerFact(), ...told], null)?.transactions).toEqual([payment(1, 1, { status })]);
    },
  );

  test('a shipment cancelled later is cancelled, in whatever order the news come', () => {
    const shipped = orderFacts({ fulfillments: [shipment(1, 1)] });
    const cancelled = orderFacts({ fulfillments: [shipment(1, 1, { status: 'cancelled' })] }).map((fact) => ({
      ...fact,
      happenedAt: at(9),
    }));
    for (const told of [
      [...shipped, ...cancelled],
      [...cancelled, ...shipped],
    ])
      expect(knowOrder(told, null)?.fulfillments.map((one) => one.status)).toEqual(['cancelled']);
  });

  test('payments stand in the order in which they happened', () => {
    const order = knowOrder(
      orderFacts({ transactions: [payment(2, 5), payment(1, 9), payment(3, 1)] }),
      null,
    );
    expect(order?.transactions.map((one) => one.processedAt)).toEqual([at(1), at(5), at(9)]);
  });

  test('a payload that speaks of a payment in the currency of the customer waits for the authority', () => {
    const foreign = transactionFact(payment(1, 1, { amount: { minor: 12900n, currency: 'USD' } }), {
      authority: false,
    });
    expect(knowOrder([headerFact(), foreign], at(1))?.transactions).toEqual([]);
    const [own] = learn(dated([foreign]), dated([transactionFact(payment(1, 1))]));
    expect(own?.fact.authority).toBe(true);
  });

  test('the figures are authoritative only when the store was asked after the newest event', () => {
    const facts = orderFacts({ read: { readAt: at(10), found: true } });
    expect(knowOrder(facts, at(10))?.authoritative).toBe(true);
    expect(knowOrder(facts, at(11))?.authoritative).toBe(false);
    expect(knowOrder(orderFacts({ read: null }), at(0))?.authoritative).toBe(false);
    expect(knowOrder(orderFacts({ read: { readAt: at(10), found: false } }), at(0))?.authoritative).toBe(
      false,
    );
  });

  test('a deleted order stays known, as deleted', () => {
    expect(knowOrder(orderFacts({ deleted: true }), null)?.deleted).toBe(true);
  });
});
