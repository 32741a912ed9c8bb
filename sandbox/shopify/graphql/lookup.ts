/** Finds what a global id names, without going through all orders for what was found before. */
import { GraphQLError } from 'graphql';
import { variantOf } from '../act/stock.ts';
import type { StoreLocation, StoreProduct } from '../model/catalog.ts';
import type { StoreOrder } from '../model/order.ts';
import type { BalanceTransaction } from '../model/payments.ts';
import type { ShopState } from '../model/shop.ts';
import type { Sold } from './context.ts';

/** The number of a global id; refuses, as the real API does, what is no id of this type. */
export function numberOf(type: string, id: string): bigint {
  const [, digits] = new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id) ?? [];
  if (digits === undefined)
    throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: 'INVALID_GLOBAL_ID' } });
  return BigInt(digits);
}

/** Orders stand in the order of their ids, so the one asked for is found by halving. */
export function orderOfId({ orders }: ShopState, id: bigint): StoreOrder | undefined {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((orders[middle]?.id ?? 0n) < id) low = middle + 1;
    else high = middle;
  }
  const found = orders[low];
  return found?.id === id ? found : undefined;
}

export type Found<Item> = { readonly order: StoreOrder; readonly item: Item };

/** Looks for a part of an order by the part's own id. Which order has it is remembered. */
function seek<Item extends { readonly id: bigint }>(itemsOf: (order: StoreOrder) => readonly Item[]) {
  const known = new WeakMap<ShopState, Map<bigint, bigint>>();
  return (state: ShopState, id: bigint): Found<Item> | undefined => {
    const owners = known.get(state) ?? new Map<bigint, bigint>();
    known.set(state, owners);
    const owner = owners.get(id);
    const order =
      owner === undefined
        ? state.orders.findLast((each) => itemsOf(each).some((item) => item.id === id))
        : orderOfId(state, owner);
    const item = order === undefined ? undefined : itemsOf(order).find((each) => each.id === id);
    if (order === undefined || item === undefined) return undefined;
    owners.set(id, order.id);
    return { order, item };
  };
}

export const lineOfId = seek((order) => order.lines);
export const transactionOfId = seek((order) => order.transactions);
export const refundOfId = seek((order) => order.refunds);
export const returnOfId = seek((order) => order.returns);
export const fulfillmentOfId = seek((order) => order.fulfillments);
export const fulfillmentOrderOfId = seek((order) => order.fulfillmentOrders);
export const reverseFulfillmentOrderOfId = seek((order) =>
  order.returns.flatMap((returned) => returned.reverseFulfillmentOrders),
);

export function locationOfId({ locations }: ShopState, id: bigint): StoreLocation | undefined {
  return locations.find((each) => each.id === id);
}

export function productOfId({ products }: ShopState, id: bigint): StoreProduct | undefined {
  return products.find((each) => each.id === id);
}

export function variantOfId(state: ShopState, id: bigint): Sold | undefined {
  return variantOf(state, id);
}

/** The variant whose units an inventory item counts. */
export function variantOfItem({ products }: ShopState, inventoryItemId: bigint): Sold | undefined {
  for (const product of products)
    for (const variant of product.variants)
      if (variant.inventoryItemId === inventoryItemId) return { product, variant };
  return undefined;
}

const booked = new WeakMap<
  readonly BalanceTransaction[],
  { seen: number; readonly map: Map<bigint, BalanceTransaction> }
>();

/** What Shopify Payments booked for a payment or refund. Its book only grows, and so does the index. */
export function balanceTransactionOf(
  { payments: { transactions } }: ShopState,
  orderTransactionId: bigint,
): BalanceTransaction | undefined {
  const index = booked.get(transactions) ?? { seen: 0, map: new Map<bigint, BalanceTransaction>() };
  booked.set(transactions, index);
  for (; index.seen < transactions.length; index.seen += 1) {
    const each = transactions[index.seen];
    if (each?.orderTransactionId != null && (each.type === 'CHARGE' || each.type === 'REFUND'))
      index.map.set(each.orderTransactionId, each);
  }
  return index.map.get(orderTransactionId);
}
