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
  readonly associatedPayout: Gid<'ShopifyPaymentsPayout'> | null;
  readonly sourceOrderTransaction: Gid<'OrderTransaction'> | null;
  readonly test: boolean;
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

/** A gift card that nobody bought: given away, or in place of a refund. */
export type GiftCardIssued = {
  readonly giftCard: Gid<'GiftCard'>;
  readonly order: Gid<'Order'> | null;
  readonly value: Money;
  readonly because: 'free' | 'refund';
  readonly issuedAt: Instant;
};

/** A document of the ERP whose own rounding differs from the store's: document less due, in minor units. */
export type DocumentRounding = {
  readonly document: string;
  readonly order: Gid<'Order'>;
  readonly difference: Money;
  readonly documentAt: Instant;
};
