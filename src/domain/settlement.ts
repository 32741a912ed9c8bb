/** What gateways, banks and channels say of money after the order: the facts by which clearing accounts come to zero. */
import type { Gid } from './gid.ts';
import type { Instant } from './instant.ts';
import type { Money } from './money.ts';

/** One movement of a payments balance, in the shape of Shopify's own: net = amount − fee, money out is negative. */
export type BalanceTransaction = {
  readonly balanceTransaction: Gid<'ShopifyPaymentsBalanceTransaction'>;
  readonly type: string;
  readonly amount: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly transactionDate: Instant;
  readonly gateway: string;
  readonly associatedOrder: Gid<'Order'> | null;
  /** The payout as it was when this was read; which movements a payout took along, the payout itself says. */
  readonly associatedPayout: Gid<'ShopifyPaymentsPayout'> | null;
  readonly payoutStatus: string | null;
  readonly sourceOrderTransaction: Gid<'OrderTransaction'> | null;
  readonly dispute: Gid<'ShopifyPaymentsDispute'> | null;
  readonly adjustmentReason: string | null;
  readonly test: boolean;
};

/** What a gateway says its balance is, at the instant it was asked; all movements up to then are known. */
export type ClearingBalance = { readonly gateway: string; readonly balance: Money; readonly readAt: Instant };

/** What a gateway's balance was when the books began: its first balance read less all that moved since. */
export type ClearingOpening = { readonly gateway: string; readonly balance: Money; readonly at: Instant };

/** A payout, and every movement that it took along; the payout's own way out of the balance is not among them. */
export type Payout = {
  readonly payout: Gid<'ShopifyPaymentsPayout'>;
  readonly issuedAt: Instant;
  readonly net: Money;
  readonly status: string;
  readonly parts: readonly {
    readonly balanceTransaction: string;
    readonly type: string;
    readonly net: Money;
  }[];
};

/** A gift card as the store shows it. Holds neither its code nor its customer. */
export type GiftCard = {
  readonly giftCard: Gid<'GiftCard'>;
  readonly balance: Money;
  readonly initialValue: Money;
  readonly createdAt: Instant;
  /** The order that sold it; null for a card that was issued otherwise. */
  readonly soldBy: Gid<'Order'> | null;
  /** All that changed its balance after it was issued, as far as `whole` says. */
  readonly movements: readonly { readonly id: string; readonly amount: Money; readonly at: Instant }[];
  readonly whole: boolean;
};

/** One change of a card's balance; the store does not say whether an order was paid with it or a person did it. */
export type GiftCardMovement = {
  readonly giftCard: Gid<'GiftCard'>;
  /** `issued-<card>` or `changed-<transaction>`. */
  readonly movement: string;
  readonly amount: Money;
  readonly at: Instant;
};

/** A dispute that is decided: its money had left by a balance transaction, and comes back by one if it was won. */
export type DisputeLost = {
  readonly dispute: Gid<'ShopifyPaymentsDispute'>;
  readonly order: Gid<'Order'> | null;
  readonly amount: Money;
  readonly finalizedAt: Instant;
};

/** A payout that the bank's own statement shows. */
export type PayoutSeen = {
  readonly payout: Gid<'ShopifyPaymentsPayout'>;
  readonly net: Money;
  readonly seenAt: Instant;
};

/** What a sales channel keeps of what it took for us: the tax it owes by itself, and its fee. */
export type ChannelStatement = {
  readonly statement: string;
  readonly gateway: string;
  readonly tax: Money;
  readonly fee: Money;
  readonly statedAt: Instant;
};

/** A document of the ERP whose own rounding differs from the store's: document less due, in minor units. */
export type DocumentRounding = {
  readonly document: string;
  readonly order: Gid<'Order'>;
  readonly difference: Money;
  readonly documentAt: Instant;
};
