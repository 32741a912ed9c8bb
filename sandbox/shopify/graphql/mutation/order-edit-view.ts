/** An order as it would be after an edit that is not committed yet. */
import { currentQuantityOf } from '../../act/agree.ts';
import { reprice, type Repriced } from '../../act/edit-price.ts';
import { unshippedQuantityOf } from '../../act/routing.ts';
import { leftOf, soldOf, taxesOf } from '../../amount.ts';
import { withTaxes } from '../../content.ts';
import { type Bag, minus, noMoney, plus } from '../../model/bag.ts';
import type { Charge } from '../../model/charge.ts';
import type { StoreLine, StoreOrder } from '../../model/order.ts';
import { outstandingOf, totalOf } from '../../order.ts';
import { divideHalfUp } from '../../price.ts';
import { bagAt } from '../../rate.ts';
import { connection, connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { variantOfId } from '../lookup.ts';
import { moneyBag, taxLineView } from '../view/money.ts';
import { orderView } from '../view/order.ts';
import { variantView } from '../view/product.ts';
import type { AddedLine, EditSession } from './order-edit-session.ts';

export function calculatedOrderView(context: AdminContext, session: EditSession): View {
  const { order } = session;
  const repriced = repricedBy(context, session);
  const charges = chargesOf(repriced);
  const more = minus(plus(...charges.map(({ total }) => total)), soldOf(order).total);
  const goods = [...repriced.lines, ...repriced.added.map(({ charge }) => charge)];
  const moreGoods = minus(plus(...goods.map(priceOf)), plus(...order.lines.map(priceOf)));
  const lines = order.lines.filter(({ tip }) => !tip);
  return {
    __typename: 'CalculatedOrder',
    id: `gid://shopify/CalculatedOrder/${session.id}`,
    committed: false,
    originalOrder: () => orderView(context, order),
    lineItems: (page: Page) =>
      connectionOf(inOrder(lines), page, (line) => calculatedLineView(context, session, line)),
    addedLineItems: (page: Page) =>
      connectionOf(inOrder(session.added), page, (line) => addedLineView(context, session, line)),
    addedDiscountApplications: (page: Page) => connection([], page),
    shippingLines: () => shippingViews(session, repriced),
    subtotalLineItemsQuantity: () =>
      [
        ...lines.map((line) => quantityOf(session, line)),
        ...session.added.map(({ spec }) => spec.quantity),
      ].reduce((sum, quantity) => sum + quantity, 0),
    subtotalPriceSet: () => moneyBag(plus(leftOf(order).subtotal, moreGoods), order),
    taxLines: () => taxesOf(charges).map((tax) => taxLineView(tax, order)),
    totalPriceSet: () => moneyBag(plus(totalOf(order), more), order),
    totalOutstandingSet: () => moneyBag(plus(outstandingOf(order), more), order),
  };
}

/** A line that the order had before the edit. */
export function calculatedLineView(context: AdminContext, session: EditSession, line: StoreLine): View {
  const { order } = session;
  const at = order.lines.indexOf(line);
  const after = repricedBy(context, session).lines[at] ?? line;
  const quantity = quantityOf(session, line);
  const before = currentQuantityOf(order, line);
  const shipped = before - unshippedQuantityOf(order, line);
  const sold = line.variantId === null ? undefined : variantOfId(context.state, line.variantId);
  return {
    __typename: 'CalculatedLineItem',
    id: `gid://shopify/CalculatedLineItem/${line.id}`,
    title: line.title,
    sku: line.sku,
    variantTitle: line.variantTitle,
    quantity,
    editableQuantity: quantity - shipped,
    editableQuantityBeforeChanges: before - shipped,
    restockable: line.variantId !== null,
    restocking: session.quantities.get(line.id)?.restock ?? false,
    variant: () => (sold === undefined ? null : variantView(context, sold)),
    ...lineAmounts(order, { charge: after, unitPrice: line.unitPrice, quantity, shipped }),
  };
}

export function addedLineView(context: AdminContext, session: EditSession, line: AddedLine): View {
  const { order, added } = session;
  const { spec } = line;
  const charge = repricedBy(context, session).added[added.indexOf(line)]?.charge;
  const sold = spec.variantId === undefined ? undefined : variantOfId(context.state, spec.variantId);
  const { quantity } = spec;
  const unitPrice = bagAt(order.rate, spec.unitPrice);
  return {
    __typename: 'CalculatedLineItem',
    id: `gid://shopify/CalculatedLineItem/${line.id}`,
    title: spec.title,
    sku: spec.sku,
    variantTitle: sold?.variant.title ?? null,
    quantity,
    editableQuantity: quantity,
    editableQuantityBeforeChanges: 0,
    restockable: false,
    restocking: false,
    variant: () => (sold === undefined ? null : variantView(context, sold)),
    ...lineAmounts(order, { charge, unitPrice, quantity, shipped: 0 }),
  };
}

export function addedShippingView(session: EditSession): View | null {
  const { shipping, order } = session;
  if (shipping === null) return null;
  return {
    __typename: 'CalculatedShippingLine',
    id: `gid://shopify/CalculatedShippingLine/${shipping.id}`,
    title: shipping.spec.title,
    price: moneyBag(bagAt(order.rate, shipping.spec.price), order),
    stagedStatus: 'ADDED',
  };
}

function shippingViews(session: EditSession, { shipping }: Repriced): View[] {
  const { order } = session;
  const kept = shipping
    .filter(({ removed }) => !removed)
    .map((line) => ({
      __typename: 'CalculatedShippingLine',
      id: `gid://shopify/CalculatedShippingLine/${line.id}`,
      title: line.title,
      price: moneyBag(line.price, order),
      stagedStatus: 'NONE',
    }));
  const added = addedShippingView(session);
  return added === null ? kept : [...kept, added];
}

function lineAmounts(
  order: StoreOrder,
  line: {
    readonly charge: Charge | undefined;
    readonly unitPrice: Bag;
    readonly quantity: number;
    readonly shipped: number;
  },
) {
  const { charge, quantity, shipped } = line;
  const left = charge === undefined ? noMoney : minus(charge.price, charge.discount);
  const part = (units: number): Bag => partOf(left, units, quantity);
  return {
    customAttributes: [],
    hasStagedLineItemDiscount: false,
    image: null,
    originalUnitPriceSet: moneyBag(line.unitPrice, order),
    discountedUnitPriceSet: () => moneyBag(part(1), order),
    editableSubtotalSet: () => moneyBag(part(quantity - shipped), order),
    uneditableSubtotalSet: () => moneyBag(part(shipped), order),
  };
}

function partOf({ shop, presentment }: Bag, units: number, of: number): Bag {
  if (of === 0) return noMoney;
  const share = (amount: bigint): bigint => divideHalfUp(amount * BigInt(units), BigInt(of));
  return { shop: share(shop), presentment: share(presentment) };
}

function quantityOf({ order, quantities }: EditSession, line: StoreLine): number {
  return quantities.get(line.id)?.quantity ?? currentQuantityOf(order, line);
}

function repricedBy(context: AdminContext, { order, quantities, added, shipping }: EditSession): Repriced {
  const isTaxExempt = order.customer?.taxExempt ?? false;
  return reprice(context, order, {
    quantities: new Map([...quantities].map(([lineId, { quantity }]) => [lineId, quantity])),
    added: added.map(({ spec }) => withTaxes(spec, isTaxExempt)),
    removesShipping: false,
    shipping: shipping?.spec,
  });
}

function chargesOf({ lines, added, shipping, addedShipping, fees }: Repriced): Charge[] {
  return [
    ...lines,
    ...lines.flatMap(({ duties }) => duties),
    ...added.map(({ charge }) => charge),
    ...shipping.filter(({ removed }) => !removed),
    ...(addedShipping === undefined ? [] : [addedShipping.charge]),
    ...fees,
  ];
}

function priceOf({ price, discount }: Charge): Bag {
  return minus(price, discount);
}
