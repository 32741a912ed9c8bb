/** Where customers come to: places each order at its time, and sees to everything that follows from it. */
import { Refused } from '#sandbox/shopify/model/act.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { type CardBox, openCardBox } from './card.ts';
import { type Buyer, type Crowd, openCrowd } from './crowd.ts';
import type { DayPlan } from './daytime.ts';
import type { FaultSite } from './fault/order-fault.ts';
import { drawOrderFault, type FaultMode } from './fault/planter.ts';
import type { FaultKind } from './fault/catalog.ts';
import { flashSale, fraudRing } from './habit.ts';
import { planOrder, type PlanWorld } from './order-plan.ts';
import { perform } from './perform/perform.ts';
import type { Desk } from './perform/desk.ts';
import type { Profile } from './profile.ts';
import { chanceOf } from './random.ts';
import { rateOf } from './rate.ts';
import { openShelf } from './shelf.ts';
import { type Connector, openConnector } from './staff/connector.ts';
import { doneAtErp } from './staff/office.ts';
import type { Site } from './staff/site.ts';
import type { OrderPlan, Step } from './step.ts';
import type { OrderTruth } from './truth.ts';

/** An act that the store refused, with its own code. */
export type Refusal = {
  readonly order: string;
  readonly act: string;
  readonly code: string;
  readonly message: string;
};

export type Counter = {
  readonly site: Site;
  readonly refused: readonly Refusal[];
  openDay(day: number, plan: DayPlan): void;
};

type CounterOptions = {
  readonly plan: {
    readonly seed: number;
    readonly plain: boolean;
    readonly faults: FaultMode;
    readonly faultKinds?: readonly FaultKind[];
  };
  readonly profile: Profile;
  /** Told of each order before anything else happens to it. */
  readonly placed: (truth: OrderTruth) => void;
};

/** One customer, at one instant. */
type Visit = {
  readonly day: number;
  readonly index: number;
  readonly ring: number | null;
  readonly onSale: boolean;
};

type Room = CounterOptions & {
  readonly site: Site;
  readonly crowd: Crowd;
  readonly cards: CardBox;
  readonly connector: Connector;
  readonly refused: Refusal[];
  readonly rings: Map<number, Buyer>;
  readonly retailLocationId: bigint | null;
  /** The order before this one. */
  neighbor: StoreOrder | null;
};

export function openCounter(outside: Omit<Site, 'shelf'>, options: CounterOptions): Counter {
  const { plan, profile } = options;
  const { seed, plain } = plan;
  const { store } = outside.world;
  const retailLocationId = plain ? null : openPlaces(store, profile);
  const site: Site = { ...outside, shelf: openShelf(store, profile, plan) };
  const room: Room = {
    ...options,
    site,
    retailLocationId,
    crowd: openCrowd(store, profile, plan),
    cards: openCardBox(site, profile, plan),
    connector: openConnector(site),
    refused: [],
    rings: new Map(),
    neighbor: null,
  };
  return {
    site,
    refused: room.refused,
    openDay(day, { orders, sale }) {
      const ringed = ringOf(seed, day, plain ? 0 : orders.length);
      for (const [index, time] of orders.entries()) {
        const ring = index >= ringed.from && index < ringed.until ? day : null;
        const onSale = sale !== null && time >= sale.from && time < sale.until;
        site.at(time, 'a customer orders', () => receive(room, { day, index, ring, onSale }));
      }
    },
  };
}

function receive(room: Room, visit: Visit): void {
  const { site, plan, crowd, rings } = room;
  const { day, index, ring } = visit;
  const chance = chanceOf(plan.seed, 'order', day, index);
  if (ring !== null && !rings.has(ring)) rings.set(ring, crowd.stranger(chance));
  const planned = planOrder(worldOn(room, visit), chance, ring === null ? null : (rings.get(ring) ?? null));
  const at = { day, index, ...(plan.faultKinds === undefined ? {} : { kinds: plan.faultKinds }) };
  const drawn = drawOrderFault(plan.faults, at, aboutOf(room, planned));
  const spec = drawn?.fault.alter?.(planned.spec, drawn.site) ?? planned.spec;
  trying(room, { order: `order ${day}/${index}`, act: 'place' }, () => {
    const order = site.world.store.placeOrder(spec);
    const { life, afterwards } = planned;
    room.placed({ orderId: orderGid(order), name: order.name, order, life, afterwards, ring, planted: [] });
    // Of cards at a wrong price nobody had planned to buy one.
    if (spec === planned.spec || !spec.lines.every((line) => line.giftCard === true)) room.cards.learn(order);
    drawn?.fault.follow(order, drawn.site);
    follow(room, order, {
      planned,
      isHonest: drawn === null,
      desk: { store: site.world.store, shelf: site.shelf, chance },
    });
    room.neighbor = order;
  });
}

function worldOn({ site, plan, profile, crowd, cards, retailLocationId }: Room, visit: Visit): PlanWorld {
  const { shop, priceLists } = site.world.store.state;
  return {
    profile,
    plain: plan.plain,
    crowd,
    cards,
    retailLocationId,
    shelf: site.shelf,
    taxesIncluded: shop.taxesIncluded,
    saleOff: visit.onSale ? flashSale.priceOffPercent : 0,
    listed: (currency, variantId) =>
      priceLists.find((one) => one.currency === currency)?.prices.get(variantId),
    rateOf: (currency) => rateOf(plan.seed, visit.day, { from: currency, to: shop.currency }),
  };
}

function aboutOf({ site, connector, neighbor }: Room, plan: OrderPlan): Omit<FaultSite, 'chance'> {
  const shippedMs = Math.max(
    0,
    ...plan.steps.filter((step) => step.do === 'ship').map((step) => step.afterMs),
  );
  return { site, connector, plan, neighbor, typedByHand: site.now() + shippedMs < site.liveFrom };
}

function trying(room: Room, what: Pick<Refusal, 'order' | 'act'>, carryOut: () => void): void {
  try {
    carryOut();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    room.refused.push({ ...what, code: error.code, message: error.message });
  }
}

function follow(
  room: Room,
  order: StoreOrder,
  {
    planned,
    isHonest,
    desk,
  }: { readonly planned: OrderPlan; readonly isHonest: boolean; readonly desk: Desk },
): void {
  const { site, connector } = room;
  const now = site.now();
  // What was ordered before the app came is none of its business.
  const isLeftToApp = isHonest && now >= site.liveFrom;
  const act = (step: Step): void => {
    if (site.isGone(order)) return;
    if (!(isLeftToApp && doneAtErp(site, order, step)))
      trying(room, { order: order.name, act: step.do }, () => perform(desk, order, step));
    connector.look(order);
  };
  connector.look(order);
  for (const step of planned.steps) {
    // What happens at the till happens before the next customer comes.
    if (step.afterMs === 0) act(step);
    else site.at(now + step.afterMs, `${step.do} ${order.name}`, () => act(step));
  }
}

/** Which of a day's customers, one after the other, belong to one ring. */
function ringOf(
  seed: number,
  day: number,
  orders: number,
): { readonly from: number; readonly until: number } {
  const chance = chanceOf(seed, 'ring', day);
  const size = chance.whole(fraudRing.ordersMin, fraudRing.ordersMax);
  if (!chance.percent(fraudRing.dayPercent) || orders < size * 2) return { from: 0, until: 0 };
  const from = chance.whole(0, orders - size);
  return { from, until: from + size };
}

/** A second warehouse, a shop with a till, and somebody who ships for us; answers where the till stands. */
function openPlaces(store: Site['world']['store'], { country }: Profile): bigint {
  store.addLocation({ name: 'North warehouse', country, kind: 'warehouse' });
  store.addLocation({ name: 'Parcel partner', country, kind: 'third-party' });
  return store.addLocation({ name: 'Corner shop', country, kind: 'retail' }).id;
}
