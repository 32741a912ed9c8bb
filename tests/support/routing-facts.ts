/** Where an order leaves from, as the store would tell it: whatever a test does not name is ordinary. */
import type { Fact, OrderHeader } from '#domain/fact.ts';
import type { FulfillmentOrder, OrderSupply } from '#domain/fulfillment-order.ts';
import { gid } from '#domain/gid.ts';
import { emptyBook, type RoutingAction, type RoutingBook, type RoutingRule } from '#domain/routing.ts';
import { explainRouting } from '#src/automate/routing/route.ts';
import { at, headerFact, line, orderId, orderLane } from './order-facts.ts';

export const berlin = gid('Location', '1');
export const hamburg = gid('Location', '2');
export const paris = gid('Location', '3');
const names = { [berlin]: 'Berlin', [hamburg]: 'Hamburg', [paris]: 'Paris' };

export const firstPart = gid('FulfillmentOrder', '11');

/** Two lamps of line 1 to be shipped from Berlin. */
export function part(changes: Partial<FulfillmentOrder> = {}): FulfillmentOrder {
  return {
    fulfillmentOrder: firstPart,
    status: 'open',
    requestStatus: 'unsubmitted',
    location: berlin,
    fulfillAt: null,
    method: 'shipping',
    actions: ['create_fulfillment', 'hold', 'move', 'split'],
    holds: [],
    lines: [{ lineItem: line(1), sku: 'LAMP', quantity: 2 }],
    ...changes,
  };
}

/** Units of line 1, unless others are named, at each location. */
export function stock(
  units: Readonly<Record<string, number | null>>,
  lineItem = line(1),
): OrderSupply['stock'] {
  return Object.entries(units).map(([id, available]) => ({
    lineItem,
    location: gid('Location', id),
    available,
  }));
}

function supply(changes: Partial<OrderSupply> = {}): OrderSupply {
  return {
    tags: [],
    destination: { country: 'DE', region: null, area: '101' },
    places: [berlin, hamburg, paris].map((location) => ({
      location,
      name: names[location] ?? '',
      country: location === paris ? 'FR' : 'DE',
      isActive: true,
      shipsOnline: true,
    })),
    stock: stock({ 1: -1, 2: 9, 3: 9 }),
    ...changes,
  };
}

export type RoutedStory = {
  readonly header?: Partial<OrderHeader>;
  readonly supply?: Partial<OrderSupply>;
  readonly parts?: readonly FulfillmentOrder[];
};

export function routedFacts(story: RoutedStory = {}): readonly Fact[] {
  const about = { lanes: [orderLane], happenedAt: at(5), authority: true } as const;
  return [
    headerFact(story.header),
    { ...about, kind: 'order_supply', key: orderId, body: supply(story.supply) },
    ...(story.parts ?? [part()]).map((body): Fact => ({
      ...about,
      kind: 'fulfillment_order',
      key: body.fulfillmentOrder,
      body,
    })),
  ];
}

export const toHamburg: RoutingAction = { do: 'prefer', locations: [hamburg], by: 'priority', split: false };

export function rule(changes: Partial<RoutingRule> = {}): RoutingRule {
  return { id: 1, version: 1, name: 'To Hamburg', on: true, when: [], does: toHamburg, ...changes };
}

export function book(rules: readonly RoutingRule[], changes: Partial<RoutingBook> = {}): RoutingBook {
  return { ...emptyBook, version: 1, rules, ...changes };
}

/** What each part of a story's order is decided to, with the reasons. */
export function explained(story: RoutedStory, of: RoutingBook = book([rule()])) {
  return explainRouting(routedFacts(story), of);
}

export function acts(story: RoutedStory, of?: RoutingBook) {
  return explained(story, of).map(({ act }) => act);
}
