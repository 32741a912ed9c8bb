/** The store as the target of routing: it is looked at before anything is done, and what people changed is left alone. */
import type { RouteAct, RouteBody, RoutedLines } from '#domain/act.ts';
import type { Instant } from '#domain/instant.ts';
import { Park } from '#domain/obstacle.ts';
import { legacyId } from '#domain/gid.ts';
import type { Admin } from '#src/client/shopify/admin.ts';
import { readFulfillmentOrders, type StoreFulfillmentOrder } from '#src/client/shopify/read-routing.ts';
import { carryRoute } from '#src/client/shopify/route.ts';
import type { Lease } from './carry-out.ts';
import type { Identified } from './identify.ts';
import type { Found, Target } from './target.ts';

/** `body` is the one of the lease. */
export function routeTarget(admin: Admin, body: RouteBody, now: () => Instant): Target {
  const { act, fulfillmentOrder, order } = body;
  const look = async (): Promise<Standing> => {
    const routing = await readFulfillmentOrders(admin, order.id);
    const all = routing?.fulfillmentOrders ?? [];
    const one = all.find(({ id }) => id === fulfillmentOrder);
    if (one === undefined) throw new Park('the store does not show this fulfillment order any more');
    return { one, others: all.filter((each) => each !== one) };
  };
  const found = ({ key }: Lease): Found => ({
    id: key,
    number: `${act.do} of ${legacyId(fulfillmentOrder)}`,
    said: {
      source: 'store-receipt',
      topic: body.kind,
      document: { kind: body.kind, thing: fulfillmentOrder, at: now() },
    },
  });
  return {
    async find(lease): Promise<Identified<Found>> {
      const standing = await look();
      if (isDone(act, standing)) {
        const document = found(lease);
        // A hold bears our name; anything else may be ours only if we told the store before and were not answered.
        const isOurs = act.do === 'hold' || lease.ambiguousUntil !== null;
        return isOurs ? { outcome: 'ours', document, duplicates: [] } : { outcome: 'adopt', document };
      }
      assertStanding(act, standing);
      return { outcome: 'absent' };
    },
    async create(lease) {
      const { one } = await look();
      await carryRoute(admin, one, act);
      return found(lease);
    },
    findOurs: async () => [],
    stillRunning: 'an earlier call may still be running at the store',
  };
}

type Standing = {
  readonly one: StoreFulfillmentOrder;
  readonly others: readonly StoreFulfillmentOrder[];
};

/** Whether the store stands already as the act would have it. */
function isDone(act: RouteAct, { one, others }: Standing): boolean {
  const location = one.assignedLocation.location?.id;
  switch (act.do) {
    case 'move':
      return (
        (location === act.to && holds(one, act.lines)) ||
        (left(one, act.leaves) && others.some((each) => isAt(each, act.to) && holds(each, act.lines)))
      );
    case 'split':
      return left(one, act.leaves) && others.some((each) => holds(each, act.lines));
    case 'reroute':
      return (
        one.status !== 'CLOSED' && location !== undefined && !act.excluded.some((each) => each === location)
      );
    case 'hold':
      return one.fulfillmentHolds.some(
        ({ handle, heldByRequestingApp: ours }) => ours && handle === act.handle,
      );
    case 'release':
      return !one.fulfillmentHolds.some(({ id }) => act.holds.some((each) => each === id));
  }
}

/** Refuses what is not as it was when the rule ran: whoever changed it since has the last word. */
function assertStanding(act: RouteAct, { one }: Standing): void {
  const { status } = one;
  if (status !== 'OPEN' && status !== 'SCHEDULED' && status !== 'ON_HOLD')
    throw new Park(`the fulfillment order is ${status.toLowerCase().replaceAll('_', ' ')} meanwhile`);
  if ((act.do === 'move' || act.do === 'reroute') && one.assignedLocation.location?.id !== act.from)
    throw new Park('somebody moved the fulfillment order meanwhile');
  if ((act.do === 'move' || act.do === 'split') && !left(one, joined(act.lines, act.leaves)))
    throw new Park('the lines of the fulfillment order changed meanwhile');
}

function isAt({ assignedLocation, status }: StoreFulfillmentOrder, location: string): boolean {
  return assignedLocation.location?.id === location && status !== 'CANCELLED';
}

/** Whether at least these units are left to ship of it. */
function holds({ lineItems }: StoreFulfillmentOrder, lines: RoutedLines): boolean {
  return lines.every(({ lineItem, quantity }) =>
    lineItems.nodes.some((each) => each.lineItem.id === lineItem && each.remainingQuantity >= quantity),
  );
}

/** Whether exactly these units are left to ship of it. */
function left({ lineItems }: StoreFulfillmentOrder, lines: RoutedLines): boolean {
  const open = lineItems.nodes.filter(({ remainingQuantity }) => remainingQuantity > 0);
  return (
    open.length === lines.length &&
    lines.every(({ lineItem, quantity }) =>
      open.some((each) => each.lineItem.id === lineItem && each.remainingQuantity === quantity),
    )
  );
}

function joined(one: RoutedLines, other: RoutedLines): RoutedLines {
  const units = new Map(one.map((each) => [each.lineItem, each.quantity]));
  for (const { lineItem, quantity } of other) units.set(lineItem, (units.get(lineItem) ?? 0) + quantity);
  return [...units].map(([lineItem, quantity]) => ({ lineItem, quantity }));
}
