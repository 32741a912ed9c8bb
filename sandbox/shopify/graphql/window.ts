/** Which orders an app may see at all. */
import type { StoreOrder } from '../model/order.ts';
import type { AdminContext } from './context.ts';

// Shopify docs (access scopes): only the orders of the last sixty days, unless `read_all_orders` was granted.
const windowMs = 60 * 86_400_000;

export function isWithinReach({ scopes, clock }: AdminContext, order: StoreOrder): boolean {
  return scopes.has('read_all_orders') || order.createdAt >= clock.now() - windowMs;
}
