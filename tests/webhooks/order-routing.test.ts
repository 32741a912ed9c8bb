import { expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { readOrder } from '#src/client/shopify/read-order.ts';
import { readRouting } from '#src/client/shopify/read-routing.ts';
import { factsOf, lamp, openRead, payment, readAt, type StoreRead } from '#tests/support/store-read.ts';

const buyer = {
  firstName: 'Jana',
  lastName: 'Novak',
  email: 'jana@example.com',
  phone: '+49301234567',
  street: 'Hafenweg 3',
  zip: '10 997',
  city: 'Berlin',
  country: 'DE',
};

async function read({ admin }: StoreRead, id: bigint) {
  const name = gid('Order', String(id));
  const order = await readOrder(admin, name);
  const routing = await readRouting(admin, name);
  return factsOf('shopify-admin', 'order', JSON.stringify({ orderId: String(id), readAt, order, routing }));
}

function place() {
  const of = openRead();
  const [variant] = of.store.addProduct({
    title: 'Lamp',
    variants: [{ title: 'Default Title', sku: 'LAMP', price: 11900n }],
  }).variants;
  const locationId = of.store.shop.locationId;
  const inventoryItemId = variant?.inventoryItemId ?? 0n;
  of.store.setQuantity({ inventoryItemId, locationId }, 'available', { quantity: 9, reason: 'received' });
  const customer = of.store.addCustomer(buyer);
  const order = of.store.placeOrder({
    lines: [{ ...lamp, quantity: 2, variantId: variant?.id ?? 0n }],
    taxesIncluded: true,
    payment,
    tags: ['vip', 'gift'],
    customerId: customer.id,
  });
  return { ...of, order, locationId };
}

test('where an order leaves from, where it goes and what could ship it are facts of that order', async () => {
  const of = place();
  const facts = await read(of, of.order.id);
  const [part] = of.order.fulfillmentOrders;
  const location = gid('Location', String(of.locationId));
  const lineItem = gid('LineItem', String(of.order.lines[0]?.id));
  const found = facts.filter(({ kind }) => kind === 'fulfillment_order' || kind === 'order_supply');
  expect(new Set(found.flatMap(({ lanes }) => lanes))).toEqual(new Set([`order/${of.order.id}`]));
  expect(found.map(({ body }) => body)).toEqual([
    expect.objectContaining({
      fulfillmentOrder: gid('FulfillmentOrder', String(part?.id)),
      status: 'open',
      requestStatus: 'unsubmitted',
      location,
      method: 'shipping',
      holds: [],
      lines: [{ lineItem, sku: 'LAMP', quantity: 2 }],
    }),
    {
      tags: ['gift', 'vip'],
      destination: { country: 'DE', region: null, area: '109' },
      places: [expect.objectContaining({ location, isActive: true, shipsOnline: true })],
      stock: [{ lineItem, location, available: 7 }],
    },
  ]);
});

test('of the postal code no more is kept than names an area, and nothing else of the customer', async () => {
  const of = place();
  const kept = JSON.stringify(await read(of, of.order.id), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  for (const own of [buyer.zip, '10997', buyer.street, buyer.lastName, buyer.email, buyer.phone])
    expect(kept).not.toContain(own);
});
