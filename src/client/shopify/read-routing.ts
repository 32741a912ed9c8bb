/** Where an order leaves from, and from where else it could: its fulfillment orders and the stock of their lines. */
import { z } from 'zod';
import type { Gid } from '#domain/gid.ts';
import { RetryLater } from '#domain/obstacle.ts';
import type { Admin } from './admin.ts';
import * as documents from './route-documents.ts';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const line = z.looseObject({
  id: z.string(),
  remainingQuantity: z.number(),
  inventoryItemId: z.string().nullable(),
  lineItem: z.object({ id: z.string() }),
});
const lines = z.object({ pageInfo, nodes: z.array(line) });
const fulfillmentOrder = z.looseObject({
  id: z.string(),
  status: z.string(),
  requestStatus: z.string(),
  assignedLocation: z.object({
    location: z.object({ id: z.string(), name: z.string(), isFulfillmentService: z.boolean() }).nullable(),
  }),
  fulfillmentHolds: z.array(
    z.looseObject({ id: z.string(), handle: z.string().nullable(), heldByRequestingApp: z.boolean() }),
  ),
  lineItems: lines,
});
const routed = z.object({
  order: z
    .object({
      id: z.string(),
      tags: z.array(z.string()),
      shippingAddress: z.unknown(),
      fulfillmentOrders: z.object({ pageInfo, nodes: z.array(fulfillmentOrder) }),
    })
    .nullable(),
});

/** A fulfillment order with all its lines, as the store shows it; fields that only a translation reads pass. */
export type StoreFulfillmentOrder = z.output<typeof fulfillmentOrder>;

export type StoreRouting = {
  readonly tags: readonly string[];
  readonly shippingAddress: unknown;
  readonly fulfillmentOrders: readonly StoreFulfillmentOrder[];
};

/** Null when the store does not show the order. */
export async function readFulfillmentOrders(admin: Admin, id: Gid<'Order'>): Promise<StoreRouting | null> {
  const found: StoreFulfillmentOrder[] = [];
  let after: string | null = null;
  for (;;) {
    const order = await pageOf(admin, id, after);
    if (order === null) return null;
    const { tags, shippingAddress, fulfillmentOrders } = order;
    const { nodes, pageInfo: at } = fulfillmentOrders;
    for (const one of nodes) found.push(await withAllLines(admin, one));
    if (!at.hasNextPage) return { tags, shippingAddress, fulfillmentOrders: found };
    after = at.endCursor;
  }
}

async function pageOf(
  admin: Admin,
  id: Gid<'Order'>,
  after: string | null,
): Promise<z.output<typeof routed>['order']> {
  return understood(routed, await admin(documents.orderRouting, { id, after })).order;
}

/** The same, with the stock of everything that is left to ship: what a rule of routing may know. */
export async function readRouting(
  admin: Admin,
  id: Gid<'Order'>,
): Promise<(StoreRouting & { readonly items: readonly unknown[] }) | null> {
  const routing = await readFulfillmentOrders(admin, id);
  if (routing === null) return null;
  const waiting = routing.fulfillmentOrders.flatMap(({ lineItems }) =>
    lineItems.nodes.filter(({ remainingQuantity }) => remainingQuantity > 0),
  );
  const ids = [...new Set(waiting.flatMap(({ inventoryItemId }) => inventoryItemId ?? []))];
  const items: unknown[] = [];
  for (let at = 0; at < ids.length; at += documents.itemsPerQuestion) {
    const some = ids.slice(at, at + documents.itemsPerQuestion);
    items.push(...understood(stocked, await admin(documents.stockOfItems, { ids: some })).nodes);
  }
  return { ...routing, items: items.filter((one) => one !== null) };
}

const stocked = z.object({ nodes: z.array(z.unknown()) });
const further = z.object({ fulfillmentOrder: z.object({ lineItems: lines }) });

async function withAllLines(admin: Admin, one: StoreFulfillmentOrder): Promise<StoreFulfillmentOrder> {
  const all = [...one.lineItems.nodes];
  let at = one.lineItems.pageInfo;
  while (at.hasNextPage) {
    const asked = { id: one.id, after: at.endCursor };
    const page = understood(further, await admin(documents.fulfillmentOrderLines, asked)).fulfillmentOrder;
    all.push(...page.lineItems.nodes);
    at = page.lineItems.pageInfo;
  }
  return { ...one, lineItems: { pageInfo: at, nodes: all } };
}

const misreadMs = 10 * 60_000;

function understood<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new RetryLater(
    'Shopify answered about fulfillment orders with something we do not understand',
    misreadMs,
  );
}
