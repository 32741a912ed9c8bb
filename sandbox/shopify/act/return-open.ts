/** Opens a return: checks what can still come back, and fixes its fees. */
import { Refused, type ReturnSpec } from '../model/act.ts';
import { noMoney } from '../model/bag.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { StoreReturn, StoreReturnLine, StoreReverseFulfillmentOrder } from '../model/return.ts';
import { fulfilledQuantityOf } from '../order.ts';
import { divideHalfUp } from '../price.ts';
import { bagAt } from '../rate.ts';
import { refundedUnits, shareOfLine } from './agree.ts';
import type { ActContext } from './context.ts';
import { lineOf } from './fulfillment-order.ts';
import { shippedRefundsOf } from './refund-units.ts';
import { variantOf } from './stock.ts';
import { together } from './together.ts';

/**
 * `returnRequest` or, already open, `returnCreate`. Refuses units that were not shipped, or are refunded or on their
 * way back already. An archived order is unarchived by it (Shopify docs: returnCreate).
 */
export function openReturn(
  context: ActContext,
  order: StoreOrder,
  asked: { readonly spec: ReturnSpec; readonly status: 'REQUESTED' | 'OPEN' },
): StoreReturn {
  const { spec, status } = asked;
  if (spec.lines.length === 0)
    throw new Refused('INVALID', 'Return must have at least one return line item.', ['returnLineItems']);
  const taken = new Map<bigint, number>();
  for (const { fulfillmentLineId, quantity } of spec.lines) {
    taken.set(fulfillmentLineId, (taken.get(fulfillmentLineId) ?? 0) + quantity);
    assertReturnable(order, { fulfillmentLineId, quantity, together: taken.get(fulfillmentLineId) ?? 0 });
  }
  for (const { variantId, quantity } of spec.exchanges ?? [])
    if (variantOf(context.state, variantId) === undefined || quantity < 1)
      throw new Refused('NOT_FOUND', 'Variant could not be found.', ['exchangeLineItems']);

  return together(context, order, (inner) => {
    const now = inner.clock.now();
    const { shippingFee } = spec;
    const opened: StoreReturn = {
      id: inner.nextId(),
      name: `${order.name}-R${order.returns.length + 1}`,
      createdAt: now,
      status,
      requestApprovedAt: status === 'OPEN' ? now : null,
      closedAt: null,
      lines: spec.lines.map((line) => returnLineOf(inner, order, line)),
      exchanges: (spec.exchanges ?? []).map(({ variantId, quantity }) => ({
        id: inner.nextId(),
        variantId,
        quantity,
        processed: 0,
        lineIds: [],
      })),
      shippingFee:
        shippingFee === undefined ? null : { id: inner.nextId(), amount: bagAt(order.rate, shippingFee) },
      reverseFulfillmentOrders: [],
      refundIds: [],
    };
    if (status === 'OPEN') opened.reverseFulfillmentOrders.push(reverseFulfillmentOrderOf(inner, opened));
    order.returns.push(opened);
    order.closedAt = null;
    order.updatedAt = now;
    inner.announce([
      { topic: status === 'OPEN' ? 'returns/approve' : 'returns/request', order, return: opened },
      { topic: 'orders/updated', order },
    ]);
    return opened;
  });
}

/** Every open return has one, at which its goods are received. */
export function reverseFulfillmentOrderOf(
  { nextId }: ActContext,
  returned: StoreReturn,
): StoreReverseFulfillmentOrder {
  return {
    id: nextId(),
    status: 'OPEN',
    lines: returned.lines.map(({ fulfillmentLineId, quantity }) => ({
      id: nextId(),
      fulfillmentLineId,
      quantity,
      dispositions: [],
    })),
  };
}

/** Units of a line that are in a return and not yet processed. */
function unitsComingBack(order: StoreOrder, line: StoreLine): number {
  let units = 0;
  for (const { status, lines } of order.returns)
    if (status === 'REQUESTED' || status === 'OPEN')
      for (const each of lines) if (each.lineId === line.id) units += each.quantity - each.processed;
  return units;
}

function returnLineOf(
  context: ActContext,
  order: StoreOrder,
  spec: ReturnSpec['lines'][number],
): StoreReturnLine {
  const { fulfillmentLineId, quantity, reason = 'UNWANTED', restockingFeePercent, note = '' } = spec;
  const { lineId } = fulfillmentLineOf(order, fulfillmentLineId);
  return {
    id: context.nextId(),
    fulfillmentLineId,
    lineId,
    quantity,
    processed: 0,
    refunded: 0,
    reason,
    note,
    restockingFee:
      restockingFeePercent === undefined
        ? null
        : {
            id: context.nextId(),
            percentage: restockingFeePercent,
            amount: restockingFeeOf(order, { lineId, quantity, percent: restockingFeePercent }),
          },
  };
}

/** The fee's percentage of what the units come to, with tax; Shopify documents no tax on fees of returns. */
function restockingFeeOf(
  order: StoreOrder,
  of: { readonly lineId: bigint; readonly quantity: number; readonly percent: number },
) {
  const line = lineOf(order, of.lineId);
  const from = refundedUnits(order, line);
  const worth = shareOfLine(line, from, from + of.quantity).total.presentment;
  const hundredths = BigInt(Math.round(of.percent * 100));
  return worth === 0n ? noMoney : bagAt(order.rate, divideHalfUp(worth * hundredths, 10_000n));
}

function fulfillmentLineOf(order: StoreOrder, id: bigint) {
  for (const { status, lines } of order.fulfillments)
    for (const line of lines) if (line.id === id && status === 'success') return line;
  throw new Refused('NOT_FOUND', 'Fulfillment line item could not be found.', ['returnLineItems']);
}

function assertReturnable(
  order: StoreOrder,
  asked: { readonly fulfillmentLineId: bigint; readonly quantity: number; readonly together: number },
): void {
  const shipped = fulfillmentLineOf(order, asked.fulfillmentLineId);
  const line = lineOf(order, shipped.lineId);
  let taken = 0;
  for (const { status, lines } of order.returns)
    for (const each of lines) {
      if (each.fulfillmentLineId !== shipped.id) continue;
      if (status === 'REQUESTED' || status === 'OPEN') taken += each.quantity;
      if (status === 'CLOSED') taken += each.processed;
    }
  const free =
    fulfilledQuantityOf(order, line) - shippedRefundsOf(order, line) - unitsComingBack(order, line);
  const left = Math.min(shipped.quantity - taken, free);
  if (asked.quantity < 1 || asked.together > left || !Number.isSafeInteger(asked.quantity))
    throw new Refused('INVALID', 'Quantity is greater than the returnable quantity.', ['returnLineItems']);
}
