import { beforeAll, describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { flashSale } from '#sandbox/traffic/habit.ts';
import { offsetMinutes } from '#sandbox/shopify/text.ts';
import { namesOf } from '#sandbox/traffic/spread.ts';
import { ofOrders, ofShops, ofSomeOrders, reasons, refundsFor } from './support/happening.ts';
import { dayMs, live, type Lived, monday } from './traffic-world.ts';

const countries = ['DE', 'US', 'CH', 'JP', 'KW', 'CA'] as const;
type Country = (typeof countries)[number];

/** A month of each kind of shop, nobody making any mistake. */
const months = new Map<Country, Lived>();
const orders: StoreOrder[] = [];

beforeAll(async () => {
  for (const [index, country] of countries.entries()) {
    const life = await live({ seed: index + 1, country, days: 31, rate: 60 });
    months.set(country, life);
    orders.push(...ordersOf(country).map(({ order }) => order));
  }
}, 120_000);

function monthOf(country: Country): Lived {
  const life = months.get(country);
  if (life === undefined) throw new Error(`Nobody lived in ${country}.`);
  return life;
}

function ordersOf(country: Country) {
  return monthOf(country).orders;
}

describe('a month of a shop', () => {
  test('brings whatever can happen to an order, as often as one would think', () => {
    const unlikely = namesOf(ofOrders).flatMap((name) => {
      const [is, [least, most]] = ofOrders[name];
      const found = (1000 * orders.filter((order) => is(order)).length) / orders.length;
      return found >= least && found <= most ? [] : [`${name}: ${found.toFixed(1)} of a thousand`];
    });
    expect(unlikely).toEqual([]);
  });

  test('brings somewhere what only some shops and customers know', () => {
    const rare = namesOf(ofSomeOrders).filter(
      (name) => orders.filter((order) => ofSomeOrders[name](order)).length <= 5,
    );
    expect(rare).toEqual([]);
  });

  test('goes on beside the orders: goods, stock, cards, payouts, disputes', () => {
    for (const name of namesOf(ofShops)) {
      const found = countries.map((country) => ofShops[name](monthOf(country).world.store.state));
      expect(
        found.reduce((sum, count) => sum + count, 0),
        name,
      ).toBeGreaterThan(2 * countries.length);
    }
  });

  test('refunds amounts that no line explains, for each of the six reasons', () => {
    for (const reason of reasons) expect(refundsFor(orders, reason), reason).toBeGreaterThan(2);
  });

  test('shows foreign money in a shop with two decimals: none, two and three', () => {
    const shown = new Set(ordersOf('DE').map(({ order }) => order.presentmentCurrency));
    expect(shown).toEqual(new Set(['EUR', 'USD', 'GBP', 'JPY', 'KWD']));
  });

  test('sees customers come back, rings that share an address, and walk-ins that nobody knows', () => {
    for (const country of countries) {
      const counted = Map.groupBy(ordersOf(country), ({ order }) => order.customer?.id ?? null);
      const back = [...counted].filter(([id, all]) => id !== null && all.length > 1).length;
      expect(back / counted.size, country).toBeGreaterThan(0.08);
      expect(counted.get(null)?.length ?? 0, country).toBeGreaterThan(20);
    }
    const ringed = countries.flatMap((country) =>
      ordersOf(country).flatMap((one) => (one.ring === null ? [] : [{ country, ...one }])),
    );
    const rings = Map.groupBy(ringed, ({ country, ring }) => `${country} ${ring}`);
    expect(rings.size).toBeGreaterThan(5);
    for (const ring of rings.values()) {
      expect(ring.length).toBeGreaterThanOrEqual(4);
      expect(new Set(ring.map(({ order }) => order.customer?.person.street)).size).toBe(1);
      expect(new Set(ring.map(({ order }) => order.customer?.id)).size).toBe(ring.length);
    }
  });

  test('has days on which a sale brings a crowd at reduced prices for some hours', () => {
    const crowded = countries.flatMap((country) => saleDaysOf(country));
    expect(crowded.length).toBeGreaterThan(3);
    expect(crowded.length).toBeLessThan(countries.length * 31 * 0.15);
  });

  test('lives both behaviors of returnProcess and both ways of rounding tax', () => {
    const shops = countries.map((country) => monthOf(country).world.store.state.shop);
    expect(new Set(shops.map((shop) => shop.returnProcess)).size).toBe(2);
    expect(new Set(shops.map((shop) => shop.taxRounding)).size).toBe(2);
  });

  test('has documents of people in the ERP for what happened in the store, and nothing of ours', () => {
    for (const country of countries) {
      const { documents } = monthOf(country).world.erp;
      const kinds = new Set(documents.map((one) => one.kind));
      for (const kind of ['sales_order', 'customer_deposit', 'invoice'] as const)
        expect(kinds, country).toContain(kind);
      expect(documents.filter((one) => one.key !== null)).toEqual([]);
    }
  });

  test('is refused nothing that it wants, and has no fault', () => {
    for (const country of countries) {
      const { refused, planted } = monthOf(country);
      expect(refused, country).toEqual([]);
      expect(planted, country).toEqual([]);
    }
  });
});

/** Days of which the hours of a sale hold most orders, with a fifth off every line. */
function saleDaysOf(country: Country): number[] {
  const { timeZone } = monthOf(country).world.store.state.shop;
  // No clock is changed in a November.
  const offsetMs = offsetMinutes(monday, timeZone) * 60_000;
  const placed = ordersOf(country).map(({ order }) => ({ order, at: order.createdAt + offsetMs }));
  const byDay = Map.groupBy(placed, ({ at }) => Math.floor(at / dayMs));
  return [...byDay].flatMap(([day, all]) => {
    const inHours = all.filter(({ at }) => {
      const hour = Math.floor((at % dayMs) / 3_600_000);
      return hour >= flashSale.fromHour && hour < flashSale.fromHour + flashSale.hours;
    });
    const reduced = inHours.filter(({ order }) =>
      order.lines.every(
        (line) => line.tip || line.giftCard || line.variantId === null || line.discount.shop > 0n,
      ),
    );
    return reduced.length > 0.8 * inHours.length && inHours.length > all.length / 3 ? [day] : [];
  });
}
