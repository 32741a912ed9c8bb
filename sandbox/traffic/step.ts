/** What an order's life is made of: decided when it is placed, done when its time comes. */
import type { DiscrepancyReason } from '#sandbox/shopify/model/return.ts';
import type { RiskLevel, StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { HoldReason } from '#sandbox/shopify/model/fulfillment.ts';
import type { OrderSpec } from '#sandbox/shopify/spec.ts';
import type { afterwards, exchanges, lives } from './habit.ts';

export type OrderLife = keyof typeof lives;
export type Afterwards = keyof typeof afterwards;
export type ExchangeKind = keyof typeof exchanges;

export type PaymentStep =
  | { readonly do: 'capture'; readonly part: 'half' | 'rest' }
  | { readonly do: 'pay'; readonly gateway: string; readonly part: 'half' | 'rest' }
  | { readonly do: 'record-payment'; readonly gateway: string; readonly part: 'half' | 'rest' }
  /** Coins are rounded, and the drawer gives change for a note. */
  | { readonly do: 'pay-cash' }
  | { readonly do: 'settle'; readonly outcome: 'success' | 'failure' }
  | { readonly do: 'void' };

export type GoodsStep =
  | { readonly do: 'ship'; readonly part: 'half' | 'rest'; readonly elsewhere?: boolean }
  | { readonly do: 'third-party'; readonly step: 'submit' | 'accept' | 'progress' }
  | { readonly do: 'hold'; readonly reason: HoldReason }
  | { readonly do: 'release' }
  | { readonly do: 'move' }
  | { readonly do: 'track' }
  | { readonly do: 'undo-shipment'; readonly part: 'last' | 'all' };

export type BackStep =
  | {
      readonly do: 'refund';
      readonly what: 'lines' | 'one-unit' | 'amount' | 'shipping' | 'beyond';
      readonly percent?: number;
      readonly discrepancy?: DiscrepancyReason;
      readonly status?: 'success' | 'pending';
    }
  | { readonly do: 'settle-refund'; readonly outcome: 'success' | 'failure' }
  | {
      readonly do: 'open-return';
      readonly requested: boolean;
      /** Percent of the goods that are kept. */
      readonly fee: number;
      /** The way back costs what the way there did. */
      readonly paysWayBack: boolean;
      readonly exchange: ExchangeKind | null;
    }
  | { readonly do: 'approve-return' }
  | { readonly do: 'process-return'; readonly found: 'whole' | 'broken' }
  | { readonly do: 'close-return' };

export type OtherStep =
  | { readonly do: 'assess'; readonly level: RiskLevel; readonly provider: string | null }
  | { readonly do: 'edit'; readonly change: 'fewer' | 'add' | 'swap' | 'shipping' }
  | {
      readonly do: 'cancel';
      readonly reason: NonNullable<StoreOrder['cancelReason']>;
      readonly refund: boolean;
    }
  | { readonly do: 'note'; readonly tags: readonly string[] }
  | { readonly do: 'dispute'; readonly type: 'CHARGEBACK' | 'INQUIRY' }
  | { readonly do: 'resolve-dispute'; readonly outcome: 'WON' | 'LOST' | 'ACCEPTED' }
  | { readonly do: 'close' };

export type Step = { readonly afterMs: number } & (PaymentStep | GoodsStep | BackStep | OtherStep);

export type OrderPlan = {
  readonly life: OrderLife;
  readonly afterwards: Afterwards;
  readonly spec: OrderSpec;
  /** In order of time. */
  readonly steps: readonly Step[];
  /** The card that pays, when one does. */
  readonly card: bigint | null;
};
