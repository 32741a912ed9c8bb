/** A shop with lamps in two places, which routes its orders. */
import { encode } from '#domain/encode.ts';
import { gid } from '#domain/gid.ts';
import type { RoutingBook } from '#domain/routing.ts';
import type { StoreVariant } from '#sandbox/shopify/model/catalog.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import type { World } from '#sandbox/world.ts';
import { lamp, paidOrder } from './checkout.ts';
import { testWorld, type TestWorldOptions } from './world.ts';

/** Routing runs by itself unless the options say otherwise; twenty lamps lie here and twenty in Hamburg. */
export async function routingShop(options: TestWorldOptions['shop'] = {}) {
  const world = await testWorld({ shop: { mode: 'shadow', modes: { 'order routing': 'auto' }, ...options } });
  await world.worker.scheduled('*/5 * * * *');
  const hamburg = world.store.addLocation({ name: 'Hamburg', country: 'DE', kind: 'warehouse' });
  const [variant] = world.store.addProduct({
    title: 'Lamp',
    variants: [{ title: 'Default Title', sku: 'LAMP', price: 11900n }],
  }).variants;
  if (variant === undefined) throw new Error('the product has no variant');
  stockLamps(world, { variant, at: world.store.shop.locationId, units: 20 });
  stockLamps(world, { variant, at: hamburg.id, units: 20 });
  return Object.assign(world, {
    hamburg,
    variant,
    places: placesOf(world.store.shop.locationId, hamburg.id),
  });
}
export type RoutingShop = Awaited<ReturnType<typeof routingShop>>;

function placesOf(home: bigint, other: bigint) {
  return { home: gid('Location', String(home)), hamburg: gid('Location', String(other)) };
}

export function stockLamps(
  world: World,
  { variant, at, units }: { variant: StoreVariant; at: bigint; units: number },
): void {
  const place = { inventoryItemId: variant.inventoryItemId, locationId: at };
  world.store.setQuantity(place, 'available', { quantity: units, reason: 'received' });
}

/** Writes rules as the panel does, without its page. */
export async function writeRules(world: World, given: RoutingBook): Promise<void> {
  await world.ask(
    `insert into routing_book (shop_id, version, body, change, changed_at, changed_by)
     select id, $1, $2, 'planted', $3, 'user 1' from shop`,
    [given.version, JSON.stringify(encode(given)), new Date(world.clock.now()).toISOString()],
  );
}

export function placeLamps(shop: RoutingShop, quantity = 1, changes: Partial<OrderSpec> = {}): StoreOrder {
  const line = lamp({ sku: 'LAMP', quantity, variantId: shop.variant.id });
  return shop.store.placeOrder(paidOrder({ lines: [line], ...changes }));
}
