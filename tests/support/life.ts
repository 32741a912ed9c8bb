/** The ordinary course of an order's life. */
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import type { World } from '#sandbox/world.ts';
import { live, minute } from './world.ts';

/** Longer than the quiet period, so that the store was asked and what was due has left. */
const aWhile = 3 * minute;

/** Places an order, lets it be proven, ships all of it, and lets the ERP have its documents. */
export async function wholeLife(world: World, spec: OrderSpec): Promise<StoreOrder> {
  const order = world.store.placeOrder(spec);
  await live(world, aWhile);
  world.store.fulfill(order);
  await live(world, aWhile);
  return order;
}
