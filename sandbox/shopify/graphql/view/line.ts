/** What an order sold: its lines with their duties, its shipping lines and its fees. */
import { currentQuantityOf, refundableOf, refundedUnits, shareOfLine } from '../../act/agree.ts';
import { type Bag, minus, negative, noMoney, plus } from '../../model/bag.ts';
import type { StoreDuty, StoreFee, StoreLine, StoreOrder, StoreShipping } from '../../model/order.ts';
import { divideHalfUp } from '../../price.ts';
import type { AdminContext, View } from '../context.ts';
import { productOfId, variantOfId } from '../lookup.ts';
import { allocationViews } from './discount.ts';
import { moneyBag, taxLineView, top } from './money.ts';
import { productView, variantView } from './product.ts';

export function lineView(context: AdminContext, order: StoreOrder, line: StoreLine): View {
  const variantTitle = line.variantTitle === 'Default Title' ? null : line.variantTitle;
  return {
    __typename: 'LineItem',
    id: `gid://shopify/LineItem/${line.id}`,
    name: variantTitle === null ? line.title : `${line.title} - ${variantTitle}`,
    title: line.title,
    variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: () => currentQuantityOf(order, line),
    refundableQuantity: () => refundableOf(order, line),
    unfulfilledQuantity: () => unfulfilledOf(order, line),
    nonFulfillableQuantity: () => currentQuantityOf(order, line) - unfulfilledOf(order, line),
    restockable: line.variantId !== null,
    requiresShipping: line.requiresShipping,
    isGiftCard: line.giftCard,
    taxable: line.taxable,
    merchantEditable: order.cancelledAt === null,
    customAttributes: [],
    sellingPlan: null,
    lineItemGroup: null,
    contract: null,
    staffMember: null,
    weight: { __typename: 'Weight', unit: 'GRAMS', value: line.grams },
    product: () => {
      const product = line.productId === null ? undefined : productOfId(context.state, line.productId);
      return product === undefined ? null : productView(context, product);
    },
    variant: () => {
      const sold = line.variantId === null ? undefined : variantOfId(context.state, line.variantId);
      return sold === undefined ? null : variantView(context, sold);
    },
    taxLines: ({ first }: { first?: number | null }) =>
      top(line.taxes, first).map((tax) => taxLineView(tax, order)),
    duties: () => line.duties.map((duty) => dutyView(order, duty)),
    discountAllocations: () => allocationViews(order, line.allocations),
    ...lineAmounts(order, line),
  };
}

/** Discounts that are codes are off the total only where it is asked for with them. */
function lineAmounts(order: StoreOrder, line: StoreLine) {
  const set = (bag: Bag): View => moneyBag(bag, order);
  const discounted = (withCodes: boolean): Bag =>
    minus(line.price, withCodes ? line.discount : withoutCodesOf(order, line));
  return {
    originalUnitPriceSet: set(line.unitPrice),
    originalTotalSet: set(line.price),
    totalDiscountSet: () => set(line.discount),
    discountedTotalSet: ({ withCodeDiscounts }: { withCodeDiscounts?: boolean }) =>
      set(discounted(withCodeDiscounts === true)),
    discountedUnitPriceSet: () => set(perUnit(discounted(false), line)),
    discountedUnitPriceAfterAllDiscountsSet: () => set(perUnit(discounted(true), line)),
    priceAfterAllDiscountsBeforeTaxesSet: () => {
      const { total, tax } = shareOfLine(
        line,
        refundedUnits(order, line),
        line.quantity - line.removedQuantity,
      );
      return set(minus(total, tax));
    },
    unfulfilledOriginalTotalSet: () => set(timesUnits(line.unitPrice, unfulfilledOf(order, line))),
    unfulfilledDiscountedTotalSet: () =>
      set(timesUnits(perUnit(discounted(false), line), unfulfilledOf(order, line))),
  };
}

export function dutyView(order: StoreOrder, duty: StoreDuty): View {
  return {
    __typename: 'Duty',
    id: `gid://shopify/Duty/${duty.id}`,
    countryCodeOfOrigin: duty.countryOfOrigin,
    harmonizedSystemCode: duty.hsCode,
    price: moneyBag(duty.price, order),
    taxLines: () => duty.taxes.map((tax) => taxLineView(tax, order)),
  };
}

export function shippingView(order: StoreOrder, line: StoreShipping): View {
  const refunded = order.refunds
    .flatMap(({ shipping }) => shipping)
    .filter(({ shippingLineId }) => shippingLineId === line.id)
    .map(({ subtotal }) => negative(subtotal));
  const discounted = minus(line.price, line.discount);
  const left = line.removed ? noMoney : plus(discounted, ...refunded);
  return {
    __typename: 'ShippingLine',
    id: `gid://shopify/ShippingLine/${line.id}`,
    title: line.title,
    code: line.code,
    source: 'shopify',
    custom: false,
    carrierIdentifier: null,
    deliveryCategory: null,
    phone: null,
    shippingRateHandle: null,
    isRemoved: line.removed,
    originalPriceSet: moneyBag(line.price, order),
    discountedPriceSet: moneyBag(discounted, order),
    currentDiscountedPriceSet: moneyBag(left, order),
    discountAllocations: () => allocationViews(order, line.allocations),
    taxLines: () => line.taxes.map((tax) => taxLineView(tax, order)),
  };
}

export function feeView(
  order: StoreOrder,
  fee: StoreFee,
  typename: 'AdditionalFee' | 'SaleAdditionalFee',
): View {
  return {
    __typename: typename,
    id: `gid://shopify/${typename}/${fee.id}`,
    name: fee.name,
    price: moneyBag(fee.price, order),
    taxLines: () => fee.taxes.map((tax) => taxLineView(tax, order)),
  };
}

/** Units that still wait on a fulfillment order. */
export function unfulfilledOf(order: StoreOrder, line: StoreLine): number {
  let units = 0;
  for (const { status, lines } of order.fulfillmentOrders) {
    if (status === 'CLOSED' || status === 'CANCELLED') continue;
    for (const each of lines) if (each.lineId === line.id) units += each.remaining;
  }
  return units;
}

function withoutCodesOf(order: StoreOrder, line: StoreLine): Bag {
  const others = line.allocations.filter(({ discount }) => order.discounts[discount]?.kind !== 'code');
  return plus(...others.map(({ amount }) => amount));
}

function perUnit({ shop, presentment }: Bag, line: StoreLine): Bag {
  const units = BigInt(Math.max(1, line.quantity - line.removedQuantity));
  return { shop: divideHalfUp(shop, units), presentment: divideHalfUp(presentment, units) };
}

function timesUnits({ shop, presentment }: Bag, units: number): Bag {
  return { shop: shop * BigInt(units), presentment: presentment * BigInt(units) };
}
