import { describe, expect, test } from 'vitest';
import type { Mode, WorkflowName } from '#domain/workflow.ts';
import { minus, noMoney, plus } from '#sandbox/shopify/model/bag.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import {
  fulfillmentStatusOf,
  outstandingOf,
  receivedOf,
  refundedOf,
  totalOf,
} from '#sandbox/shopify/order.ts';
import { type DocumentKind, documentsOf } from '#sandbox/traffic/staff/ledger-hand.ts';
import { dayMs, live, type Lived, monday } from './traffic-world.ts';

const countries = ['DE', 'US', 'CH', 'JP', 'KW', 'CA'] as const;

function agreed(order: StoreOrder, subjectId: bigint) {
  const sales = order.agreements
    .filter(({ reason }) => reason === 'ORDER' || reason === 'ORDER_EDIT')
    .flatMap((one) => one.sales)
    .filter((sale) => sale.subjectId === subjectId && sale.lineType !== 'DUTY' && sale.lineType !== 'FEE');
  return plus(noMoney, ...sales.map((sale) => sale.total));
}

describe('the money of a lived life', () => {
  test.each(countries)('adds up in every order, on both sides (%s)', async (country) => {
    const { orders } = await live({ seed: 6, country, days: 25, rate: 40 });
    for (const { order, name } of orders) {
      for (const line of order.lines) {
        expect(plus(noMoney, ...line.taxes.map((tax) => tax.amount)), name).toEqual(line.tax);
        expect(plus(noMoney, ...line.allocations.map((one) => one.amount)), name).toEqual(line.discount);
        if (line.addedBy !== 'exchange') expect(agreed(order, line.id), name).toEqual(line.total);
      }
      const left = plus(minus(totalOf(order), receivedOf(order)), refundedOf(order));
      expect(outstandingOf(order), name).toEqual(left);
      expect(totalOf(order).presentment, name).toBeGreaterThanOrEqual(0n);
    }
  });

  test('leaves no gift card below nothing', async () => {
    const { world } = await live({ seed: 7, days: 40, rate: 40 });
    expect(world.store.state.giftCards.length).toBeGreaterThan(20);
    for (const { movements } of world.store.state.giftCards)
      expect(movements.reduce((sum, one) => sum + one.amount, 0n)).toBeGreaterThanOrEqual(0n);
  });
});

const sumOf = ({ world }: Lived, order: string, kind: DocumentKind): bigint =>
  documentsOf(world.erp, order, kind).reduce((sum, one) => sum + BigInt(one.total.minor), 0n);

describe('an earlier connector', () => {
  test.each(countries)('invoices what was shipped and records what was paid (%s)', async (country) => {
    const life = await live({ seed: 8, country, days: 20, rate: 40 });
    const settled = life.orders.filter(
      ({ order, afterwards }) =>
        afterwards === 'none' &&
        !order.test &&
        order.cancelledAt === null &&
        fulfillmentStatusOf(order) === 'fulfilled' &&
        // What happened just before the end is not typed yet.
        order.updatedAt < life.endsAt - dayMs,
    );
    expect(settled.length).toBeGreaterThan(200);
    for (const { order, orderId, name } of settled) {
      const paid = receivedOf(order).shop;
      expect({ name, invoiced: sumOf(life, orderId, 'invoice') }).toEqual({
        name,
        invoiced: totalOf(order).shop,
      });
      const recorded = sumOf(life, orderId, 'customer_deposit') + sumOf(life, orderId, 'payment');
      if (order.transactions.every((one) => one.gateway !== 'cash'))
        expect({ name, recorded }).toEqual({ name, recorded: paid });
      expect(documentsOf(life.world.erp, orderId, 'sales_order')).toHaveLength(1);
    }
  });

  test.each(countries)(
    'leaves no order apart from the store, whatever becomes of it (%s)',
    async (country) => {
      const life = await live({ seed: 12, country, days: 30, rate: 40 });
      const reasons = new Set<string>();
      for (const { order, orderId, name } of life.orders) {
        if (order.test || order.updatedAt > life.endsAt - dayMs / 2) continue;
        for (const { reason, sales } of order.agreements)
          reasons.add(sales.some((one) => one.lineType === 'FEE') ? 'FEE' : reason);
        const books = {
          name,
          received: sumOf(life, orderId, 'customer_deposit') + sumOf(life, orderId, 'payment'),
          refunded: sumOf(life, orderId, 'refund_payment'),
        };
        expect(books).toEqual({ name, received: receivedOf(order).shop, refunded: refundedOf(order).shop });
        if (fulfillmentStatusOf(order) !== 'fulfilled') continue;
        const sold = sumOf(life, orderId, 'invoice') - sumOf(life, orderId, 'credit_memo');
        expect({ name, sold }).toEqual({ name, sold: totalOf(order).shop });
      }
      expect([...reasons].toSorted()).toEqual(['FEE', 'ORDER', 'ORDER_EDIT', 'REFUND', 'RETURN']);
    },
  );

  test('goes on when the app is there: with all that is left of earlier orders, and of later ones with what its workflows leave', async () => {
    const liveFrom = monday + 15 * dayMs;
    const lived = async (modes: Map<WorkflowName, Mode>) =>
      live({ seed: 13, days: 40, rate: 20, liveFrom, modes });
    const kindsOf = (life: Lived, isOurs: boolean): string[] => {
      const documents = Map.groupBy(life.world.erp.documents, ({ order }) => order);
      const orders = life.orders.filter(({ order }) => order.createdAt >= liveFrom === isOurs);
      const late = orders.flatMap(({ orderId }) => documents.get(orderId) ?? []);
      return [
        ...new Set(late.filter((one) => Date.parse(one.createdAt) >= liveFrom).map(({ kind }) => kind)),
      ].toSorted();
    };
    const whole = ['credit_memo', 'customer_deposit', 'invoice', 'payment', 'refund_payment', 'sales_order'];
    const refundsByHand = await lived(new Map([['invoice posting', 'auto']]));
    expect(kindsOf(refundsByHand, false)).toEqual(whole);
    expect(kindsOf(refundsByHand, true)).toEqual(['credit_memo', 'refund_payment']);
    const allByHand = await lived(new Map([['invoice posting', 'shadow']]));
    expect(kindsOf(allByHand, true)).toEqual(whole);
    const nothingByHand = await lived(
      new Map([
        ['invoice posting', 'auto'],
        ['refund posting', 'approve'],
      ]),
    );
    expect(kindsOf(nothingByHand, true)).toEqual([]);
  });

  test('leaves some parcels to the warehouse of the ERP, once the app tells the store of them', async () => {
    const liveFrom = monday + 5 * dayMs;
    const byErp = async (mode: Mode) => {
      const modes = new Map([
        ['invoice posting', 'auto'],
        ['refund posting', 'auto'],
        ['shipment confirmation', mode],
        ['payment write-back', mode],
      ] as const);
      const { world, orders } = await live({ seed: 13, days: 12, rate: 30, liveFrom, modes });
      const ours = new Set(
        orders.filter(({ order }) => order.createdAt >= liveFrom).map(({ orderId }) => orderId),
      );
      const parcels = world.erp.documents.filter(
        (one) => one.kind === 'shipment' && ours.has(one.order ?? ''),
      );
      return parcels.length / ours.size;
    };
    const share = await byErp('auto');
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.25);
    expect(await byErp('off')).toBe(0);
  });
});
