import { expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { lamp } from '#tests/support/checkout.ts';
import { book, rule } from '#tests/support/routing-facts.ts';
import { placeLamps, type RoutingShop, routingShop, writeRules } from '#tests/support/routing-shop.ts';
import { laneOf, standingsOf } from '#tests/support/witness.ts';
import { live, minute } from '#tests/support/world.ts';

const aWhile = 10 * minute;

/** Where the lines of each sales order and amendment were said to leave from, as it was sent. */
async function placesSaid(world: RoutingShop, order: StoreOrder) {
  const rows = await world.ask<{ kind: string; places: (string | null)[] }>(
    `select kind, (select jsonb_agg(l -> 'location') from jsonb_array_elements(body -> 'lines') l) as places
     from posting where lane = $1 and state = 'posted' and kind in ('sales_order', 'amend_sales_order')
     order by happened_at, kind desc`,
    [laneOf(order)],
  );
  return rows.map(({ kind, places }) => [kind, ...places]);
}

test('the sales order of a routed order names the place that the rule chose, and is not made before the move', async () => {
  await using world = await routingShop({ mode: 'auto' });
  const { hamburg } = world.places;
  await writeRules(
    world,
    book([rule({ does: { do: 'prefer', locations: [hamburg], by: 'priority', split: false } })]),
  );
  const order = placeLamps(world);
  await live(world, aWhile);
  expect(await standingsOf(world, order)).toContain('route posted');
  expect(await placesSaid(world, order)).toEqual([['sales_order', hamburg]]);
});

test('an amendment names the place of what was added beside that of what was ordered', async () => {
  await using world = await routingShop({ mode: 'auto' });
  const { home } = world.places;
  const order = placeLamps(world);
  await live(world, aWhile);
  world.store.editOrder(order, { add: [lamp({ sku: 'LAMP', variantId: world.variant.id })] });
  await live(world, aWhile);
  expect(await placesSaid(world, order)).toEqual([
    ['sales_order', home],
    ['amend_sales_order', home, home],
  ]);
});
