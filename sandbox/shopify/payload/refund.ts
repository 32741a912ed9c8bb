/** The body of refunds/create, and an element of an order's `refunds`. */
import { type Bag, negative, plus } from '../model/bag.ts';
import type { StoreLine, StoreOrder, StoreShipping } from '../model/order.ts';
import type { StoreRefund, StoreRefundLine } from '../model/return.ts';
import type { ShopState } from '../model/shop.ts';
import { gid, type Json, type JsonObject } from './json.ts';
import { linePayload } from './line.ts';
import { moneySet, shopText } from './money.ts';
import { shippingPayload } from './shipping-line.ts';
import { timeText } from './time.ts';
import { plainTransactionPayload } from './transaction.ts';

export function refundPayload(order: StoreOrder, refund: StoreRefund, state: ShopState): JsonObject {
  const at = timeText(refund.createdAt, state.shop.timeZone);
  return {
    id: refund.id,
    order_id: order.id,
    created_at: at,
    note: refund.note,
    user_id: null,
    processed_at: at,
    duties: refund.duties.map(({ dutyId, amount }) => ({
      duty_id: dutyId,
      amount_set: moneySet(amount, order),
    })),
    total_duties_set: moneySet(plus(...refund.duties.map(({ amount }) => amount)), order),
    return:
      refund.returnId === null
        ? null
        : { id: refund.returnId, admin_graphql_api_id: gid('Return', refund.returnId) },
    refund_shipping_lines: refund.shipping.map((each) => {
      const line = shippingOf(order, each.shippingLineId);
      return {
        id: each.id,
        shipping_line_id: each.shippingLineId,
        subtotal_amount_set: moneySet(each.subtotal, order),
        shipping_line: shippingPayload(order, line),
      };
    }),
    restock: refund.lines.some(({ restockType }) => restockType !== 'NO_RESTOCK'),
    admin_graphql_api_id: gid('Refund', refund.id),
    order_adjustments: adjustmentPayloads(order, refund),
    refund_line_items: refund.lines.map((line) => refundLinePayload(order, line, state)),
    transactions: refund.transactionIds.flatMap((id) => {
      const transaction = order.transactions.find((each) => each.id === id);
      return transaction === undefined ? [] : [plainTransactionPayload(order, transaction, state)];
    }),
  };
}

function refundLinePayload(order: StoreOrder, refunded: StoreRefundLine, state: ShopState): JsonObject {
  const line = lineOf(order, refunded.lineId);
  return {
    id: refunded.id,
    quantity: refunded.quantity,
    line_item_id: refunded.lineId,
    location_id: refunded.locationId,
    restock_type: refunded.restockType.toLowerCase(),
    // The only two amounts that Shopify writes as numbers; their decimals are those of the text.
    subtotal: Number(shopText(refunded.subtotal, order)),
    total_tax: Number(shopText(refunded.tax, order)),
    subtotal_set: moneySet(refunded.subtotal, order),
    total_tax_set: moneySet(refunded.tax, order),
    line_item: linePayload({ order, line }, state),
  };
}

/** Refunded shipping is told twice, here as the negative of what went back (official samples of REST, 2026-07). */
function adjustmentPayloads(order: StoreOrder, refund: StoreRefund): Json[] {
  const payload = (of: {
    readonly id: bigint;
    readonly kind: string;
    readonly reason: string;
    readonly amount: Bag;
    readonly tax: Bag;
  }): Json => ({
    id: of.id,
    order_id: order.id,
    refund_id: refund.id,
    amount: shopText(of.amount, order),
    tax_amount: shopText(of.tax, order),
    kind: of.kind,
    reason: of.reason,
    amount_set: moneySet(of.amount, order),
    tax_amount_set: moneySet(of.tax, order),
  });
  return [
    ...refund.shipping.map(({ id, subtotal, tax }) =>
      payload({
        id,
        kind: 'shipping_refund',
        reason: 'Shipping refund',
        amount: negative(subtotal),
        tax: negative(tax),
      }),
    ),
    ...refund.adjustments.map((each) =>
      payload({ ...each, kind: 'refund_discrepancy', reason: sentenceOf(each.reason) }),
    ),
  ];
}

/** `REFUND_DISCREPANCY` is written "Refund discrepancy". */
function sentenceOf(reason: string): string {
  const words = reason.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function lineOf(order: StoreOrder, id: bigint): StoreLine {
  const line = order.lines.find((each) => each.id === id);
  if (line === undefined) throw new Error(`Order ${order.name} has no line ${id}.`);
  return line;
}

function shippingOf(order: StoreOrder, id: bigint): StoreShipping {
  const line = order.shipping.find((each) => each.id === id);
  if (line === undefined) throw new Error(`Order ${order.name} has no shipping line ${id}.`);
  return line;
}
