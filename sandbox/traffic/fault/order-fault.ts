/** A fault in the life of one order: whether it fits, what it changes at checkout, and what follows. */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import type { Chance } from '../random.ts';
import type { Connector } from '../staff/connector.ts';
import type { Site } from '../staff/site.ts';
import type { OrderPlan } from '../step.ts';

export type FaultSite = {
  readonly site: Site;
  readonly connector: Connector;
  readonly chance: Chance;
  readonly plan: OrderPlan;
  /** Whether an earlier connector makes the documents of this order. */
  readonly typedByHand: boolean;
  /** Any other order of this life, for mix-ups; null when it is the first. */
  readonly neighbor: StoreOrder | null;
};

export type OrderFault = {
  /** Whether such an order can have it; asked before the order is placed. */
  fits(fault: FaultSite): boolean;
  /** Changes what is ordered; the same order is placed at the same instant. */
  alter?(spec: OrderSpec, fault: FaultSite): OrderSpec;
  /** The order was placed: record the truth, or make the appointments at which it goes wrong. */
  follow(order: StoreOrder, fault: FaultSite): void;
};

/** Orders about which nothing else is unusual, so that the truth about them has one reading. */
export function isOrdinary({ plan }: FaultSite): boolean {
  return plan.afterwards === 'none' && (plan.life === 'paid' || plan.life === 'captured-later');
}

export function ships({ plan }: FaultSite): boolean {
  return plan.steps.some((step) => step.do === 'ship');
}

/** When its last parcel leaves, after its placement. */
export function lastParcelMs({ plan }: FaultSite): number {
  return Math.max(0, ...plan.steps.filter((step) => step.do === 'ship').map((step) => step.afterMs));
}
