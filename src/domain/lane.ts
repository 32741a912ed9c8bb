/**
 * What a fact is about, as `kind/id`: `order/820982911946154508`, `product/7`, `shop/self`.
 * Work in one lane is serial; lanes run side by side.
 */
export type Lane = `${string}/${string}`;

export function lane(kind: string, id: string): Lane {
  return `${kind}/${id}`;
}

export function laneKind(of: Lane): string {
  return of.slice(0, of.indexOf('/'));
}

/** Where a delivery waits that cannot say what it is about: it stops nothing but itself. */
export const unreadableLane: Lane = 'unreadable/any';

export const shopLane: Lane = 'shop/self';

/**
 * Where whatever changes a gift card's balance by one signed amount meets: the change itself, the tender of an order
 * that may be its cause, and the ERP's journals of that amount. None of the three names another.
 */
export function giftCardChangeLane({ minor, currency }: { minor: bigint; currency: string }): Lane {
  return lane('gift_card_change', `${currency}${minor}`);
}
