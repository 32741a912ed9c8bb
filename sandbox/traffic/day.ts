/** A seeded day of the demo shop, lived as appointments of the clock, with the truth about it kept apart. */
import type { Clock } from '#sandbox/clock.ts';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { Store } from '#sandbox/shopify/store.ts';
import { offsetMinutes } from '#sandbox/shopify/text.ts';
import { type Expected, type Life, planDay, type PlannedOrder } from './plan.ts';
import { type Chance, chanceFrom } from './random.ts';

/** What really happened to one order. Name and id are null until the clock has come to its placement. */
export type OrderTruth = {
  readonly life: Life;
  name: string | null;
  orderId: string | null;
  readonly expected: Expected;
};

export type Day = {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  readonly orders?: number;
  /** Opens at once and lives every span of time so many times faster, for somebody who watches. */
  readonly hurry?: number;
};

/**
 * Makes the appointments of one day, from 07:00 to 22:00 of the shop, and lets deliveries be late, doubled
 * and out of order as the seed decides. It is today, or tomorrow when the shop has opened already.
 */
export function seededDay(life: Day): OrderTruth[] {
  const { store, clock, hurry } = life;
  const opensAt = hurry === undefined ? nextOpening(clock.now(), store.shop.timeZone) : clock.now();
  const span = (ms: number) => Math.round(ms / (hurry ?? 1));
  store.transit = (_delivery, index) => transit(chanceFrom(life.seed * 1_000_003 + index)).map(span);
  return planDay(chanceFrom(life.seed), life.orders ?? 40).map((planned) => {
    const truth: OrderTruth = { life: planned.life, name: null, orderId: null, expected: planned.expected };
    clock.at(opensAt + span(planned.placedAfterMs), 'a customer orders', async () => {
      const order = store.placeOrder(planned.spec);
      truth.name = order.name;
      truth.orderId = orderGid(order);
      scheduleRest(planned, order, { store, clock, span });
    });
    return truth;
  });
}

type Happening = { readonly store: Store; readonly clock: Clock; readonly span: (ms: number) => number };

function scheduleRest(planned: PlannedOrder, order: StoreOrder, world: Happening): void {
  const { store, clock, span } = world;
  const after = (ms: number, label: string, act: () => void): void => {
    clock.at(order.createdAt + span(ms), `${label} ${order.name}`, async () => act());
  };
  if (planned.captureAfterMs !== null)
    after(planned.captureAfterMs, 'the shop captures', () =>
      store.pay(order, { kind: 'capture', gateway: 'shopify_payments' }),
    );
  if (planned.cancelAfterMs !== null)
    after(planned.cancelAfterMs, 'the shop cancels', () => store.cancel(order));
  for (const [index, ms] of planned.parcelsAfterMs.entries())
    after(ms, 'the warehouse ships', () => {
      const partial = planned.parcelsAfterMs.length > 1 && index === 0;
      store.fulfill(order, partial ? firstParcel(order, planned) : undefined);
    });
}

function firstParcel(order: StoreOrder, planned: PlannedOrder) {
  return order.lines.flatMap((line, index) => {
    const quantity = planned.firstParcel[index] ?? 0;
    return quantity > 0 ? [{ line, quantity }] : [];
  });
}

/** Most deliveries are prompt, but any two may change places; some are minutes late and some come twice. */
function transit(chance: Chance): readonly number[] {
  const prompt = chance.whole(0, 3000);
  const roll = chance.whole(1, 100);
  if (roll <= 10) return [chance.whole(1, 20) * 60_000];
  if (roll <= 18) return [chance.whole(5, 60) * 1000];
  if (roll <= 30) return [prompt, prompt + chance.whole(0, 300) * 1000];
  return [prompt];
}

function nextOpening(now: number, timeZone: string): number {
  const dayMs = 86_400_000;
  const localDay = Math.floor((now + offsetMinutes(now, timeZone) * 60_000) / dayMs);
  const opening = openingOf(localDay);
  return opening >= now ? opening : openingOf(localDay + 1);

  /** The offset is taken at the opening itself, since a clock change falls in the night before. */
  function openingOf(day: number): number {
    const local = day * dayMs + 7 * 3_600_000;
    return local - offsetMinutes(local, timeZone) * 60_000;
  }
}
