import { expect, test } from 'vitest';
import { promisedFor } from '#sandbox/run/promise.ts';
import { outstandingOf, receivedOf } from '#sandbox/shopify/order.ts';
import { expectedDocuments } from '#sandbox/traffic/truth.ts';
import { live } from './traffic-world.ts';

test('every order of the plain repertoire is promised the documents that its end calls for', async () => {
  const { orders } = await live({ seed: 3, days: 6, repertoire: 'plain' });
  expect(orders.length).toBeGreaterThan(100);
  for (const truth of orders) {
    const promised = promisedFor(truth);
    // A parcel may leave at the very end before the rest is paid; otherwise the two accounts agree.
    const { salesOrder } = expectedDocuments(truth);
    expect(promised.kind, truth.name).toBe('documents');
    if (promised.kind === 'documents' && salesOrder === 1)
      expect(promised.expected, truth.name).toEqual(expectedDocuments(truth));
  }
});

test('an order is left to its proof once it was edited, refunded, returned or canceled after its payment', async () => {
  const { orders } = await live({ seed: 4, days: 40, rate: 40 });
  const reasons = new Map<string, number>();
  for (const truth of orders) {
    const { order, afterwards, name } = truth;
    const promised = promisedFor(truth);
    const isTouched =
      order.refunds.length + order.returns.length > 0 ||
      order.agreements.some((one) => one.reason === 'ORDER_EDIT');
    const wasPaid = receivedOf(order).shop > 0n;
    if (isTouched && wasPaid && !order.test) expect(promised.kind, name).toBe('left-to-proof');
    if (promised.kind === 'left-to-proof')
      reasons.set(promised.because, 1 + (reasons.get(promised.because) ?? 0));
    const isSimple = afterwards === 'none' && (truth.life === 'paid' || truth.life === 'pos-card');
    const wasUndone = order.fulfillments.some((one) => one.status !== 'success');
    if (isSimple && !wasUndone)
      expect(promised, name).toMatchObject({ expected: { salesOrder: 1, deposits: 1 } });
  }
  for (const because of ['edited', 'returned or exchanged', 'refunded', 'paid after its invoice'])
    expect(reasons.get(because), because).toBeGreaterThan(3);
});

test('what left the shop before it was paid is promised its sales order and its invoice, and no deposit', async () => {
  const { orders } = await live({ seed: 5, days: 30, rate: 40 });
  const shippedUnpaid = orders.filter(
    ({ order, life }) =>
      (life === 'net-terms' || life === 'cash-on-delivery') &&
      order.cancelledAt === null &&
      order.fulfillments.length === 1 &&
      outstandingOf(order).shop > 0n &&
      order.transactions.length === 0,
  );
  expect(shippedUnpaid.length).toBeGreaterThan(3);
  for (const truth of shippedUnpaid) {
    const promised = promisedFor(truth);
    if (promised.kind === 'documents')
      expect(promised.expected, truth.name).toEqual({ salesOrder: 1, deposits: 0, invoices: 1 });
  }
});

test('an order whose news a fault keeps, or whose documents people touched, is set aside with its reason', async () => {
  const kinds = ['delivery-lost', 'document-typed-twice'] as const;
  const { orders } = await live({
    seed: 6,
    days: 12,
    rate: 40,
    past: false,
    faults: 'hostile',
    faultKinds: kinds,
  });
  const touched = orders.filter((one) => one.planted.length > 0);
  expect(touched.length).toBeGreaterThan(3);
  for (const truth of touched) expect(promisedFor(truth).kind, truth.name).toBe('planted');
  for (const truth of orders.filter((one) => one.planted.length === 0))
    expect(promisedFor(truth).kind, truth.name).not.toBe('planted');
});
