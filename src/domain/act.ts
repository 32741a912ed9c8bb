/** What we do in the store. Each act names what it rests on by the ERP's or the store's own ids. */
import type { OrderReference } from './document.ts';
import type { Gid } from './gid.ts';
import type { Money } from './money.ts';

/** The ERP knew of the money first: net terms, bank transfer, cash on delivery. */
export type MarkPaidBody = {
  readonly kind: 'mark_paid';
  readonly order: OrderReference;
  /** The ERP's id and number of the payment. */
  readonly payment: { readonly id: string; readonly number: string };
  readonly method: string;
  /** Whether it is all that is outstanding; a part is recorded as a manual payment. */
  readonly isWhole: boolean;
  readonly total: Money;
};

export type Tracking = {
  readonly numbers: readonly string[];
  readonly company: string | null;
  readonly urls: readonly string[];
};

/** Goods that left by the ERP's word. */
export type FulfillBody = {
  readonly kind: 'fulfill';
  readonly order: OrderReference;
  /** The ERP's id and number of the shipment. */
  readonly shipment: { readonly id: string; readonly number: string };
  /** Null where the ERP's warehouse is mapped to none: then nothing of it is told. */
  readonly location: Gid<'Location'> | null;
  readonly lines: readonly { readonly lineItem: Gid<'LineItem'>; readonly quantity: number }[];
  /** What of the shipment no line of the order has left to ship: with any of it, nothing of it is told. */
  readonly unplaced: readonly { readonly sku: string; readonly quantity: number }[];
  readonly tracking: Tracking | null;
  readonly total: Money;
};

/** Tracking that came after its shipment, or changed since. */
export type TrackBody = {
  readonly kind: 'track';
  readonly order: OrderReference;
  readonly shipment: { readonly id: string; readonly number: string };
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly tracking: Tracking;
  readonly total: Money;
};

/** Where the goods of a fulfillment order leave from, or that they wait. `rule` is the one that fired, by its name. */
export type RouteBody = {
  readonly kind: 'route';
  readonly order: OrderReference;
  readonly fulfillmentOrder: Gid<'FulfillmentOrder'>;
  readonly rule: string;
  readonly act: RouteAct;
  readonly total: Money;
};

/** `from` is where it stood when the rule ran, and `leaves` what stays there: whatever else is found, people changed. */
export type RouteAct =
  | {
      readonly do: 'move';
      readonly from: Gid<'Location'>;
      readonly to: Gid<'Location'>;
      readonly lines: RoutedLines;
      readonly leaves: RoutedLines;
    }
  /** These lines become a fulfillment order of their own. */
  | { readonly do: 'split'; readonly lines: RoutedLines; readonly leaves: RoutedLines }
  /** The store finds another location itself, none of those. */
  | { readonly do: 'reroute'; readonly from: Gid<'Location'>; readonly excluded: readonly Gid<'Location'>[] }
  | { readonly do: 'hold'; readonly reason: string; readonly note: string; readonly handle: string }
  /** Holds of ours, and of nobody else. */
  | { readonly do: 'release'; readonly holds: readonly Gid<'FulfillmentHold'>[] };

/** Units of lines of the order. */
export type RoutedLines = readonly { readonly lineItem: Gid<'LineItem'>; readonly quantity: number }[];

export type ActBody = MarkPaidBody | FulfillBody | TrackBody | RouteBody;
export type ActKind = ActBody['kind'];
