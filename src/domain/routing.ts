/** A shop's rules of where its orders leave from: one book, replaced whole whenever a person changes it. */
import type { Gid } from './gid.ts';
import type { Money } from './money.ts';

/** Why an order may be held, in Shopify's own words. */
export const holdReasons = [
  'AWAITING_PAYMENT',
  'AWAITING_RETURN_ITEMS',
  'HIGH_RISK_OF_FRAUD',
  'INCORRECT_ADDRESS',
  'INVENTORY_OUT_OF_STOCK',
  'UNKNOWN_DELIVERY_DATE',
  'OTHER',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** What a rule asks of an order's part that leaves one place. */
export type RoutingCondition =
  /** Where it goes: countries and regions, `DE` or `US-CA`. */
  | { readonly is: 'place'; readonly places: readonly string[] }
  /** Where it goes, by zones of postal areas. */
  | { readonly is: 'zone'; readonly zones: readonly string[] }
  | { readonly is: 'tag'; readonly tags: readonly string[] }
  | { readonly is: 'sku'; readonly skus: readonly string[]; readonly of: 'any' | 'all' }
  /** The order's value: at least `from`, less than `below`. */
  | { readonly is: 'value'; readonly from: Money | null; readonly below: Money | null }
  /** Whether a location has all that is left to ship. */
  | { readonly is: 'stock'; readonly location: Gid<'Location'>; readonly enough: boolean }
  /** Sold before it can be shipped: to be fulfilled later than the order was placed, or tagged so. */
  | { readonly is: 'preorder' }
  /** Whether the customer fetches it. */
  | { readonly is: 'pickup'; readonly pickup: boolean };

/** By which the first is taken of several locations that could ship: as listed, nearest, most stock, least cost. */
export const rankings = ['priority', 'distance', 'stock', 'cost'] as const;
export type Ranking = (typeof rankings)[number];

export type RoutingAction =
  | {
      readonly do: 'prefer';
      readonly locations: readonly Gid<'Location'>[];
      readonly by: Ranking;
      readonly split: boolean;
    }
  /** Lines of these SKUs are shipped by themselves. */
  | { readonly do: 'split'; readonly skus: readonly string[] }
  | { readonly do: 'hold'; readonly reason: HoldReason; readonly note: string }
  /** Stays where the store put it; a hold of ours is released. */
  | { readonly do: 'release' };

/** `id` is never used again; `version` grows with each change of the rule, so that what it decides anew is a new act. */
export type RoutingRule = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly on: boolean;
  /** All of them must hold. */
  readonly when: readonly RoutingCondition[];
  readonly does: RoutingAction;
};

/** Postal areas (`DE-10`, `GB-EC`, `FR`) and the locations near to them, the nearest first. */
export type RoutingZone = {
  readonly name: string;
  readonly areas: readonly string[];
  readonly locations: readonly Gid<'Location'>[];
};

/** Goods that must not leave from a location, whatever a rule prefers. */
export type RoutingExclusion = { readonly skus: readonly string[]; readonly location: Gid<'Location'> };

export type RoutingBook = {
  readonly version: number;
  /** The greatest id that a rule ever had. */
  readonly lastId: number;
  /** The first that fits decides. */
  readonly rules: readonly RoutingRule[];
  readonly zones: readonly RoutingZone[];
  readonly exclusions: readonly RoutingExclusion[];
  /** What one parcel costs from a location. */
  readonly costs: readonly { readonly location: Gid<'Location'>; readonly cost: Money }[];
};

export const emptyBook: RoutingBook = {
  version: 0,
  lastId: 0,
  rules: [],
  zones: [],
  exclusions: [],
  costs: [],
};
