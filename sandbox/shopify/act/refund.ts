/** `refundCreate`: units, shipping, duties and money that go back without a return. */
import { type RefundSpec, Refused } from '../model/act.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { RestockType, StoreRefund } from '../model/return.ts';
import { fulfilledQuantityOf } from '../order.ts';
import type { ActContext } from './context.ts';
import { moveStockOfLine } from './fulfillment-order.ts';
import { assertRefundable, bookRefund, suggestedRefund } from './refund-book.ts';
import { claimDuties, claimFees, claimShipping, claimUnits, type ClaimedUnits } from './refund-claim.ts';
import { shippedRefundsOf } from './refund-units.ts';
import { unshippedQuantityOf, withdrawUnits } from './routing.ts';
import { together } from './together.ts';

/**
 * Refunds at once, whatever becomes of the money. `CANCEL` puts unshipped units back into stock, `RETURN` shipped ones
 * at their location; `NO_RESTOCK` puts nothing back and counts shipped units first, since Shopify's fulfillable
 * quantity is `quantity - max(refunded, fulfilled)` (Shopify docs: LineItem). An amount other than the suggested one
 * brings an adjustment. Throws `Refused` for more units or, unless allowed, more money than there is.
 */
export function refundOrder(context: ActContext, order: StoreOrder, spec: RefundSpec): StoreRefund {
  const units = (spec.lines ?? []).map(({ lineId, quantity, restock = 'NO_RESTOCK', locationId }) => {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line === undefined)
      throw new Refused('INVALID', 'Line item could not be found.', ['refundLineItems', 'lineItemId']);
    return {
      line,
      quantity,
      restock,
      locationId: restockPlace(context, order, { restock, line, locationId }),
    };
  });
  const fromLines = claimUnits(context, order, units);
  const fromShipping = claimShipping(context, order, spec.shipping);
  const fromDuties = claimDuties(order, spec.duties ?? [], units);
  const sales = [
    ...fromLines.sales,
    ...fromShipping.sales,
    ...fromDuties.sales,
    ...(spec.fees === undefined ? [] : claimFees(order)),
  ];
  const suggested = suggestedRefund(order, sales);
  const { tenders } = spec;
  const tendered = tenders?.reduce((sum, { amount }) => sum + amount, 0n);
  const money = { ...spec, amount: spec.amount ?? tendered ?? suggested.amount };
  if (sales.length === 0 && money.amount === 0n)
    throw new Refused('INVALID', 'Refund must have at least one refund line item, shipping or transaction.');
  assertRefundable(order, money);
  const sources = sourcesOf(order, units);

  return together(context, order, (inner) => {
    const refund = bookRefund(inner, order, {
      claim: { lines: fromLines.lines, shipping: fromShipping.shipping, duties: fromDuties.duties, sales },
      money,
      worth: suggested.worth,
      note: spec.note ?? null,
      agreement: { reason: 'REFUND' },
      adjustment: spec.discrepancy ?? 'REFUND_DISCREPANCY',
    });
    for (const source of sources) returnUnits(inner, order, source);
    inner.announce([{ topic: 'orders/updated', order }]);
    return refund;
  });
}

type Source = ClaimedUnits & { readonly shipped: number; readonly unshipped: number };

/** Which of the units were shipped; refuses a restock type that does not fit them. */
function sourcesOf(order: StoreOrder, units: readonly ClaimedUnits[]): Source[] {
  const left = new Map<StoreLine, { shipped: number; unshipped: number }>();
  return units.map((each) => {
    const { line, quantity, restock } = each;
    const pool = left.get(line) ?? {
      shipped: fulfilledQuantityOf(order, line) - shippedRefundsOf(order, line),
      unshipped: unshippedQuantityOf(order, line),
    };
    left.set(line, pool);
    const shipped = restock === 'CANCEL' ? 0 : Math.min(quantity, pool.shipped);
    const unshipped = restock === 'RETURN' ? 0 : Math.min(quantity - shipped, pool.unshipped);
    // A tip is neither shipped nor unshipped, so nothing of it can be missing.
    if (shipped + unshipped < quantity && !line.tip)
      throw new Refused(
        'INVALID',
        restock === 'CANCEL'
          ? 'Quantity cannot remove more than the fulfillable quantity.'
          : 'Quantity cannot refund more items than were purchased',
        ['refundLineItems', 'quantity'],
      );
    pool.shipped -= shipped;
    pool.unshipped -= unshipped;
    return { ...each, shipped, unshipped };
  });
}

function returnUnits(context: ActContext, order: StoreOrder, source: Source): void {
  const { line, restock, shipped, unshipped, locationId } = source;
  if (unshipped > 0) withdrawUnits(context, order, line, unshipped, restock === 'CANCEL');
  if (restock !== 'RETURN' || shipped === 0 || locationId === null) return;
  const deltas = { available: 1 } as const;
  moveStockOfLine(context, order, { line, quantity: shipped, locationId, deltas, reason: 'restock' });
}

function restockPlace(
  { state }: ActContext,
  order: StoreOrder,
  asked: {
    readonly restock: RestockType;
    readonly line: StoreLine;
    readonly locationId?: bigint | undefined;
  },
): bigint | null {
  if (asked.restock === 'NO_RESTOCK') return null;
  if (asked.locationId !== undefined) return asked.locationId;
  const places = asked.restock === 'RETURN' ? order.fulfillments : order.fulfillmentOrders;
  const place = places.find(({ lines }) => lines.some(({ lineId }) => lineId === asked.line.id));
  return place?.locationId ?? state.shop.locationId;
}
