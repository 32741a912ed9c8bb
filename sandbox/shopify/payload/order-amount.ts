/**
 * The amounts of an order. `total_*` is what was sold, with edits and before refunds; `current_*` is what is left
 * of it after all; `original_*` is what checkout agreed.
 */
import { checkoutOf, leftOf, roundingOf, soldOf, taxesOf } from '../amount.ts';
import { type Bag, plus } from '../model/bag.ts';
import type { StoreOrder } from '../model/order.ts';
import { outstandingOf } from '../order.ts';
import type { Json, JsonObject } from './json.ts';
import { moneySet, shopText, taxLines } from './money.ts';

export function amountPayload(order: StoreOrder): JsonObject {
  const set = (bag: Bag): Json => moneySet(bag, order);
  const text = (bag: Bag): string => shopText(bag, order);
  const sold = soldOf(order);
  const left = leftOf(order);
  const hasDuties = order.lines.some(({ duties }) => duties.length > 0);
  const hasFees = order.fees.length > 0;
  const amounts = {
    current_subtotal_price: left.subtotal,
    current_total_discounts: left.discounts,
    current_total_price: left.total,
    current_total_tax: left.tax,
    subtotal_price: sold.subtotal,
    total_discounts: sold.discounts,
    total_line_items_price: sold.prices,
    total_price: sold.total,
    total_tax: sold.tax,
  };
  const both = Object.entries(amounts).flatMap(([name, bag]): [string, Json][] => [
    [name, text(bag)],
    [`${name}_set`, set(bag)],
  ]);
  return {
    ...Object.fromEntries(both),
    current_shipping_price_set: set(left.shipping),
    current_total_additional_fees_set: hasFees ? set(left.fees) : null,
    current_total_duties_set: hasDuties ? set(left.duties) : null,
    original_total_additional_fees_set: hasFees ? set(checkoutOf(order, 'ADDITIONAL_FEE')) : null,
    original_total_duties_set: hasDuties ? set(checkoutOf(order, 'DUTY')) : null,
    tax_lines: taxLines(taxesOf(sold.charges), order),
    total_cash_rounding_payment_adjustment_set: set(roundingOf(order, ['sale', 'capture'])),
    total_cash_rounding_refund_adjustment_set: set(roundingOf(order, ['refund'])),
    total_outstanding: text(outstandingOf(order)),
    total_shipping_price_set: set(sold.shipping),
    total_tip_received: text(plus(...order.lines.filter(({ tip }) => tip).map(({ total }) => total))),
    total_weight: order.lines.reduce((grams, line) => grams + line.grams * line.quantity, 0),
  };
}
