/** A gift card and everything that ever changed its balance. */
export type GiftCardMovement = {
  readonly at: number;
  /** Minor units of the card's currency; a redemption is negative. */
  readonly amount: bigint;
  /** `issued` and `adjusted` happen outside any order, and Shopify has no webhook for them. */
  readonly why: 'sold' | 'issued' | 'redeemed' | 'refunded' | 'adjusted' | 'expired';
  readonly orderId: bigint | null;
};

export type StoreGiftCard = {
  readonly id: bigint;
  readonly lastCharacters: string;
  readonly currency: string;
  readonly createdAt: number;
  /** The order and line that sold it; null for a card issued by staff or as a refund. */
  readonly soldBy: { readonly orderId: bigint; readonly lineId: bigint } | null;
  /** The balance is the sum of these. */
  readonly movements: GiftCardMovement[];
};
