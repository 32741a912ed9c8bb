/** What whoever carries out a step works with. */
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { Shelf } from '../article.ts';
import type { Chance } from '../random.ts';
import type { TrafficStore } from '../world.ts';

export type Desk = {
  readonly store: TrafficStore;
  readonly shelf: Shelf;
  /** Chance of this order alone, for what could not be decided before. */
  readonly chance: Chance;
};

/** Units that may leave now, by line; what is held or asked of somebody else may not. */
export function openLines(order: StoreOrder): { readonly line: StoreLine; readonly quantity: number }[] {
  const left = new Map<bigint, number>();
  for (const { status, requestStatus, lines } of order.fulfillmentOrders)
    if ((status === 'OPEN' || status === 'IN_PROGRESS') && requestStatus !== 'SUBMITTED')
      for (const { lineId, remaining } of lines) left.set(lineId, (left.get(lineId) ?? 0) + remaining);
  return order.lines
    .map((line) => ({ line, quantity: left.get(line.id) ?? 0 }))
    .filter((one) => one.quantity > 0);
}
