/** Where an order leaves from as the Admin API describes it, and the facts that it holds. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import { instant, type Instant } from '#domain/instant.ts';
import { count, id, named, of } from './node.ts';
import { orderLane } from './topic.ts';

const fulfillmentOrderNode = z.object({
  id,
  status: z.string(),
  requestStatus: z.string(),
  fulfillAt: z.string().nullable(),
  assignedLocation: z.object({ location: named.nullable() }),
  deliveryMethod: z.object({ methodType: z.string() }).nullable(),
  fulfillmentHolds: z.array(
    z.object({ id, reason: z.string(), handle: z.string().nullable(), heldByRequestingApp: z.boolean() }),
  ),
  supportedActions: z.array(z.object({ action: z.string() })),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        remainingQuantity: count,
        sku: z.string().nullable(),
        inventoryItemId: id.nullable(),
        lineItem: named,
      }),
    ),
  }),
});
type Node = z.output<typeof fulfillmentOrderNode>;

const itemNode = z.object({
  id,
  tracked: z.boolean(),
  inventoryLevels: z.object({
    nodes: z.array(
      z.object({
        location: z.object({
          id,
          name: z.string(),
          isActive: z.boolean(),
          fulfillsOnlineOrders: z.boolean(),
          address: z.object({ countryCode: z.string().nullable() }),
        }),
        quantities: z.array(z.object({ quantity: count })),
      }),
    ),
  }),
});

export const routingNode = z.object({
  tags: z.array(z.string()),
  shippingAddress: z
    .object({
      countryCodeV2: z.string().nullable(),
      provinceCode: z.string().nullable(),
      zip: z.string().nullable(),
    })
    .nullable(),
  fulfillmentOrders: z.array(fulfillmentOrderNode),
  items: z.array(itemNode),
});

type About = { readonly name: Gid<'Order'>; readonly readAt: Instant };

/** What the store said of an order's fulfillment orders when it was asked, and of what it has to ship them with. */
export function routingFacts(routing: z.output<typeof routingNode>, { name, readAt }: About): Fact[] {
  const { shippingAddress: destination } = routing;
  const supply: Fact = {
    kind: 'order_supply',
    key: name,
    lanes: [orderLane(name)],
    happenedAt: readAt,
    authority: true,
    body: {
      tags: routing.tags.toSorted(),
      destination: destination && {
        country: destination.countryCodeV2,
        region: destination.provinceCode,
        area: areaOf(destination.zip),
      },
      places: placesOf(routing.items),
      stock: stockOf(routing),
    },
  };
  return [...routing.fulfillmentOrders.map((one) => fulfillmentOrderFact(one, { name, readAt })), supply];
}

/** One fulfillment order in the state in which the store shows it at `readAt`. */
function fulfillmentOrderFact(one: Node, { name, readAt }: About): Fact {
  const { location } = one.assignedLocation;
  const body = {
    fulfillmentOrder: of('FulfillmentOrder', one.id),
    status: one.status.toLowerCase(),
    requestStatus: one.requestStatus.toLowerCase(),
    location: location === null ? null : of('Location', location.id),
    fulfillAt: instant(one.fulfillAt) ?? null,
    method: one.deliveryMethod?.methodType.toLowerCase() ?? null,
    actions: one.supportedActions.map(({ action }) => action.toLowerCase()).toSorted(),
    holds: one.fulfillmentHolds
      .map((hold) => ({
        hold: of('FulfillmentHold', hold.id),
        reason: hold.reason.toLowerCase(),
        handle: hold.handle || null,
        ours: hold.heldByRequestingApp,
      }))
      .toSorted((left, right) => (left.hold < right.hold ? -1 : 1)),
    lines: one.lineItems.nodes
      .filter(({ remainingQuantity }) => remainingQuantity > 0)
      .map((line) => ({
        lineItem: of('LineItem', line.lineItem.id),
        sku: line.sku || null,
        quantity: line.remainingQuantity,
      })),
  };
  return {
    kind: 'fulfillment_order',
    key: body.fulfillmentOrder,
    lanes: [orderLane(name)],
    happenedAt: readAt,
    authority: true,
    body,
  };
}

/** The first three signs of a postal code name an area and nobody who lives there. */
function areaOf(zip: string | null): string | null {
  const signs = (zip ?? '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 3);
  return signs === '' ? null : signs;
}

type Item = z.output<typeof itemNode>;

function placesOf(items: readonly Item[]) {
  const places = items.flatMap(({ inventoryLevels }) =>
    inventoryLevels.nodes.map(({ location }) => ({
      location: of('Location', location.id),
      name: location.name,
      country: location.address.countryCode,
      isActive: location.isActive,
      shipsOnline: location.fulfillsOnlineOrders,
    })),
  );
  const once = new Map(places.map((one) => [one.location, one]));
  return [...once.values()].toSorted((left, right) => (left.location < right.location ? -1 : 1));
}

function stockOf({ fulfillmentOrders, items }: z.output<typeof routingNode>) {
  const itemOf = new Map(items.map((one) => [one.id, one]));
  const lines = fulfillmentOrders.flatMap(({ lineItems }) => lineItems.nodes);
  const itemOfLine = new Map(lines.map((line) => [of('LineItem', line.lineItem.id), line.inventoryItemId]));
  return [...itemOfLine]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([lineItem, itemId]) => {
      const item = itemId === null ? undefined : itemOf.get(itemId);
      return (item?.inventoryLevels.nodes ?? [])
        .map(({ location, quantities }) => ({
          lineItem,
          location: of('Location', location.id),
          available: item?.tracked === true ? (quantities[0]?.quantity ?? 0) : null,
        }))
        .toSorted((left, right) => (left.location < right.location ? -1 : 1));
    });
}
