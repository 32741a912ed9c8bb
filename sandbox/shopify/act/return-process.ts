/** `returnProcess`: books what has come back, what is exchanged for it, and what of the money goes back. */
import { type ProcessReturnSpec, Refused } from '../model/act.ts';
import { minus, noMoney } from '../model/bag.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { DiscrepancyReason, StoreRefund, StoreReturn, StoreReturnLine } from '../model/return.ts';
import { fulfilledQuantityOf } from '../order.ts';
import { divideHalfUp } from '../price.ts';
import { bagAt } from '../rate.ts';
import { agree, currentQuantityOf, lineTypeOf, saleOfCharge } from './agree.ts';
import type { ActContext } from './context.ts';
import { lineOf } from './fulfillment-order.ts';
import { assertRefundable, bookRefund, suggestedRefund } from './refund-book.ts';
import { type Claim, claimShipping, claimUnits, type NewSale } from './refund-claim.ts';
import { shippedRefundsOf } from './refund-units.ts';
import { assertDisposable, dispose } from './return-dispose.ts';
import { exchangeLines, type Exchanged } from './return-exchange.ts';
import { routeLines } from './routing.ts';
import { together } from './together.ts';

/**
 * One RETURN agreement: negative sales of the units, FEE sales, and positive sales of exchanged goods, which become
 * new lines with fulfillment orders. The suggested amount goes back, nothing when the exchange costs more (the order
 * is then outstanding). When another amount is asked for, a shop books the difference as an adjustment or, if it is
 * `without-adjustment`, leaves it open as the customer's credit. Null when there is nothing to refund.
 */
export function processReturn(
  context: ActContext,
  order: StoreOrder,
  asked: { readonly returned: StoreReturn; readonly spec: ProcessReturnSpec },
): StoreRefund | null {
  const { returned, spec } = asked;
  const { units, parts, claim, exchanged } = claimReturn(context, order, asked);
  const suggested = suggestedRefund(order, claim.sales);
  const amount = spec.refundAmount ?? suggested.amount;
  const { status = 'success', tenders, allowOverRefunding } = spec;
  const money = {
    amount,
    status,
    ...(tenders && { tenders }),
    ...(allowOverRefunding !== undefined && { allowOverRefunding }),
  };
  assertRefundable(order, money);
  const isFull = comesToNothing(order, units);
  const newLines = exchanged.map(({ line }) => line);

  return together(context, order, (inner) => {
    order.lines.push(...newLines);
    const hasRefund = claim.lines.length > 0 || claim.shipping.length > 0 || amount > 0n;
    const refund = !hasRefund
      ? null
      : bookRefund(inner, order, {
          claim,
          money,
          worth: suggested.worth,
          note: spec.note ?? null,
          adjustment: adjustmentOf(inner, isFull),
          agreement: { reason: 'RETURN', returnId: returned.id },
        });
    if (refund === null) agree(inner, order, { reason: 'RETURN', sales: claim.sales, returnId: returned.id });
    else returned.refundIds.push(refund.id);
    recordProgress(units, exchanged);
    order.updatedAt = inner.clock.now();
    if (parts.length > 0) dispose(inner, order, { returned, parts });
    routeLines(inner, order, newLines);
    inner.announce([
      { topic: 'returns/process', order, return: returned },
      { topic: 'orders/updated', order },
    ]);
    return refund;
  });
}

/** Shopify documents neither the reasons nor whether it adjusts at all; the names of its reasons suggest these two. */
function adjustmentOf({ state }: ActContext, isFull: boolean): DiscrepancyReason | null {
  if (state.shop.returnProcess === 'without-adjustment') return null;
  return isFull ? 'FULL_RETURN_BALANCING_ADJUSTMENT' : 'REFUND_DISCREPANCY';
}

/** Checks all that is asked for before anything happens, and works out its sales. */
function claimReturn(
  context: ActContext,
  order: StoreOrder,
  { returned, spec }: { readonly returned: StoreReturn; readonly spec: ProcessReturnSpec },
) {
  if (returned.status !== 'OPEN')
    throw new Refused('INVALID_STATE', `Return status is ${returned.status.toLowerCase()}.`);
  const units = spec.lines.map((each) => ({ ...each, line: processable(order, returned, each) }));
  const parts = dispositionsOf(returned, units);
  assertDisposable(returned, parts);
  const { lines, sales } = claimUnits(
    context,
    order,
    units.map(({ line, quantity, dispositions = [] }) => {
      const restocked = dispositions.find(({ type }) => type === 'RESTOCKED');
      return {
        line: lineOf(order, line.lineId),
        quantity,
        locationId: restocked?.locationId ?? null,
        restock: restocked === undefined ? 'NO_RESTOCK' : 'RETURN',
      };
    }),
  );
  const shipping = claimShipping(context, order, spec.refundShipping);
  const exchanged = exchangeLines(context, order, { returned, asked: spec.exchanges ?? [] });
  const claim: Claim = {
    lines,
    shipping: shipping.shipping,
    duties: [],
    sales: [
      ...sales,
      ...shipping.sales,
      ...feeSales(order, returned, units),
      ...exchanged.map(saleOfExchange),
    ],
  };
  if (claim.sales.length === 0) throw new Refused('INVALID', 'Nothing to process.', ['returnLineItems']);
  return { units, parts, claim, exchanged };
}

type Units = ProcessReturnSpec['lines'][number] & { readonly line: StoreReturnLine };

function processable(
  order: StoreOrder,
  returned: StoreReturn,
  asked: ProcessReturnSpec['lines'][number],
): StoreReturnLine {
  const line = returned.lines.find(({ id }) => id === asked.returnLineId);
  if (line === undefined) throw new Refused('NOT_FOUND', 'Return line item could not be found.');
  const orderLine = lineOf(order, line.lineId);
  const free = fulfilledQuantityOf(order, orderLine) - shippedRefundsOf(order, orderLine);
  if (asked.quantity < 1 || asked.quantity > Math.min(line.quantity - line.processed, free))
    throw new Refused('INVALID', 'Quantity is greater than the processable quantity.', ['quantity']);
  return line;
}

function dispositionsOf(returned: StoreReturn, units: readonly Units[]) {
  const lines = returned.reverseFulfillmentOrders.flatMap((reverse) => reverse.lines);
  return units.flatMap(({ line, dispositions = [] }) =>
    dispositions.map(({ type, quantity, locationId }) => {
      const index = returned.lines.indexOf(line);
      const reverse = lines[index];
      if (reverse === undefined) throw new Error(`Return ${returned.name} has no reverse fulfillment order`);
      return { reverseLineId: reverse.id, quantity, type, ...(locationId !== null && { locationId }) };
    }),
  );
}

/** Restocking fees for the units processed now, the last unit taking the remainder; the way back is charged once. */
function feeSales(order: StoreOrder, returned: StoreReturn, units: readonly Units[]): NewSale[] {
  const sales = units.flatMap(({ line, quantity }) => {
    if (line.restockingFee === null) return [];
    const { id, amount } = line.restockingFee;
    const upTo = (count: number) =>
      bagAt(order.rate, divideHalfUp(amount.presentment * BigInt(count), BigInt(line.quantity)));
    const fee = minus(upTo(line.processed + quantity), upTo(line.processed));
    return fee.presentment === 0n ? [] : [feeSale(id, fee)];
  });
  const { shippingFee, lines } = returned;
  const isFirst = lines.every(({ processed }) => processed === 0) && units.length > 0;
  return shippingFee !== null && isFirst ? [...sales, feeSale(shippingFee.id, shippingFee.amount)] : sales;
}

function feeSale(subjectId: bigint, total: NewSale['total']): NewSale {
  return {
    actionType: 'ORDER',
    lineType: 'FEE',
    subjectId,
    quantity: null,
    total,
    tax: noMoney,
    discountBeforeTaxes: noMoney,
    discountAfterTaxes: noMoney,
    taxes: [],
  };
}

function saleOfExchange({ line }: Exchanged): NewSale {
  const about = { lineType: lineTypeOf(line), subjectId: line.id, quantity: line.quantity } as const;
  return saleOfCharge(line, { ...about, actionType: 'ORDER', sign: 1 });
}

/** Whether these units are all that the order still had. */
function comesToNothing(order: StoreOrder, units: readonly Units[]): boolean {
  const left = (line: StoreLine) =>
    units.reduce(
      (sum, each) => (each.line.lineId === line.id ? sum - each.quantity : sum),
      currentQuantityOf(order, line),
    );
  return order.lines.every((line) => left(line) === 0);
}

function recordProgress(units: readonly Units[], exchanged: readonly Exchanged[]): void {
  for (const { line, quantity } of units) {
    line.processed += quantity;
    line.refunded += quantity;
  }
  for (const { exchange, line } of exchanged) {
    exchange.processed += line.quantity;
    exchange.lineIds.push(line.id);
  }
}
