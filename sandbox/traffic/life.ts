/** A seeded life of one shop, lived as appointments of the world's clock, with the truth about it kept apart. */
import type { Clock } from '#sandbox/clock.ts';
import { offsetMinutes } from '#sandbox/shopify/text.ts';
import { attach } from './fault/day-machine.ts';
import type { FaultKind } from './fault/catalog.ts';
import { type Planted, plantedOf } from './fault/planted.ts';
import { type FaultMode, scheduleDayFaults } from './fault/planter.ts';
import { openTransit, type Outages } from './fault/transit.ts';
import { planDaytime } from './daytime.ts';
import { type Counter, openCounter, type Refusal } from './counter.ts';
import { profileOf } from './profile.ts';
import { scheduleChores } from './staff/chores.ts';
import { openClerk } from './staff/clerk.ts';
import { schedulePurse } from './staff/purse.ts';
import type { Site } from './staff/site.ts';
import type { OrderTruth } from './truth.ts';
import type { TrafficWorld } from './world.ts';

export type LifePlan = {
  readonly seed: number;
  /** The clock's time at which the first day begins, in milliseconds since the epoch. */
  readonly from: number;
  readonly days: number;
  /** Orders of an average day. */
  readonly rate: number;
  readonly faults: FaultMode;
  /** Only these kinds of faults are planted. */
  readonly faultKinds?: readonly FaultKind[];
  /** The instant from which the app is installed; `from` when left out. Before it an earlier connector fills the ERP. */
  readonly liveFrom?: number;
  /** Lives every span so many times faster, from seven in the morning of the shop on, for somebody who watches. */
  readonly hurry?: number;
  /** The clock's time from which it is lived faster; before it days are days, and it begins when it begins. */
  readonly hurryFrom?: number;
  /** `plain`: nothing is edited, refunded, returned or disputed, and all is paid in the shop's own ways. */
  readonly repertoire?: 'plain' | 'whole';
};

export type LifeFigures = {
  /** Days that have begun. */
  readonly day: number;
  readonly orders: number;
  readonly refunds: number;
  readonly returns: number;
  readonly disputes: number;
  readonly planted: number;
  readonly lasting: number;
  /** Acts of this life that the store refused; an honest life has few. */
  readonly refused: number;
};

export type Life = {
  /** In the order of their placement; those of days to come are not there yet. */
  readonly orders: readonly OrderTruth[];
  readonly planted: readonly Planted[];
  readonly refused: readonly Refusal[];
  /** The clock's time after which nothing happens any more. */
  readonly endsAt: number;
  figures(): LifeFigures;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Fills the store's shelves at once and makes the appointments of each day at its opening. Equal plans for equal
 * worlds give equal lives, and a life's honest orders are the same whatever faults are planted.
 */
export function openLife(world: TrafficWorld, plan: LifePlan): Life {
  const { clock, store } = world;
  const { days } = plan;
  const time = timeOf(plan, clock, store.state.shop.timeZone);
  const book: Book = { orders: [], planted: [], truths: new Map() };
  const counter = openCounter(openSite(world, plan, { time, book }), {
    plan: { ...plan, plain: plan.repertoire === 'plain' },
    profile: profileOf(store.state.shop),
    placed(truth) {
      book.orders.push(truth);
      book.truths.set(truth.orderId, truth);
    },
  });
  const daily = openDays(counter, { plan, time });
  let day = 0;
  function openDay(index: number): void {
    day = index + 1;
    daily(index);
    const next = time.startsAt + (index + 1) * dayMs;
    if (index + 1 < days) counter.site.at(next, 'a day begins', () => openDay(index + 1));
  }
  counter.site.at(time.startsAt, 'the first day begins', () => openDay(0));

  return {
    orders: book.orders,
    planted: book.planted,
    refused: counter.refused,
    endsAt: time.toClock(counter.site.endsAt),
    figures: () => ({
      day,
      orders: book.orders.length,
      refunds: book.orders.reduce((sum, one) => sum + one.order.refunds.length, 0),
      returns: book.orders.reduce((sum, one) => sum + one.order.returns.length, 0),
      disputes: store.state.payments.disputes.length,
      planted: book.planted.length,
      lasting: book.planted.filter((one) => one.lasting).length,
      refused: counter.refused.length,
    }),
  };
}

/** What is written down and never told. */
type Book = {
  readonly orders: OrderTruth[];
  readonly planted: Planted[];
  readonly truths: Map<string, OrderTruth>;
};

function openSite(
  world: TrafficWorld,
  plan: LifePlan,
  { time, book }: { readonly time: Time; readonly book: Book },
): Omit<Site, 'shelf'> {
  const claimed = new Set<bigint>();
  const endsAt = time.startsAt + plan.days * dayMs;
  return {
    world,
    seed: plan.seed,
    promotions: [],
    unreported: new Set(),
    liveFrom: plan.liveFrom === undefined ? time.startsAt : time.fromClock(plan.liveFrom),
    endsAt,
    now: time.now,
    at(instant, label, act) {
      if (instant < endsAt) world.clock.at(time.toClock(instant), label, async () => act());
    },
    plant(fault) {
      if (plan.faultKinds?.includes(fault.kind) === false) return;
      const truth = plantedOf({ ...fault, at: time.toClock(fault.at) });
      book.planted.push(truth);
      if (truth.order !== null) book.truths.get(truth.order)?.planted.push(truth);
    },
    claim({ id }) {
      const isFree = !claimed.has(id);
      claimed.add(id);
      return isFree;
    },
    isGone: ({ id }) => world.store.state.deletedOrderIds.has(id),
  };
}

type Time = ReturnType<typeof timeOf>;

/** A life that is hurried from its start begins at seven, whatever the clock says; a hurried one runs ahead of it. */
function timeOf(plan: LifePlan, clock: Clock, timeZone: string) {
  const { from, hurry = 1, hurryFrom = from } = plan;
  const offsetMs = offsetMinutes(from, timeZone) * 60_000;
  const midnight = Math.floor((from + offsetMs) / dayMs) * dayMs - offsetMs;
  const startsAt = hurry === 1 || hurryFrom > from ? from : midnight + 7 * hourMs;
  const hurriedAt = startsAt + (hurryFrom - from);
  const fromClock = (at: number): number =>
    at < hurryFrom ? startsAt + (at - from) : hurriedAt + (at - hurryFrom) * hurry;
  return {
    startsAt,
    fromClock,
    now: () => fromClock(clock.now()),
    toClock: (instant: number) =>
      instant < hurriedAt
        ? from + (instant - startsAt)
        : Math.round(hurryFrom + (instant - hurriedAt) / hurry),
    span: (ms: number) => Math.round(ms / (clock.now() < hurryFrom ? 1 : hurry)),
  };
}

/** What happens every day, whoever comes: orders, chores, faults. */
function openDays(
  counter: Counter,
  { plan, time }: { readonly plan: LifePlan; readonly time: Time },
): (index: number) => void {
  const { site } = counter;
  const { store } = site.world;
  const outages: Outages = [];
  const failingPayouts = new Set<bigint>();
  const machines = attach(site);
  const clerk = openClerk(site);
  const plain = plan.repertoire === 'plain';
  const narrowed = plan.faultKinds === undefined ? {} : { kinds: plan.faultKinds };
  store.transit = openTransit(site, { faults: plan.faults, span: time.span, outages, ...narrowed });
  return (index) => {
    const opensAt = time.startsAt + index * dayMs;
    const { timeZone } = store.state.shop;
    const daytime = planDaytime(plan.seed, index, { opensAt, rate: plan.rate, timeZone, plain });
    counter.openDay(index, daytime);
    if (!plain) {
      scheduleChores(site, { day: index, opensAt });
      const fate = (payoutId: bigint) => (failingPayouts.has(payoutId) ? 'FAILED' : 'PAID');
      schedulePurse(site, { day: index, opensAt, fate });
      clerk.scheduleClosing(opensAt);
    }
    scheduleDayFaults(site, plan.faults, {
      day: index,
      opensAt,
      tools: { outages, failingPayouts, machines },
      ...narrowed,
    });
  };
}
