/** Random things that staff and customers do to an order, and what must hold whatever they do. */
import fc from 'fast-check';
import { expect } from 'vitest';

import { onHandOf } from '#sandbox/shopify/act/stock.ts';
import { Refused } from '#sandbox/shopify/model/act.ts';
import { type Bag, minus, noMoney, plus } from '#sandbox/shopify/model/bag.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { RestockType } from '#sandbox/shopify/model/return.ts';
import { receivedOf, totalOf } from '#sandbox/shopify/order.ts';

import type { TestShop } from './shop.ts';

const kinds = [
  'fulfill',
  'fulfill-part',
  'cancel-fulfillment',
  'move',
  'split',
  'hold',
  'release',
  'progress',
  'refund',
  'refund-shipping',
  'refund-duty',
  'refund-amount',
  'settle',
  'pay',
  'edit',
  'cancel',
  'return',
  'process',
  'dispose',
  'close-return',
  'cancel-return',
  'reopen-return',
] as const;

export const orderAct = fc.record({
  kind: fc.constantFrom(...kinds, 'fulfill', 'refund', 'return', 'process'),
  which: fc.nat({ max: 5 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  restock: fc.constantFrom<RestockType>('CANCEL', 'NO_RESTOCK', 'RETURN'),
  amount: fc.option(fc.bigInt(0n, 20_000n)),
  status: fc.constantFrom('success', 'pending', 'failure'),
});

type OrderAct = typeof orderAct extends fc.Arbitrary<infer Act> ? Act : never;

/** Does one thing; what Shopify would refuse leaves everything as it was. */
export function actOn(shop: TestShop, order: StoreOrder, act: OrderAct): void {
  const before = summaryOf(shop, order);
  try {
    perform(shop, order, act);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(summaryOf(shop, order)).toEqual(before);
  }
}

function summaryOf({ state, topics }: TestShop, order: StoreOrder) {
  const { agreements, refunds, transactions, fulfillmentOrders, lines } = order;
  return {
    counts: [agreements.length, refunds.length, transactions.length, lines.length],
    work: fulfillmentOrders.map(({ status, lines: units }) => [
      status,
      ...units.map(({ remaining }) => remaining),
    ]),
    movements: state.inventory.movements.length,
    announced: topics().length,
  };
}

// One small case per kind reads better than a function each.
// oxlint-disable-next-line max-lines-per-function
function perform(shop: TestShop, order: StoreOrder, act: OrderAct): void {
  const { which, quantity, restock, amount, status } = act;
  const pick = <Item>(items: readonly Item[]) => items[which % Math.max(1, items.length)];
  const line = pick(order.lines);
  const work = pick(order.fulfillmentOrders);
  const fulfillment = pick(order.fulfillments);
  const returned = pick(order.returns);
  const variant = pick(shop.state.products)?.variants[0];
  const money = { ...(amount !== null && { amount }), status };
  switch (act.kind) {
    case 'fulfill':
      shop.fulfill(order);
      break;
    case 'fulfill-part':
      if (line !== undefined) shop.fulfill(order, [{ line, quantity }]);
      break;
    case 'cancel-fulfillment':
      if (fulfillment !== undefined) shop.cancelFulfillment(order, fulfillment);
      break;
    case 'move':
      if (work !== undefined)
        shop.moveFulfillmentOrder(order, work, { locationId: pick(shop.state.locations)?.id ?? 0n });
      break;
    case 'split':
      if (work !== undefined)
        shop.splitFulfillmentOrder(order, work, [{ id: pick(work.lines)?.id ?? 0n, quantity }]);
      break;
    case 'hold':
      if (work !== undefined) shop.holdFulfillmentOrder(order, work, { reason: 'OTHER', handle: `${which}` });
      break;
    case 'release':
      if (work !== undefined) shop.releaseHold(order, work);
      break;
    case 'progress':
      if (work !== undefined) shop.reportProgress(order, work);
      break;
    case 'refund':
      if (line !== undefined)
        shop.refund(order, { lines: [{ lineId: line.id, quantity, restock }], ...money });
      break;
    case 'refund-shipping':
      shop.refund(order, { shipping: amount ?? 'all', status });
      break;
    case 'refund-duty':
      shop.refund(order, {
        duties: (line?.duties ?? []).map(({ id }) => ({ dutyId: id, type: 'FULL' })),
        lines: line === undefined ? [] : [{ lineId: line.id, quantity }],
      });
      break;
    case 'refund-amount':
      shop.refund(order, { ...money, amount: amount ?? 1n });
      break;
    case 'settle': {
      const pending = order.transactions.find((each) => each.status === 'pending');
      if (pending !== undefined)
        shop.settlePayment(order, pending, status === 'failure' ? 'failure' : 'success');
      break;
    }
    case 'pay':
      if (totalOf(order).presentment > receivedOf(order).presentment && order.cancelledAt === null)
        shop.pay(order, { kind: 'sale', gateway: 'shopify_payments' });
      break;
    case 'edit':
      if (line !== undefined && order.cancelledAt === null)
        shop.editOrder(order, {
          quantities: [{ lineId: line.id, quantity: which, restock: restock !== 'NO_RESTOCK' }],
        });
      break;
    case 'cancel':
      if (order.cancelledAt === null) shop.cancel(order, { refund: true, restock: true });
      break;
    case 'return': {
      const unit = fulfillment === undefined ? undefined : pick(fulfillment.lines);
      if (unit === undefined) break;
      shop.createReturn(order, {
        lines: [{ fulfillmentLineId: unit.id, quantity, restockingFeePercent: which * 5 }],
        ...(which % 2 === 0 && variant !== undefined && { exchanges: [{ variantId: variant.id, quantity }] }),
        ...(which % 3 === 0 && { shippingFee: 300n }),
      });
      break;
    }
    case 'process': {
      if (returned === undefined) break;
      const [unit] = returned.lines;
      const [exchange] = returned.exchanges;
      shop.processReturn(order, returned, {
        lines: unit === undefined ? [] : [{ returnLineId: unit.id, quantity }],
        exchanges: exchange === undefined ? [] : [{ exchangeLineId: exchange.id, quantity: 1 }],
        ...(amount !== null && { refundAmount: amount }),
        status,
      });
      break;
    }
    case 'dispose': {
      const reverse = returned?.reverseFulfillmentOrders[0]?.lines[0];
      if (returned === undefined || reverse === undefined) break;
      const { locationId } = shop.state.shop;
      const type = restock === 'RETURN' ? 'RESTOCKED' : 'MISSING';
      shop.dispose(order, returned, [{ reverseLineId: reverse.id, quantity, type, locationId }]);
      break;
    }
    case 'close-return':
      if (returned !== undefined) shop.closeReturn(order, returned);
      break;
    case 'cancel-return':
      if (returned !== undefined) shop.cancelReturn(order, returned);
      break;
    case 'reopen-return':
      if (returned !== undefined) shop.reopenReturn(order, returned);
      break;
    default:
      act.kind satisfies never;
  }
}

/** What lines, refunds, fees and adjustments say the order comes to, without looking at its sales. */
function expectedTotalOf(order: StoreOrder): Bag {
  const { lines, shipping, fees, refunds } = order;
  const charged = [...lines, ...lines.flatMap(({ duties }) => duties), ...shipping, ...fees];
  const back = refunds.flatMap((refund) => [
    ...[...refund.lines, ...refund.shipping].map(({ subtotal, tax }) =>
      order.taxesIncluded ? subtotal : plus(subtotal, tax),
    ),
    ...refund.duties.map(({ amount }) => amount),
  ]);
  const kept = refunds.flatMap(({ adjustments }) => adjustments.map(({ amount }) => amount));
  return minus(plus(...charged.map(({ total }) => total), ...kept), plus(...back));
}

/** Money: sales, refunds and transactions agree with each other on both sides, and no more goes back than came in. */
export function expectSoundMoney(order: StoreOrder): void {
  const sales = order.agreements.flatMap((agreement) => agreement.sales);
  const sumOf = (all: typeof sales) => plus(noMoney, ...all.map(({ total }) => total));
  expect(totalOf(order)).toEqual(sumOf(sales));
  const returnFees = sales.filter(({ lineType }) => lineType === 'FEE');
  const cancelledFees = sales.filter(
    ({ lineType, actionType }) => lineType === 'ADDITIONAL_FEE' && actionType === 'RETURN',
  );
  expect(totalOf(order)).toEqual(plus(expectedTotalOf(order), sumOf(returnFees), sumOf(cancelledFees)));
  for (const sale of sales)
    expect(plus(noMoney, ...sale.taxes.map(({ amount }) => amount))).toEqual(sale.tax);
  const agreed = order.agreements.filter(({ reason }) => reason !== 'ORDER_EDIT');
  for (const sale of agreed.flatMap((agreement) => agreement.sales)) {
    if (sale.lineType === 'ADJUSTMENT') continue;
    const isBack = sale.actionType === 'RETURN';
    for (const { shop, presentment } of [sale.total, sale.tax, sale.discountBeforeTaxes])
      for (const side of [shop, presentment]) expect(isBack ? side <= 0n : side >= 0n).toBe(true);
  }
  const back = order.transactions.filter(({ kind, status }) => kind === 'refund' && status !== 'failure');
  const backSum = back.reduce((sum, { amount }) => sum + amount.presentment, 0n);
  expect(backSum).toBeLessThanOrEqual(receivedOf(order).presentment);
}

/** Goods: each unit ordered is unshipped, shipped or withdrawn, and stock knows why it is what it is. */
export function expectSoundGoods(shop: TestShop, order: StoreOrder): void {
  const units = order.fulfillmentOrders.flatMap(({ lines }) => lines);
  const shipped = order.fulfillments
    .filter(({ status }) => status === 'success')
    .flatMap(({ lines }) => lines);
  const countOf = (all: readonly { lineId: bigint }[], lineId: bigint, count: (index: number) => number) =>
    all.reduce((sum, each, index) => (each.lineId === lineId ? sum + count(index) : sum), 0);
  for (const line of order.lines) {
    if (line.tip) continue;
    const remaining = countOf(units, line.id, (index) => units[index]?.remaining ?? 0);
    const withdrawn = countOf(units, line.id, (index) => units[index]?.withdrawn ?? 0);
    const gone = countOf(shipped, line.id, (index) => shipped[index]?.quantity ?? 0);
    expect(remaining + withdrawn + gone).toBe(line.quantity);
  }
  const { inventory, products, orders } = shop.state;
  const variants = products.flatMap((product) => product.variants);
  for (const level of inventory.levels.values()) {
    const own = inventory.movements.filter(
      ({ inventoryItemId, locationId }) =>
        inventoryItemId === level.inventoryItemId && locationId === level.locationId,
    );
    for (const [name, quantity] of Object.entries(level.quantities))
      expect(own.reduce((sum, each) => (each.name === name ? sum + each.delta : sum), 0)).toBe(quantity);
    // What is on hand changes by receiving, shipping and restocking, never by being promised to somebody.
    const changedBy = (reasons: readonly string[]) =>
      own.reduce((sum, { reason, delta }) => (reasons.includes(reason) ? sum + delta : sum), 0);
    expect(changedBy(['sale', 'fulfillment_order_moved'])).toBe(0);
    const onHand = ['received', 'fulfillment', 'fulfillment_cancelled', 'not_restocked', 'restock'];
    expect(changedBy(onHand)).toBe(onHandOf(level));
    const waiting = orders
      .flatMap((each) => each.fulfillmentOrders.map((work) => ({ each, work })))
      .filter(({ work }) => work.locationId === level.locationId)
      .flatMap(({ each, work }) => work.lines.map((unit) => ({ each, unit })))
      .reduce((sum, { each, unit }) => {
        const line = each.lines.find(({ id }) => id === unit.lineId);
        const variant = variants.find(({ id }) => id === line?.variantId);
        const isStocked =
          line?.requiresShipping === true && variant?.inventoryItemId === level.inventoryItemId;
        return isStocked ? sum + unit.remaining : sum;
      }, 0);
    expect(level.quantities.committed).toBe(waiting);
  }
}
