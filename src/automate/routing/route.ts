/** What the rules of routing oblige of an order, and the same in sentences for whoever asks. */
import type { RouteAct, RouteBody } from '#domain/act.ts';
import type { Fact } from '#domain/fact.ts';
import type { FulfillmentOrder } from '#domain/fulfillment-order.ts';
import { legacyId } from '#domain/gid.ts';
import { zero } from '#domain/money.ts';
import { type Obligation, type Posting, postingKey } from '#domain/posting.ts';
import { emptyBook, type RoutingBook } from '#domain/routing.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { decide, type Decided } from './decide.ts';
import { routedOrder, type RoutedOrder } from './known.ts';

export type Explained = Decided & { readonly one: FulfillmentOrder; readonly order: RoutedOrder };

/** What each part of an order is decided to by these rules; empty as long as nobody asked where it leaves from. */
export function explainRouting(facts: readonly Fact[], book: RoutingBook): readonly Explained[] {
  const order = routedOrder(facts);
  if (order === null) return [];
  return order.fulfillmentOrders.map((one) => ({ ...decide({ one, order, book }), one, order }));
}

/**
 * One act at a time of each part: the facts that it brings decide what follows. What a rule has done once it does not
 * do again: who undoes it by hand has the last word until the rule is changed.
 */
export function routesOf(
  facts: readonly Fact[],
  shop: ShopSettings,
  postings: readonly Posting[],
): readonly Obligation<RouteBody>[] {
  const done = new Set(postings.flatMap(({ key, frozen }) => (frozen ? [key] : [])));
  return explainRouting(facts, shop.routing ?? emptyBook).flatMap(({ rule, act, says, one, order }) => {
    if (act === null || order.header.cancelledAt !== null) return [];
    const { name, order: id, placedAt, total } = order.header;
    const anchor = [legacyId(one.fulfillmentOrder), rule?.id ?? 0, rule?.version ?? 0, nameOf(act)].join('-');
    const key = postingKey({ store: shop.domain, kind: 'route', anchor, n: 1 });
    if (done.has(key)) return [];
    const body: RouteBody = {
      kind: 'route',
      order: { id, name, store: shop.domain },
      fulfillmentOrder: one.fulfillmentOrder,
      rule: rule?.name ?? 'no rule',
      act,
      total: zero(total.currency),
    };
    const because = says.slice(-2).join(' ').replace(/\.$/, '');
    return [{ key, kind: 'route', anchor, happenedAt: placedAt, because, dependsOn: [], body }];
  });
}

/** Two acts of one rule on one part have two names. */
function nameOf(act: RouteAct): string {
  switch (act.do) {
    case 'move':
      return `move-${legacyId(act.to)}`;
    case 'reroute':
      return `reroute-${legacyId(act.from)}`;
    case 'release':
      return `release-${act.holds.map(legacyId).join('-')}`;
    case 'split':
    case 'hold':
      return act.do;
  }
}
