/** What a shop's life is made of: each happening with how often it is met among a thousand orders. */
import { balanceOf } from '#sandbox/shopify/act/gift-card.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { DiscrepancyReason } from '#sandbox/shopify/model/return.ts';
import type { ShopState } from '#sandbox/shopify/model/shop.ts';
import type { StoreTransaction } from '#sandbox/shopify/model/transaction.ts';

/** At least and at most, of a thousand orders. */
export type Rate = readonly [least: number, most: number];
type OfOrder = readonly [is: (order: StoreOrder) => boolean, rate: Rate];

const money = (one: StoreTransaction): boolean =>
  one.status === 'success' && (one.kind === 'sale' || one.kind === 'capture');
const refunds = (order: StoreOrder, status: StoreTransaction['status'] = 'success') =>
  order.transactions.filter((one) => one.kind === 'refund' && one.status === status);
const hasDiscount = (order: StoreOrder, target: string, allocation: string): boolean =>
  order.discounts.some((one) => one.target === target && one.allocation === allocation);
const pays = (order: StoreOrder, gateway: string): boolean =>
  order.transactions.some((one) => money(one) && one.gateway === gateway);
const isIn = (order: StoreOrder, decimals: 0 | 3): boolean =>
  order.presentmentCurrency === (decimals === 0 ? 'JPY' : 'KWD');
const firstParcelAt = (order: StoreOrder): number => order.fulfillments[0]?.createdAt ?? Infinity;

/** Amount-only refunds and their reasons: nothing but an adjustment. */
function isAmountOnly(order: StoreOrder, reason?: DiscrepancyReason): boolean {
  return order.refunds.some(
    ({ lines, shipping, duties, adjustments }) =>
      lines.length + shipping.length + duties.length === 0 &&
      adjustments.some((one) => reason === undefined || one.reason === reason),
  );
}

/** Which way the price went when goods were exchanged; null where nothing was. */
function exchangeOf(order: StoreOrder): 'cheaper' | 'equal' | 'dearer' | null {
  for (const agreement of order.agreements) {
    const goods = agreement.sales.filter((one) => one.lineType === 'PRODUCT');
    const [back, out] = [-1, 1].map((sign) =>
      goods.filter((one) => Math.sign(one.quantity ?? 0) === sign && agreement.returnId !== null),
    );
    if (back === undefined || out === undefined || back.length === 0 || out.length === 0) continue;
    // Undiscounted: a customer who once had a discount does not exchange for something dearer by that.
    const sum = [...back, ...out].reduce(
      (whole, { total, discountAfterTaxes }) => whole + total.presentment + discountAfterTaxes.presentment,
      0n,
    );
    return sum < 0n ? 'cheaper' : sum > 0n ? 'dearer' : 'equal';
  }
  return null;
}

export const ofOrders = {
  'a code across the order': [(order) => order.discountCode !== null, [100, 260]],
  'an automatic discount': [
    (order) => order.discounts.some((one) => one.kind === 'automatic' && one.allocation === 'across'),
    [40, 160],
  ],
  'a discount on a line': [(order) => hasDiscount(order, 'line_item', 'one'), [40, 260]],
  'shipping for free': [(order) => hasDiscount(order, 'shipping_line', 'each'), [40, 180]],
  'several lines': [(order) => order.lines.length > 1, [350, 650]],
  'a tip': [(order) => order.lines.some((one) => one.tip), [10, 60]],
  'a fee': [(order) => order.fees.length > 0, [15, 80]],
  'a gift card sold': [(order) => order.lines.some((one) => one.giftCard), [10, 60]],
  'a gift card redeemed': [(order) => pays(order, 'gift_card'), [8, 60]],
  'a gift card beside another payment': [
    (order) => pays(order, 'gift_card') && order.transactions.filter(money).length > 1,
    [5, 50],
  ],
  'a payment by hand': [(order) => order.transactions.some((one) => one.manual && money(one)), [30, 140]],
  'two payments': [(order) => order.transactions.filter(money).length > 1, [20, 110]],
  'cash on delivery, after the parcel': [
    (order) =>
      order.transactions.some(
        (one) => one.gateway === 'Cash on Delivery (COD)' && money(one) && one.at > firstParcelAt(order),
      ),
    [8, 50],
  ],
  'net terms': [(order) => order.paymentTerms !== null, [5, 35]],
  'a declined payment': [(order) => order.transactions.some((one) => one.status === 'failure'), [15, 80]],
  'an authorization that is voided': [
    (order) => order.transactions.some((one) => one.kind === 'void'),
    [2, 25],
  ],
  'the till': [(order) => order.source === 'pos', [45, 130]],
  'the till, without a customer': [(order) => order.source === 'pos' && order.customer === null, [20, 90]],
  'change given': [(order) => order.transactions.some((one) => one.kind === 'change'), [10, 60]],
  'a marketplace': [(order) => order.source === 'marketplace', [10, 60]],
  'a tax that the channel owes': [
    (order) => order.lines.some((line) => line.taxes.some((tax) => tax.channelLiable === true)),
    [0, 60],
  ],
  'a test': [(order) => order.test, [1, 20]],
  'nothing to pay': [
    (order) =>
      order.lines.length > 0 && order.transactions.length === 0 && order.discountCode?.code === 'THANKYOU',
    [2, 25],
  ],
  'an edit': [(order) => order.agreements.some((one) => one.reason === 'ORDER_EDIT'), [8, 50]],
  'two parcels': [(order) => order.fulfillments.length > 1, [60, 220]],
  'one line in two parcels': [
    (order) =>
      order.lines.some(
        (line) =>
          order.fulfillments.filter(
            (one) => one.status === 'success' && one.lines.some((part) => part.lineId === line.id),
          ).length > 1,
      ),
    [8, 90],
  ],
  'fulfilled in part': [
    (order) =>
      order.fulfillments.length > 0 &&
      order.fulfillmentOrders.some((one) => one.lines.some((part) => part.remaining > 0)),
    [0, 60],
  ],
  'a parcel called back': [(order) => order.fulfillments.some((one) => one.status === 'cancelled'), [1, 30]],
  'a return': [(order) => order.returns.length > 0, [8, 60]],
  'a return at a restocking fee': [
    (order) => order.returns.some((one) => one.lines.some((line) => line.restockingFee !== null)),
    [0.4, 12],
  ],
  'a return whose way back is paid': [
    (order) => order.returns.some((one) => one.shippingFee !== null),
    [0.3, 10],
  ],
  'an exchange for something cheaper': [(order) => exchangeOf(order) === 'cheaper', [0.4, 12]],
  'an exchange for the same price': [(order) => exchangeOf(order) === 'equal', [0.4, 15]],
  'an exchange for something dearer': [(order) => exchangeOf(order) === 'dearer', [0.4, 12]],
  'a cancellation before any parcel': [
    (order) => order.cancelledAt !== null && order.fulfillments.length === 0,
    [15, 80],
  ],
  'a cancellation after a parcel': [
    (order) => order.cancelledAt !== null && order.cancelledAt > firstParcelAt(order),
    [0.4, 12],
  ],
  'a refund in part': [
    (order) => {
      const back = refunds(order).reduce((sum, one) => sum + one.amount.presentment, 0n);
      const taken = order.transactions.filter(money).reduce((sum, one) => sum + one.amount.presentment, 0n);
      return back > 0n && back < taken;
    },
    [10, 70],
  ],
  'two refunds': [(order) => order.refunds.length > 1, [0.4, 12]],
  'an amount refunded for no line': [(order) => isAmountOnly(order), [2, 25]],
  'a risk that is high': [(order) => order.risks.at(-1)?.level === 'HIGH', [2, 60]],
} as const satisfies Readonly<Record<string, OfOrder>>;

/** Of orders that leave the country, or that only some countries know. */
export const ofSomeOrders = {
  'another currency': (order) => order.presentmentCurrency !== order.currency,
  'a currency without decimals': (order) => isIn(order, 0),
  'a currency with three decimals': (order) => isIn(order, 3),
  'a duty': (order) => order.lines.some((one) => one.duties.length > 0),
  'tax included': (order) => order.taxesIncluded && order.lines.some((one) => one.taxes.length > 0),
  'tax on top': (order) => !order.taxesIncluded && order.lines.some((one) => one.taxes.length > 0),
  'several taxes on one line': (order) => order.lines.some((one) => one.taxes.length > 1),
  'a customer who owes no tax': (order) => order.customer?.taxExempt === true,
  'cash that is rounded': (order) => order.transactions.some((one) => one.rounding !== null),
  'a refund that is pending first': (order) =>
    order.transactions.some((one) => one.kind === 'refund' && one.processedAt > one.at),
  'an authorization that expires': (order) => order.transactions.some((one) => one.expired === true),
  'a merchant of record': (order) => order.merchantOfRecordApp !== null,
  'a bundle': (order) => order.lines.some((one) => one.sku?.startsWith('SET-') === true),
} as const satisfies Readonly<Record<string, (order: StoreOrder) => boolean>>;

/** Counts of a month in the shop itself, whoever orders. */
export const ofShops = {
  'products of several variants': ({ products }) => products.filter((one) => one.variants.length > 1).length,
  bundles: ({ products }) =>
    products.filter((one) => one.variants.some((variant) => variant.components.length > 0)).length,
  'goods on sale': ({ products }) =>
    products.filter((one) => one.variants.some((variant) => variant.compareAtPrice !== null)).length,
  'gift cards that staff issued or changed': ({ giftCards }) =>
    giftCards.filter((one) => one.movements.some(({ why }) => why === 'issued' || why === 'adjusted')).length,
  'gift cards that are used up': ({ giftCards }) => giftCards.filter((one) => balanceOf(one) === 0n).length,
  receipts: ({ inventory }) => inventory.movements.filter((one) => one.reason === 'received').length,
  counts: ({ inventory }) =>
    inventory.movements.filter((one) => one.reason === 'cycle_count_available').length,
  transfers: ({ inventory }) =>
    inventory.movements.filter((one) => one.reason === 'movement_received').length,
  payouts: ({ payments }) => payments.payouts.filter((one) => one.status === 'PAID').length,
  disputes: ({ payments }) => payments.disputes.length,
} as const satisfies Readonly<Record<string, (state: ShopState) => number>>;

export const reasons: readonly DiscrepancyReason[] = [
  'CUSTOMER',
  'DAMAGE',
  'FULL_RETURN_BALANCING_ADJUSTMENT',
  'PENDING_REFUND_DISCREPANCY',
  'REFUND_DISCREPANCY',
  'RESTOCK',
];

export function refundsFor(orders: readonly StoreOrder[], reason: DiscrepancyReason): number {
  return orders.filter((order) => isAmountOnly(order, reason)).length;
}
