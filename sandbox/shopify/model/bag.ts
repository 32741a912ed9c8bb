/** One amount on its two sides: the shop's currency and the currency the customer saw. Never added across sides. */
export type Bag = {
  /** Minor units of the shop's currency. */
  readonly shop: bigint;
  /** Minor units of the presentment currency. */
  readonly presentment: bigint;
};

export const noMoney: Bag = { shop: 0n, presentment: 0n };

export function plus(...bags: readonly Bag[]): Bag {
  let shop = 0n;
  let presentment = 0n;
  for (const bag of bags) {
    shop += bag.shop;
    presentment += bag.presentment;
  }
  return { shop, presentment };
}

export function minus(from: Bag, taken: Bag): Bag {
  return { shop: from.shop - taken.shop, presentment: from.presentment - taken.presentment };
}

export function negative(bag: Bag): Bag {
  return { shop: -bag.shop, presentment: -bag.presentment };
}

/** What one presentment minor unit is worth in shop minor units, as an exact fraction; frozen when an order is placed. */
export type Rate = { readonly numerator: bigint; readonly denominator: bigint };

export const par: Rate = { numerator: 1n, denominator: 1n };
