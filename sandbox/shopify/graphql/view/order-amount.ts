/** The money sets of an order. What each is the sum of stands in amount.ts and order.ts. */
import { checkoutOf, leftOf, roundingOf, soldOf, taxesOf } from '../../amount.ts';
import { type Bag, plus } from '../../model/bag.ts';
import type { StoreOrder } from '../../model/order.ts';
import {
  currentTaxesOf,
  netPaymentOf,
  openAuthorizationsOf,
  originalTotalOf,
  outstandingOf,
  receivedOf,
  refundedOf,
} from '../../order.ts';
import { bagAt } from '../../rate.ts';
import type { View } from '../context.ts';
import { moneyBag, taxLineView } from './money.ts';

/** Everything is summed when it is asked for: a page of orders mostly asks for little. */
export function amountsOf(order: StoreOrder) {
  const set = (bag: () => Bag) => (): View => moneyBag(bag(), order);
  const hasDuties = order.lines.some(({ duties }) => duties.length > 0);
  const hasFees = order.fees.length > 0;
  const onlyIf = (has: boolean, bag: () => Bag) => (): View | null => (has ? moneyBag(bag(), order) : null);
  return {
    subtotalPriceSet: set(() => soldOf(order).subtotal),
    totalDiscountsSet: set(() => soldOf(order).discounts),
    totalPriceSet: set(() => soldOf(order).total),
    totalShippingPriceSet: set(() => soldOf(order).shipping),
    totalTaxSet: set(() => soldOf(order).tax),
    currentSubtotalPriceSet: set(() => leftOf(order).subtotal),
    currentShippingPriceSet: set(() => leftOf(order).shipping),
    currentTotalDiscountsSet: set(() => leftOf(order).discounts),
    currentTotalPriceSet: set(() => leftOf(order).total),
    currentTotalTaxSet: set(() => leftOf(order).tax),
    currentTotalDutiesSet: onlyIf(hasDuties, () => leftOf(order).duties),
    currentTotalAdditionalFeesSet: onlyIf(hasFees, () => leftOf(order).fees),
    originalTotalPriceSet: set(() => originalTotalOf(order)),
    originalTotalDutiesSet: onlyIf(hasDuties, () => checkoutOf(order, 'DUTY')),
    originalTotalAdditionalFeesSet: onlyIf(hasFees, () => checkoutOf(order, 'ADDITIONAL_FEE')),
    totalOutstandingSet: set(() => outstandingOf(order)),
    totalReceivedSet: set(() => receivedOf(order)),
    totalRefundedSet: set(() => refundedOf(order)),
    totalRefundedShippingSet: set(() => refundedShippingOf(order)),
    netPaymentSet: set(() => netPaymentOf(order)),
    totalCapturableSet: set(() => capturableOf(order)),
    totalTipReceivedSet: set(() => tipOf(order)),
    refundDiscrepancySet: set(() => discrepancyOf(order)),
    totalCashRoundingAdjustment: (): View => ({
      __typename: 'CashRoundingAdjustment',
      paymentSet: moneyBag(roundingOf(order, ['sale', 'capture']), order),
      refundSet: moneyBag(roundingOf(order, ['refund']), order),
    }),
    taxLines: () => taxesOf(soldOf(order).charges).map((tax) => taxLineView(tax, order)),
    currentTaxLines: () => currentTaxesOf(order).map((tax) => taxLineView(tax, order)),
  };
}

/** What was taken back of shipping, as `RefundShippingLine` tells it. */
function refundedShippingOf(order: StoreOrder): Bag {
  return plus(...order.refunds.flatMap(({ shipping }) => shipping.map(({ subtotal }) => subtotal)));
}

function capturableOf(order: StoreOrder): Bag {
  const left = openAuthorizationsOf(order).reduce((sum, each) => sum + each.left, 0n);
  return bagAt(order.rate, left);
}

function tipOf(order: StoreOrder): Bag {
  return plus(...order.lines.filter(({ tip }) => tip).map(({ total }) => total));
}

/** Positive in the merchant's favor, as the adjustments themselves. */
function discrepancyOf(order: StoreOrder): Bag {
  return plus(...order.refunds.flatMap(({ adjustments }) => adjustments.map(({ amount }) => amount)));
}
