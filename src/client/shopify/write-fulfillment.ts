/** Parcels of an order in the store: those that are there, one more, and how one is followed. */
import { z } from 'zod';
import type { Tracking } from '#domain/act.ts';
import type { Gid } from '#domain/gid.ts';
import type { Admin } from './admin.ts';
import { understood } from './answer.ts';
import { readFulfillments } from './read-order.ts';
import { tellFor } from './tell.ts';
import * as documents from './write-documents.ts';

const parcel = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  location: z.object({ id: z.string() }).nullable(),
  trackingInfo: z.array(z.object({ company: z.string().nullable(), number: z.string().nullable() })),
  fulfillmentLineItems: z.object({
    nodes: z.array(z.object({ quantity: z.number(), lineItem: z.object({ id: z.string() }) })),
  }),
});

/** A fulfillment as the store shows it, with all its lines. */
export type StoreParcel = z.output<typeof parcel>;

/** Oldest first, cancelled ones among them; null when the store does not show the order. */
export async function parcelsInStore(
  admin: Admin,
  order: Gid<'Order'>,
): Promise<readonly StoreParcel[] | null> {
  const found = await readFulfillments(admin, order);
  if (found === null) return null;
  const parcels = understood(z.array(parcel), found);
  return parcels.toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

export type Shipping = {
  /** Units of fulfillment orders of one location, by the store's own ids of both. */
  readonly parts: readonly {
    readonly fulfillmentOrder: string;
    readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  }[];
  readonly tracking: Tracking | null;
};

const shipped = z.object({ fulfillment: parcel.omit({ fulfillmentLineItems: true }) });
export type ShippedParcel = z.output<typeof shipped>['fulfillment'];

/** Ships, and has the customer told. The store takes no key for it, so whoever calls looks first. */
export async function shipInStore(admin: Admin, { parts, tracking }: Shipping): Promise<ShippedParcel> {
  const fulfillment = {
    lineItemsByFulfillmentOrder: parts.map((one) => ({
      fulfillmentOrderId: one.fulfillmentOrder,
      fulfillmentOrderLineItems: one.lines,
    })),
    notifyCustomer: true,
    ...(tracking !== null && { trackingInfo: inputOf(tracking) }),
  };
  const { fulfillment: made } = await tellFor(
    admin,
    { document: documents.createFulfillment, variables: { fulfillment } },
    shipped,
  );
  return made;
}

/** Says how a parcel is followed, and has the customer told. Said twice it is the same. */
export async function trackInStore(
  admin: Admin,
  parcelId: string,
  tracking: Tracking,
): Promise<ShippedParcel> {
  const variables = { id: parcelId, tracking: inputOf(tracking) };
  const { fulfillment } = await tellFor(admin, { document: documents.updateTracking, variables }, shipped);
  return fulfillment;
}

function inputOf({ numbers, company, urls }: Tracking) {
  return { numbers, ...(company !== null && { company }), ...(urls.length > 0 && { urls }) };
}
