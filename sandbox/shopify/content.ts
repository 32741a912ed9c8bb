/** Makes the priced lines, shipping lines and fees of an order from what was asked for. */
import type { ActContext } from './act/context.ts';
import { variantOf } from './act/stock.ts';
import type { Bag, Rate } from './model/bag.ts';
import type { Charge } from './model/charge.ts';
import type { StoreDiscount, StoreLine, StoreShipping } from './model/order.ts';
import type { Quoted, Ware } from './quote.ts';
import { bagAt } from './rate.ts';
import type { LineSpec, ShippingSpec, TaxSpec } from './spec.ts';

/** A tip is sold like a line, and like nothing else it is neither taxed nor discounted nor shipped. */
export type WantedLine = LineSpec & { readonly tip?: boolean };

export function tipOf(amount: bigint): WantedLine {
  return {
    sku: null,
    title: 'Tip',
    quantity: 1,
    unitPrice: amount,
    taxes: [],
    requiresShipping: false,
    tip: true,
  };
}

/** The taxes that are due on something: none on gift cards and tips, and none for whoever is exempt. */
export function withTaxes(line: WantedLine, isTaxExempt: boolean): WantedLine {
  if (isTaxExempt || line.giftCard === true || line.tip === true) return { ...line, taxes: [] };
  return line;
}

export function wareOf(line: WantedLine, isTaxExempt: boolean): Ware {
  const { duty, giftCard = false, tip = false, discount = 0n } = line;
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 1 || line.unitPrice < 0n)
    throw new Error(`${line.quantity} × ${line.title} at ${line.unitPrice} cannot be sold.`);
  return {
    price: line.unitPrice * BigInt(line.quantity),
    own: discount,
    taxes: line.taxes,
    discountable: !giftCard && !tip,
    duties: duty === undefined ? [] : [{ price: duty.amount, taxes: isTaxExempt ? [] : (duty.taxes ?? []) }],
  };
}

export type MadeLine = {
  readonly wanted: WantedLine;
  readonly quoted: Quoted & { readonly duties: readonly Charge[] };
  /** For each share of the quote the discount it belongs to, as index; null for a share of nothing. */
  readonly discounts: readonly (number | null)[];
  readonly rate: Rate;
  readonly addedBy: StoreLine['addedBy'];
};

export function makeLine(context: ActContext, made: MadeLine): StoreLine {
  const { wanted, quoted } = made;
  const { giftCard = false, tip = false } = wanted;
  const sold = wanted.variantId === undefined ? undefined : variantOf(context.state, wanted.variantId);
  if (wanted.variantId !== undefined && sold === undefined)
    throw new Error(`${wanted.title} is no variant of this store.`);
  const requiresShipping = wanted.requiresShipping ?? sold?.variant.requiresShipping ?? !giftCard;
  return {
    id: context.nextId(),
    variantId: sold?.variant.id ?? null,
    productId: sold?.product.id ?? null,
    sku: wanted.sku,
    title: wanted.title,
    variantTitle: sold?.variant.title ?? null,
    vendor: sold?.product.vendor ?? null,
    quantity: wanted.quantity,
    removedQuantity: 0,
    unitPrice: bagAt(made.rate, wanted.unitPrice),
    giftCard,
    requiresShipping,
    taxable: !giftCard && !tip && (sold?.variant.taxable ?? wanted.taxes.length > 0),
    tip,
    grams: sold?.variant.grams ?? (requiresShipping ? 400 : 0),
    ...quoted.charge,
    allocations: allocationsOf(quoted.shares, made.discounts),
    duties: quoted.duties.map((duty) => ({
      id: context.nextId(),
      countryOfOrigin: context.state.shop.country,
      hsCode: wanted.duty?.hsCode ?? '940540',
      ...duty,
    })),
    addedBy: made.addedBy,
  };
}

export function makeShipping(
  context: ActContext,
  made: {
    readonly wanted: ShippingSpec;
    readonly quoted: Quoted;
    readonly discounts: readonly (number | null)[];
  },
): StoreShipping {
  const { title } = made.wanted;
  return {
    id: context.nextId(),
    title,
    code: title,
    removed: false,
    ...made.quoted.charge,
    allocations: allocationsOf(made.quoted.shares, made.discounts),
  };
}

export function allocationsOf(
  shares: readonly Bag[],
  discounts: readonly (number | null)[],
): StoreLine['allocations'] {
  return shares
    .flatMap((amount, share) => {
      const discount = discounts[share];
      return amount.presentment === 0n || discount === undefined || discount === null
        ? []
        : [{ discount, amount }];
    })
    .toSorted((left, right) => left.discount - right.discount);
}

/** The discount of one line or of shipping, as staff or a shipping discount give it; null when there is none. */
export function addOwnDiscount(
  discounts: StoreDiscount[],
  own: { readonly amount: bigint | undefined; readonly target: StoreDiscount['target']; readonly rate: Rate },
): number | null {
  const { amount = 0n, target, rate } = own;
  if (amount === 0n) return null;
  const isLine = target === 'line_item';
  return (
    discounts.push({
      kind: isLine ? 'manual' : 'automatic',
      title: isLine ? 'Line discount' : 'Shipping discount',
      code: null,
      value: { amount: bagAt(rate, amount) },
      target,
      allocation: isLine ? 'one' : 'each',
    }) - 1
  );
}

/** The discounts across all lines, in the order in which Shopify takes them: automatic before code. */
export function acrossOf(
  discounts: readonly StoreDiscount[],
): { readonly index: number; readonly value: { readonly percent: number } | { readonly amount: bigint } }[] {
  const across = discounts.flatMap(({ kind, allocation, value }, index) =>
    allocation === 'across'
      ? [{ kind, index, value: 'percent' in value ? value : { amount: value.amount.presentment } }]
      : [],
  );
  return [...across.filter(({ kind }) => kind !== 'code'), ...across.filter(({ kind }) => kind === 'code')];
}

export function taxesFor(taxes: readonly TaxSpec[] | undefined, isTaxExempt: boolean): readonly TaxSpec[] {
  return isTaxExempt ? [] : (taxes ?? []);
}
