/** Where an order leaves from, and from where else it could. */
import type { Gid } from './gid.ts';
import type { Instant } from './instant.ts';

/** A hold on a fulfillment order; `ours` if this app placed it, under the handle it gave. */
export type FulfillmentHold = {
  readonly hold: Gid<'FulfillmentHold'>;
  readonly reason: string;
  readonly handle: string | null;
  readonly ours: boolean;
};

/** What is to leave from one place, as the store showed it last. `actions` are those it would take now. */
export type FulfillmentOrder = {
  readonly fulfillmentOrder: Gid<'FulfillmentOrder'>;
  readonly status: string;
  readonly requestStatus: string;
  readonly location: Gid<'Location'> | null;
  readonly fulfillAt: Instant | null;
  /** How it reaches the customer: `shipping`, `pick_up`, `local`, `retail`, `none`. */
  readonly method: string | null;
  readonly actions: readonly string[];
  readonly holds: readonly FulfillmentHold[];
  /** What of each line is left to ship. */
  readonly lines: readonly {
    readonly lineItem: Gid<'LineItem'>;
    readonly sku: string | null;
    readonly quantity: number;
  }[];
};

/** From where the lines of an order could be shipped when the store was asked, and the order's tags. */
export type OrderSupply = {
  readonly tags: readonly string[];
  /** Country, its region's code, and of the postal code no more than names its area; null where nothing is sent. */
  readonly destination: {
    readonly country: string | null;
    readonly region: string | null;
    readonly area: string | null;
  } | null;
  readonly places: readonly {
    readonly location: Gid<'Location'>;
    readonly name: string;
    readonly country: string | null;
    readonly isActive: boolean;
    readonly shipsOnline: boolean;
  }[];
  /** Units at hand beside those that are promised; null where the store does not count them. */
  readonly stock: readonly {
    readonly lineItem: Gid<'LineItem'>;
    readonly location: Gid<'Location'>;
    readonly available: number | null;
  }[];
};
